import { ours } from '@sentinel/core/testing/a-revoker';
import { describe, expect, test } from 'vitest';
import { memoryClock } from './memory/clock.ts';
import { memoryRevocationPolicies } from './memory/revocation-policies.ts';
import { memoryTimer } from './memory/timer.ts';
import { putDeny } from './put-deny.ts';
import type { PolicyVersion, RevocationPolicies } from './revoker-ports.ts';

/** The policy of one account; `instead`: what its methods answer otherwise. */
function aPolicy(instead: Partial<RevocationPolicies> = {}) {
  const clock = memoryClock(1000);
  const twin = memoryRevocationPolicies([ours.policyArn], clock);
  const removed: string[] = [];
  const policies: RevocationPolicies = {
    ...twin,
    remove: (at, version) => {
      removed.push(version);
      return twin.remove(at, version);
    },
    ...instead,
  };
  const put = (document: string) =>
    putDeny(ours, document, { policies, timer: memoryTimer(clock) });
  return { put, removed, twin, clock };
}

const version = (id: string, createdAtMs: number, isDefault = false): PolicyVersion => ({
  id,
  isDefault,
  createdAtMs,
});

describe('what must go for one more version', () => {
  test.each([
    ['the oldest', [version('v9', 1, true), ...[5, 4, 3, 2].map((n) => version(`v${n}`, n))], 'v2'],
    [
      'of those of one second, the one with the lower number',
      [version('v12', 2, true), ...[11, 10, 9, 8].map((n) => version(`v${n}`, 1))],
      'v8',
    ],
    [
      'the lower number, not the first in the alphabet',
      [version('v12', 2, true), ...[11, 10, 9, 99].map((n) => version(`v${n}`, 1))],
      'v9',
    ],
  ])('is %s, never the one in force', async (_what, versions, gone) => {
    const { put, removed } = aPolicy({
      versions: async () => versions,
      create: async () => 'created',
    });

    expect(await put('{"deny":1}')).toBe('written');

    expect(removed).toEqual([gone]);
  });
});

test('where no version is in force, the document is written', async () => {
  const { put, twin } = aPolicy({ versions: async () => [version('v1', 0)] });

  expect(await put('{}')).toBe('written');

  expect(twin.versionsOf(ours.policyArn)).toHaveLength(2);
});

test('while a version does not go, none is added; it is tried five times', async () => {
  let tries = 0;
  let additions = 0;
  const { put, twin, clock } = aPolicy({
    remove: async () => {
      tries += 1;
      return false;
    },
    create: async () => {
      additions += 1;
      return 'created';
    },
  });
  for (let n = 2; n <= 5; n += 1) await twin.create(ours, `{"deny":${n}}`);

  await expect(put('{"deny":6}')).rejects.toMatchObject({
    code: 'DEPENDENCY_UNAVAILABLE',
    message: `\`${ours.policyArn}\` is being changed by somebody else`,
  });

  expect([tries, additions, clock.nowMs()]).toEqual([5, 0, 1000 + 3000]);
  expect(twin.inForce(ours.policyArn)).toBe('{"deny":5}');
});
