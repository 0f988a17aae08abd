import { expect, test } from 'vitest';
import { endOfUse } from '../../src/policy/end-of-use.ts';
import { evaluate } from '../../src/policy/evaluate.ts';
import { isVisible } from '../../src/policy/visible.ts';
import { type Case, isDisagreement, meeting } from './differential.ts';

const hourMs = 3_600_000;
const meet = meeting();
const amount = { documents: 600, questions: 60, seed: 7 };

const permits = (effect: string) => effect === 'allow' || effect === 'require_approval';

/** Where the product may never give more than the oracle, and what it means if it does. */
const laws: readonly (readonly [string, string, (of: Case) => boolean])[] = [
  [
    'SEC-01 the product allows nothing that the oracle does not',
    'SECURITY VIOLATION: policy allowed what its rules in prose do not allow',
    ({ raw, set, facts, truth }) => {
      const { effect } = evaluate(set, facts);
      return !permits(effect) || effect === truth.decide(raw, facts).effect;
    },
  ],
  [
    'SEC-07 what the oracle denies is denied, and under break-glass what it denies there',
    'SECURITY VIOLATION: an explicit deny was passed',
    ({ raw, set, facts, truth }) =>
      [false, true].every((breakGlass) => {
        const isDenied = truth.decide(raw, facts, { breakGlass }).effect === 'deny';
        return !isDenied || evaluate(set, facts, { breakGlass }).effect === 'deny';
      }),
  ],
  [
    'SEC-13 use ends no later than the first minute at which the oracle ends at another rule',
    'SECURITY VIOLATION: credentials are of use after the window of their rule',
    ({ raw, set, facts, truth }) => {
      const decision = evaluate(set, facts);
      if (decision.effect !== 'allow' && decision.effect !== 'require_approval') return true;
      const untilMs = facts.nowMs + hourMs;
      const latestMs = truth.endOfUse(raw, facts, untilMs) ?? Number.POSITIVE_INFINITY;
      const endsMs = endOfUse(set, facts, { rule: decision.rule, untilMs });
      return (endsMs ?? Number.POSITIVE_INFINITY) <= latestMs;
    },
  ],
  [
    'SEC-26 a profile that the oracle hides is hidden',
    'SECURITY VIOLATION: a profile showed itself to somebody whom no rule of it names',
    ({ raw, set, facts, truth }) => !isVisible(set, facts) || truth.isVisible(raw, facts),
  ],
];

test.each(laws)('%s', async (_, violation, isKept) => {
  const found = await meet((of) => ({ oracle: true, product: isKept(of) }), amount).then(
    () => 'nothing',
    (error: unknown) => {
      if (isDisagreement(error)) return error.message;
      throw error;
    },
  );

  expect(found, violation).toBe('nothing');
});
