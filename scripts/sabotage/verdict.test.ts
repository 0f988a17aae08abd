import { expect, test } from 'vitest';
import type { Outcome } from './run-tests.ts';
import { verdictOn } from './verdict.ts';

function outcome(status: string, name: string, failure = ''): Outcome {
  return { path: ['a suite', name], status, failures: failure === '' ? [] : [failure] };
}

const violation = 'AssertionError: SECURITY VIOLATION: used twice: expected 2 to be 1';

test('the test of the invariant that fails with a violation has caught it', () => {
  const outcomes = [outcome('passed', 'SEC-09 a'), outcome('failed', 'SEC-09 b', violation)];

  expect(verdictOn('SEC-09', outcomes)).toEqual({ caughtBy: 'SEC-09 b' });
});

test.each([
  ['a file that did not load', undefined, 'did not load'],
  ['a file without tests', [], 'did not load'],
  ['a file whose tests are all green', [outcome('passed', 'SEC-09 a')], 'a hole'],
  ['tests that were all skipped', [outcome('skipped', 'SEC-09 a')], 'a hole'],
  ['a test of another invariant', [outcome('failed', 'SEC-10 a', violation)], 'no test of SEC-09'],
  ['a failure of another kind', [outcome('failed', 'SEC-09 a', 'Error: x')], 'without `SECURITY'],
])('%s has caught nothing', (_what, outcomes, why) => {
  expect(verdictOn('SEC-09', outcomes)).toMatchObject({ problem: expect.stringContaining(why) });
});
