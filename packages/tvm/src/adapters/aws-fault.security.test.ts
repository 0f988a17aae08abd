import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { awsFault, unavailable } from './aws-fault.ts';

/** As a parser words it: with what it was given. */
function quoting(answer: string): Error {
  try {
    return new Error(`it was read: ${JSON.parse(answer)}`);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

const canary = 'secret-canary';

describe('SEC-15 the words of an error are kept only where AWS or the socket wrote them', () => {
  test.each<[string, unknown]>([
    ['of a parser, without a status', quoting(canary)],
    ['of a parser, where the answer said 200', withStatus(quoting(canary), 200)],
    ['of a parser, where the answer redirected', withStatus(quoting(canary), 302)],
    ['with what is no status', Object.assign(quoting(canary), { $metadata: {} })],
    ['with a status that is text', withStatus(quoting(canary), '400')],
    ['with nothing where the status stands', Object.assign(quoting(canary), { $metadata: null })],
    ['with a code that is no socket’s', Object.assign(quoting(canary), { code: 'ERR_PARSE' })],
    ['that is a text', canary],
  ])('SEC-15 not those %s', (_whose, error) => {
    const told = inspect([awsFault(error), unavailable('reading', error)], { depth: 9 });

    expect(told, 'SECURITY VIOLATION: an answer with a secret is quoted').not.toContain('canary');
  });

  test.each<[string, unknown, string]>([
    ['AWS refused', withStatus(new Error('not yours'), 403), 'Error: not yours (HTTP 403)'],
    [
      'the socket broke',
      Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }),
      'Error: read ECONNRESET',
    ],
  ])('those by which %s are told, with the verb that failed', (_how, error, text) => {
    const failure = unavailable('reading', error);

    expect(failure).toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE', message: `reading: ${text}` });
    expect(failure.cause).toBeUndefined();
  });
});

function withStatus(error: Error, httpStatusCode: unknown): Error {
  return Object.assign(error, { $metadata: { httpStatusCode } });
}
