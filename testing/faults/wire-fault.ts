import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import type { Answered, Around, Asked, Handle } from './wire-faults.ts';
import type { WireWay } from './wire-matrix.ts';
import { withHoles } from './with-holes.ts';

export type FaultyCall = {
  readonly request: Asked;
  readonly options: Parameters<Handle>[1];
  readonly around: Around;
  readonly later: (() => Promise<unknown>)[];
};

/** Milliseconds: enough to come after what was asked at the same time. */
const slowMs = 8;

/** What comes of a call that goes wrong in this way. */
export async function wireFault(way: WireWay, call: FaultyCall): Promise<Answered> {
  const { request, options, around, later } = call;
  const send = () => around.send(request, options);
  /** An answer that nobody reads would hold its connection. */
  const sendUnread = async () => {
    const { response } = await send();
    await buffer(response.body);
  };
  const isJson = request.headers['x-amz-target'] !== undefined;
  switch (way) {
    case 'reset':
      throw socketError('ECONNRESET');
    case 'server error':
      return isJson
        ? answer(500, json, '{"__type":"InternalServerError","message":"because"}')
        : answer(503, xml, refusal('ServiceUnavailable'));
    case 'silence':
      return around.silence(request, options);
    case 'throttle':
      return isJson
        ? answer(400, json, '{"__type":"ThrottlingException","message":"Rate exceeded"}')
        : answer(400, xml, refusal('Throttling'));
    case 'slow': {
      const answered = await send();
      await setTimeout(slowMs);
      return answered;
    }
    case 'late':
      await sendUnread();
      throw timeout();
    case 'delayed':
      later.push(sendUnread);
      throw timeout();
    case 'half':
      return changed(await send(), (body) => body.slice(0, body.length / 2));
    case 'cut off':
      return cutOff(await send());
    case 'empty':
      await sendUnread();
      return answer(200, isJson ? json : xml, '');
    case 'holes':
      return changed(await send(), withHoles);
    case 'short page':
      return shortPage(call);
    case 'page':
      return answer(200, 'text/html', '<!doctype html><title>Welcome</title>');
    case 'nonsense':
      await sendUnread();
      return isJson ? answer(200, json, '[null]') : answer(200, xml, '<Nothing/>');
    case 'stale':
    case 'staler':
      return around.send(around.past(request, way), options);
    case 'lost reply':
      await sendUnread();
      throw socketError('EPIPE');
  }
}

const json = 'application/x-amz-json-1.0';
const xml = 'text/xml';

function refusal(code: string): string {
  return `<ErrorResponse><Error><Code>${code}</Code><Message>because</Message></Error></ErrorResponse>`;
}

function socketError(code: string): Error {
  return Object.assign(new Error(`write ${code}`), { code });
}

/** As the SDK's handler of HTTP words it. */
function timeout(): Error {
  return Object.assign(new Error('socket timed out'), { name: 'TimeoutError' });
}

/** A page of one item, or of as few as can be; it says where it goes on, as AWS does. */
async function shortPage({ request, options, around }: FaultyCall): Promise<Answered> {
  const body = bodyOf(request);
  if (request.headers['x-amz-target']?.endsWith('.Query') === true) {
    const short = JSON.stringify({ ...JSON.parse(body), Limit: 1 });
    return around.send(withBody(request, short), options);
  }
  if (request.headers['x-amz-target'] === undefined) {
    return around.send(withBody(request, `${body}&MaxItems=1`), options);
  }
  const from = Number(JSON.parse(body).NextToken ?? '0');
  return changed(await around.send(request, options), (whole) => {
    const { Parameters: [first, ...more] = [] } = JSON.parse(whole);
    const next = more.length > 0 ? { NextToken: String(from + 1) } : {};
    return JSON.stringify({ Parameters: first === undefined ? [] : [first], ...next });
  });
}

/** The body as text, however the SDK holds it. */
export function bodyOf({ body }: Asked): string {
  return typeof body === 'string' ? body : new TextDecoder().decode(body ?? new Uint8Array());
}

/** The same request with another body. The stand-ins look at no signature. */
export function withBody(request: Asked, body: string): Asked {
  const length = String(Buffer.byteLength(body));
  const headers = { ...request.headers, 'content-length': length };
  return Object.assign(Object.create(request), { headers, body });
}

async function changed({ response }: Answered, change: (body: string) => string) {
  const body = change((await buffer(response.body)).toString());
  const { 'content-length': _, ...headers } = response.headers;
  return answer(response.statusCode, headers, body);
}

/** The connection ends in the middle of the body. */
async function cutOff({ response }: Answered): Promise<Answered> {
  const whole = await buffer(response.body);
  const body = Readable.from(
    (async function* half() {
      yield whole.subarray(0, whole.length / 2);
      throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
    })(),
  );
  const { statusCode, headers } = response;
  return { response: { statusCode, headers, body } } as unknown as Answered; // as below
}

function answer(
  statusCode: number,
  type: string | Readonly<Record<string, string>>,
  body: string,
): Answered {
  const headers = typeof type === 'string' ? { 'content-type': type } : type;
  const response = { statusCode, headers, body: Readable.from([Buffer.from(body)]) };
  return { response } as unknown as Answered; // an SDK asks no more of an answer than this
}
