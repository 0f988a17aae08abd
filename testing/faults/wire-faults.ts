import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { NodeHttpHandler } from '@smithy/node-http-handler';

/** What may go wrong with one HTTP call to AWS. `holes`: an answer that lacks half of what it says. */
export const wireFaults = [
  'throw',
  'throttle',
  'timeout',
  'lost reply',
  'partial',
  'garbage',
  'holes',
] as const;

export type WireFault = (typeof wireFaults)[number];

export type WirePlan = {
  /** Which call, from 0. */
  readonly nth: number;
  readonly fault: WireFault;
  /** With every later one of its operation. */
  readonly persists: boolean;
};

type Handle = NodeHttpHandler['handle'];
type Asked = Parameters<Handle>[0];
type Answered = Awaited<ReturnType<Handle>>;

/** What sends the calls of one instance; shared connections, calls of its own. */
export function failingWire(plan: WirePlan | undefined, wire: NodeHttpHandler) {
  const calls: string[] = [];
  let target: string | undefined;
  const handle: Handle = async (request, options) => {
    const name = operationOf(request);
    const isNth = calls.push(name) - 1 === plan?.nth;
    if (isNth) target = name;
    const isHit = plan !== undefined && (isNth || (plan.persists && name === target));
    const send = () => wire.handle(request, options);
    return isHit ? fail(plan.fault, request, send) : send();
  };
  return { calls, handler: { handle } };
}

function operationOf({ headers, body }: Asked): string {
  const target = headers['x-amz-target'];
  return target?.split('.')[1] ?? /Action=(\w+)/.exec(String(body))?.[1] ?? 'unknown';
}

async function fail(
  fault: WireFault,
  request: Asked,
  send: () => Promise<Answered>,
): Promise<Answered> {
  switch (fault) {
    case 'throw':
      throw cutOff('ECONNRESET');
    case 'timeout':
      throw Object.assign(new Error('socket timed out'), { name: 'TimeoutError' });
    case 'lost reply':
      await send();
      throw cutOff('EPIPE');
    case 'throttle':
      return throttled(request);
    case 'garbage':
      return answer(200, 'text/html', '<!doctype html><title>Welcome</title>');
    case 'partial':
      return changed(await send(), (body) => body.slice(0, body.length / 2));
    case 'holes':
      return changed(await send(), withHoles);
  }
}

function cutOff(code: string): Error {
  return Object.assign(new Error(`write ${code}`), { code });
}

function throttled({ headers }: Asked): Answered {
  if (headers['x-amz-target'] !== undefined) {
    const body = { __type: 'ThrottlingException', message: 'Rate exceeded' };
    return answer(400, 'application/x-amz-json-1.0', JSON.stringify(body));
  }
  return answer(
    400,
    'text/xml',
    '<ErrorResponse><Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>',
  );
}

async function changed({ response }: Answered, change: (body: string) => string) {
  const body = change((await buffer(response.body)).toString());
  return answer(response.statusCode, response.headers['content-type'] ?? '', body);
}

/** Every second attribute of an item, every second element. */
function withHoles(body: string): string {
  if (body.startsWith('<')) return body.replace(/<(Expiration|Arn)>.*?<\/\1>/g, '');
  let nth = 0;
  return JSON.stringify(JSON.parse(body), (key, value) => {
    if (key === '' || /^(Items?|Attributes|Parameters?|\d+|M|S|N|L|SS|BOOL|B)$/.test(key))
      return value;
    nth += 1;
    return nth % 2 === 0 ? undefined : value;
  });
}

function answer(statusCode: number, contentType: string, body: string): Answered {
  const headers = { 'content-type': contentType };
  const response = { statusCode, headers, body: Readable.from([Buffer.from(body)]) };
  return { response } as unknown as Answered; // an SDK asks no more of an answer than this
}
