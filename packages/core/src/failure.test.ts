import { expect, test } from 'vitest';
import { SentinelError } from './errors.ts';
import { failureOf } from './failure.ts';

const codes = [
  'POLICY_ERROR',
  'CONFIG_ERROR',
  'CREDENTIAL_ERROR',
  'DEPENDENCY_UNAVAILABLE',
  'INTERNAL',
] as const;

test.each(codes)('%s keeps its code, and its words for the log alone', (code) => {
  const refusal = failureOf(new SentinelError(code, 'the table is on fire'));

  expect(refusal).toMatchObject({ code, detail: 'SentinelError: the table is on fire' });
  expect(refusal.message).not.toContain('fire');
});

test.each([
  ['an error of somebody else', new TypeError('x is not a function')],
  ['what is no error', 'thrown in anger'],
])('%s is one of our own making', (_what, thrown) => {
  expect(failureOf(thrown)).toMatchObject({ code: 'INTERNAL' });
});

test('the log is told what caused it, down to what is no error', () => {
  const cause = new TypeError('no address', { cause: 'a cable' });
  const error = new SentinelError('DEPENDENCY_UNAVAILABLE', 'no answer', { cause });

  const { detail } = failureOf(error);

  expect(detail).toBe('SentinelError: no answer <- TypeError: no address <- a cable');
});
