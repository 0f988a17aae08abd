import { health } from '@sentinel/core/contract/health';
import { whoami } from '@sentinel/core/contract/whoami';
import { describe, expect, test } from 'vitest';
import { nowMs, person } from '../../testing/answers.ts';
import { noAnswerRefusal, readAnswer } from './read-answer.ts';

const asked = { endpoint: { host: 'tvm.example.com', service: 'execute-api' }, nowMs } as const;
const date = new Date(nowMs).toUTCString();

function read(status: number, body: unknown, headers: Readonly<Record<string, string>> = { date }) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return readAnswer(whoami.answer(), { status, headers, body: text }, asked);
}

test('an answer of the contract is read, and what a later server adds is passed over', () => {
  expect(read(200, { ...person, later: 1 })).toEqual({ ok: true, answer: person });
});

test('a refusal of the TVM keeps its code, message, help, request id and time', () => {
  const body = {
    Code: 'APPROVAL_REQUIRED',
    Message: 'approval is needed',
    RequestId: 'abc',
    Help: 'sentinel request production',
    RetryAfter: 30,
  };

  expect(read(403, body)).toEqual({
    ok: false,
    status: 403,
    code: 'APPROVAL_REQUIRED',
    message: 'approval is needed',
    help: 'sentinel request production',
    requestId: 'abc',
    retryAfterSeconds: 30,
  });
});

test.each([
  [
    'its gateway forbids',
    403,
    { message: 'Forbidden' },
    'GATEWAY_FORBIDDEN',
    '`execute-api:Invoke`',
  ],
  [
    'a Function URL forbids',
    403,
    { Message: 'Forbidden' },
    'GATEWAY_FORBIDDEN',
    'IAM does not let',
  ],
  ['its gateway knows no such path', 404, { message: 'Not Found' }, 'BAD_ANSWER', 'no such path'],
  ['its gateway throttles', 429, { message: 'Too Many Requests' }, 'UNAVAILABLE', 'too many'],
  ['its gateway fails', 500, { message: 'Internal Server Error' }, 'UNAVAILABLE', 'failed (500)'],
  ['its function is away', 503, { message: 'Service Unavailable' }, 'UNAVAILABLE', 'failed (503)'],
  ['its gateway says 400', 400, { message: 'Bad Request' }, 'BAD_ANSWER', 'not an answer'],
  ['it redirects', 302, '', 'REDIRECTED', 'points elsewhere'],
  ['a portal answers 200', 200, '<html>Sign in</html>', 'BAD_ANSWER', 'not an answer'],
  ['a portal answers 403', 403, '<html>Blocked</html>', 'BAD_ANSWER', 'not an answer'],
  ['it answers nothing', 200, '', 'BAD_ANSWER', 'not an answer'],
  ['it answers null', 200, 'null', 'BAD_ANSWER', 'not an answer'],
  ['it answers a part', 200, { subject: 'a' }, 'BAD_ANSWER', 'not an answer'],
  [
    'it answers 200 with an error',
    200,
    { Code: 'X', Message: 'm', RequestId: 'r' },
    'BAD_ANSWER',
    'not',
  ],
  ['it answers 204', 204, '', 'BAD_ANSWER', 'not an answer'],
  ['its code is no code', 403, { Code: 'a b', Message: 'm', RequestId: 'r' }, 'BAD_ANSWER', 'not'],
  ['its error is a part', 403, { Code: 'POLICY_DENY' }, 'BAD_ANSWER', 'not an answer'],
  ['it nests deeply', 200, '['.repeat(100_000), 'BAD_ANSWER', 'not an answer'],
] as const)('where %s, the person reads so in our words', (_, status, body, code, words) => {
  const reply = read(status, body);

  expect(reply).toMatchObject({ ok: false, status, code });
  expect(reply.ok ? '' : reply.message).toContain(words);
});

test('a Function URL asks for permissions of Lambda', () => {
  const http = { status: 403, headers: {}, body: '{"Message":"Forbidden"}' };

  const reply = readAnswer(health.answer(), http, {
    endpoint: { host: 'abc.lambda-url.eu-west-1.on.aws', service: 'lambda' },
    nowMs,
  });

  expect(reply).toMatchObject({
    message: expect.stringContaining('`lambda:InvokeFunctionUrl` and `lambda:InvokeFunction`'),
  });
});

describe('a forbidden signature and the clock', () => {
  test.each([
    [-4, 'GATEWAY_FORBIDDEN', 'IAM'],
    [4, 'GATEWAY_FORBIDDEN', 'IAM'],
    [6, 'CLOCK_SKEW', "clock is 6 minutes behind the server's"],
    [-90, 'CLOCK_SKEW', "clock is 90 minutes ahead of the server's"],
  ])('a server %i minutes on means %s', (minutes, code, words) => {
    const reply = read(
      403,
      { message: 'Forbidden' },
      { date: new Date(nowMs + minutes * 60_000).toUTCString() },
    );

    expect(reply).toMatchObject({ code, message: expect.stringContaining(words) });
  });

  test.each([{}, { date: 'yesterday' }])('headers %j tell nothing of the clock', (headers) => {
    expect(read(403, { message: 'Forbidden' }, headers)).toMatchObject({
      code: 'GATEWAY_FORBIDDEN',
    });
  });
});

test.each([
  ['unsent', 'UNREACHABLE', 'cannot reach `tvm.example.com` (ECONNREFUSED)'],
  ['lost', 'UNREACHABLE', '`tvm.example.com` did not answer (ECONNREFUSED)'],
  [
    'untrusted',
    'UNTRUSTED_SERVER',
    'the certificate of `tvm.example.com` does not hold (ECONNREFUSED)',
  ],
  ['too-large', 'BAD_ANSWER', '`tvm.example.com` answered more than it ever should'],
  ['cancelled', 'CANCELLED', 'the request was cancelled'],
] as const)('no answer, %s, is %s', (failed, code, message) => {
  const refusal = noAnswerRefusal({ failed, reason: 'ECONNREFUSED' }, asked);

  expect(refusal).toMatchObject({ ok: false, status: 0, code, message });
});
