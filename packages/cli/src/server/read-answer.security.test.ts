import { whoami } from '@sentinel/core/contract/whoami';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nowMs } from '../../testing/answers.ts';
import { readAnswer } from './read-answer.ts';

const asked = { endpoint: { host: 'tvm.example.com', service: 'execute-api' }, nowMs } as const;

test('SEC-15 a gateway that repeats the session token is not repeated', () => {
  const message =
    "The Canonical String for this request should have been 'GET\n/\n\nx-amz-security-token:FwoGZXIvYXdzEXAMPLE'";

  const reply = readAnswer(
    whoami.answer(),
    { status: 403, headers: {}, body: JSON.stringify({ message }) },
    asked,
  );

  expect(JSON.stringify(reply), 'SECURITY VIOLATION: a token is shown').not.toContain(
    'FwoGZXIvYXdz',
  );
});

test.each([200, 204, 302, 400, 403, 404, 418, 429, 500, 502, 503, 504])(
  'SEC-15 nothing of a body that is not our server’s is shown, by %i',
  (status) => {
    const canary = 'FwoGZXIvYXdz';
    const bodies = [
      JSON.stringify({ message: canary }),
      JSON.stringify({ Message: canary }),
      JSON.stringify({ message: 'Forbidden', [canary]: canary }),
      JSON.stringify({ Code: `a ${canary}`, Message: canary, RequestId: canary, Help: canary }),
      JSON.stringify({ Code: 'POLICY_DENY', Message: canary }),
      JSON.stringify([canary]),
      `<html>${canary}</html>`,
      canary,
    ];

    const replies = bodies.map((body) =>
      readAnswer(whoami.answer(), { status, headers: {}, body }, asked),
    );

    expect(replies.map(({ ok }) => ok)).not.toContain(true);
    expect(JSON.stringify(replies), 'SECURITY VIOLATION: a token is shown').not.toContain(canary);
  },
);

test('SEC-17 texts of a refusal cannot act on a terminal', () => {
  const evil = 'a\u001b[2J\r\nb\u202e\u2028\ud800';
  const body = JSON.stringify({ Code: 'POLICY_DENY', Message: evil, RequestId: evil, Help: evil });

  const reply = readAnswer(whoami.answer(), { status: 403, headers: {}, body }, asked);

  const shown = 'a\\u{1b}[2J\\u{d}\\u{a}b\\u{202e}\\u{2028}\\u{d800}';
  expect(reply, 'SECURITY VIOLATION: the server moves the cursor').toMatchObject({
    message: shown,
    requestId: shown,
    help: shown,
  });
});

test('SEC-17 whatever a server answers, the CLI neither throws nor shows hidden characters', () => {
  const status = fc.constantFrom(200, 204, 301, 400, 403, 404, 429, 500, 503);
  const header = fc.option(fc.string({ unit: 'binary' }), { nil: undefined });
  const body = fc.oneof(fc.string({ unit: 'binary' }), fc.json());
  fc.assert(
    fc.property(status, header, body, (code, type, text) => {
      const headers = { 'content-type': type, date: type };

      const reply = readAnswer(whoami.answer(), { status: code, headers, body: text }, asked);

      expect(reply.ok, 'SECURITY VIOLATION: noise passes for an answer').toBe(false);
      expect(
        /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(Object.values(reply).join('')),
        'SECURITY VIOLATION: hidden characters are shown',
      ).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test('SEC-22 a refusal of great length is cut', () => {
  const body = JSON.stringify({ Code: 'POLICY_DENY', Message: 'x'.repeat(1e6), RequestId: 'r' });

  const reply = readAnswer(whoami.answer(), { status: 403, headers: {}, body }, asked);

  expect(
    reply.ok ? 0 : reply.message.length,
    'SECURITY VIOLATION: the server floods the terminal',
  ).toBeLessThan(1100);
});
