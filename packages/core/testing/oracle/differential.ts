import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { accessTo } from '../../src/policy/access.ts';
import type { PolicySet } from '../../src/policy/document.ts';
import { durationOf } from '../../src/policy/duration.ts';
import { endOfUse } from '../../src/policy/end-of-use.ts';
import { evaluate } from '../../src/policy/evaluate.ts';
import type { Facts } from '../../src/policy/facts.ts';
import { opensAt } from '../../src/policy/opens-at.ts';
import { isVisible } from '../../src/policy/visible.ts';
import { factsOf } from '../policy.ts';
import { anyQuestion, factsFor } from './arbitrary-facts.ts';
import { anyPolicy } from './arbitrary-policy.ts';
import { load } from './load.ts';
import { type Oracle, oracle } from './oracle.ts';
import type { RawPolicy } from './raw.ts';
import { wallClocks } from './wall-clock.ts';

/** One case: documents as written and as loaded, and who asks when. */
export type Case = {
  readonly raw: RawPolicy;
  readonly set: PolicySet;
  readonly facts: Facts;
  readonly truth: Oracle;
};

/** What is compared: what the oracle says, and what the product says. */
export type Compare = (of: Case) => { readonly oracle: unknown; readonly product: unknown };

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** The decision, and the one under an opened break-glass. */
export const decisions: Compare = ({ raw, set, facts, truth }) => ({
  oracle: [truth.decide(raw, facts), truth.decide(raw, facts, { breakGlass: true })],
  product: [evaluate(set, facts), evaluate(set, facts, { breakGlass: true })].map((decision) =>
    'rule' in decision ? { effect: decision.effect, rule: decision.rule } : decision,
  ),
});

/** Whether the profile is visible, and what the caller may do with it. */
export const views: Compare = ({ raw, set, facts, truth }) => ({
  oracle: [truth.isVisible(raw, facts), truth.accessTo(raw, facts)],
  product: [isVisible(set, facts), accessTo(set, facts)],
});

/** How long a vend by the deciding rule lives, and when its use ends within an hour. */
export const terms: Compare = ({ raw, set, facts, truth }) => {
  const decision = evaluate(set, facts);
  if (decision.effect !== 'allow' && decision.effect !== 'require_approval') return nothing;
  const { nowMs } = facts;
  const untilMs = nowMs + hourMs;
  const ruleSeconds = decision.maxDurationSeconds;
  return {
    oracle: [
      truth.endOfUse(raw, facts, untilMs),
      ...[undefined, 900, 2345].map((asked) => truth.duration(raw, facts, asked)),
    ],
    product: [
      endOfUse(set, facts, { rule: decision.rule, untilMs }),
      ...[undefined, 900, 2345].map(
        (askedSeconds) => durationOf(set, { nowMs, askedSeconds, ruleSeconds })?.stsSeconds,
      ),
    ],
  };
};

/** When a profile opens that is shut, within nine days. */
export const openings: Compare = ({ raw, set, facts, truth }) => {
  const { effect } = evaluate(set, facts);
  if (effect !== 'deny' && effect !== 'none') return nothing;
  const untilMs = facts.nowMs + 9 * dayMs;
  const foundMs = opensAt(set, facts);
  return {
    oracle: truth.opensAt(raw, facts, untilMs),
    product: foundMs !== undefined && foundMs <= untilMs ? foundMs : undefined,
  };
};

/** How much to ask: documents, at most so many questions about each, and where chance begins. */
export type Amount = {
  readonly documents: number;
  readonly questions: number;
  readonly seed: number;
};

/** What the two say differently, with the documents, and who asked when. */
class Disagreement extends Error {
  constructor(of: {
    readonly raw: RawPolicy;
    readonly who: { readonly nowMs: number };
    readonly said: ReturnType<Compare>;
  }) {
    const at = new Date(of.who.nowMs).toISOString();
    super(`oracle and product disagree at ${at}: ${JSON.stringify(of, undefined, 1)}`);
  }
}

/** Whether that is why a comparison ended, and not a document that was refused. */
export function isDisagreement(error: unknown): error is Error {
  return error instanceof Error && error.cause instanceof Disagreement;
}

/** A place where product and oracle meet; building it takes a moment, as it finds the changes of clocks. */
export function meeting() {
  const read = wallClocks();
  const truth = oracle(read);
  const factsAt = factsFor(read);

  /**
   * Asks both the same about random documents; rejects at the first disagreement, made small, with both answers.
   * Resolves to the number of questions that were asked.
   */
  return async (compare: Compare, { documents, questions, seed }: Amount): Promise<number> => {
    let asked = 0;
    const property = fc.asyncProperty(
      anyPolicy,
      fc.array(anyQuestion, { minLength: 1, maxLength: questions, size: 'max' }),
      fc.constantFrom('block' as const, 'json' as const),
      async (raw, several, style) => {
        const set = await load(raw, style);
        const at = factsAt(raw);
        for (const question of several) {
          const { subject, profile, groups, nowMs, justification, ticket } = at(question);
          const who = { subject, profile, groups: [...groups], nowMs, justification, ticket };
          const facts = factsOf(who);
          const said = compare({ raw, set, facts, truth });
          asked += 1;
          if (!isDeepStrictEqual(said.oracle, said.product))
            throw new Disagreement({ raw, who, said });
        }
      },
    );
    await fc.assert(property, { numRuns: documents, seed });
    return asked;
  };
}

const nothing = { oracle: undefined, product: undefined };
