import * as z from 'zod/mini';
import type { Answer } from './answer.ts';
import { limits } from './limits.ts';

const proxyResult = z.object({
  statusCode: z.int().check(z.gte(200), z.lte(599)),
  headers: z.nullish(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))),
  cookies: z.nullish(z.array(z.string())),
  body: z.nullish(z.string()),
  isBase64Encoded: z.nullish(z.boolean()),
});

const ownedByGateway = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding']);

/**
 * The answer that a handler's result stands for; `undefined` where it is malformed or too large.
 * A result without `statusCode` is the body itself, as JSON.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function lambdaAnswer(value: unknown): Answer | undefined {
  const json = asJson(value);
  if (json === undefined || Buffer.byteLength(json) > limits.payloadBytes) return undefined;
  const result: unknown = JSON.parse(json);
  if (typeof result !== 'object' || result === null || !('statusCode' in result)) {
    return answer(200, { 'content-type': 'application/json' }, Buffer.from(json));
  }

  const { data } = proxyResult.safeParse(result);
  if (data === undefined) return undefined;
  const headers = lowerCased(data.headers ?? {});
  const body = Buffer.from(data.body ?? '', data.isBase64Encoded ? 'base64' : 'utf8');
  return answer(
    data.statusCode,
    { 'content-type': 'text/plain; charset=utf-8', ...headers },
    body,
    data.cookies ?? [],
  );
}

/** As the runtime hands it over; `undefined` where it cannot. */
function asJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch {
    return undefined;
  }
}

function lowerCased(
  headers: Readonly<Record<string, string | number | boolean>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .map(([name, value]) => [name.toLowerCase(), String(value)] as const)
      .filter(([name]) => !ownedByGateway.has(name)),
  );
}

function answer(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
  cookies: readonly string[] = [],
): Answer {
  return { status, headers, cookies, body };
}
