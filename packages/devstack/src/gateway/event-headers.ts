import type { WireRequest } from '../sigv4/wire-request.ts';
import type { Received } from './received.ts';
import { utf8Text } from './wire-text.ts';

export type EventHeaders = {
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
};

const hopByHop = new Set([
  'connection',
  'cookie',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Headers as a payload-2.0 event has them: lower-case names, duplicates joined by commas, cookies apart,
 * and the forwarding headers of the gateway.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function eventHeaders({ request, sourceIp, port }: Received): EventHeaders {
  const joined = joinByName(request);
  const forwarded = joined.get('x-forwarded-for');
  const cookies = joined.get('cookie')?.split(/; */) ?? [];
  for (const name of hopByHop) joined.delete(name);
  return {
    headers: {
      ...Object.fromEntries(joined),
      'content-length': String(request.body.length),
      'x-forwarded-for': forwarded === undefined ? sourceIp : `${forwarded}, ${sourceIp}`,
      'x-forwarded-port': String(port),
      'x-forwarded-proto': 'http',
    },
    cookies,
  };
}

function joinByName(request: WireRequest): Map<string, string> {
  const joined = new Map<string, string>();
  for (const [name, bytes] of request.headers) {
    const key = name.toLowerCase();
    const value = utf8Text(bytes) ?? bytes;
    const before = joined.get(key);
    const glue = key === 'cookie' ? '; ' : ',';
    joined.set(key, before === undefined ? value : `${before}${glue}${value}`);
  }
  return joined;
}
