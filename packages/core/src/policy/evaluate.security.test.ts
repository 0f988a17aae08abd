import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import {
  arbitraryConditions,
  arbitraryFacts,
  arbitraryPolicy,
  arbitraryRule,
} from '../../testing/arbitrary-policy.ts';
import { conditionsOf, factsOf, policyOf, ruleOf } from '../../testing/policy.ts';
import { condition } from './conditions/condition.ts';
import { conditionNames, conditionsSchema } from './conditions/index.ts';
import type { Effect, PolicySet, Rule } from './document.ts';
import { evaluate } from './evaluate.ts';
import type { Facts } from './facts.ts';

const aroundMs = Date.UTC(2026, 7, 12, 9, 30);
const everyone = { any: true };

describe('what fails, denies', () => {
  test.each([
    ['subject', undefined],
    ['groups', undefined],
    ['groups', ['oncall']],
    ['profile', undefined],
    ['nowMs', undefined],
    ['nowMs', Number.NaN],
    ['nowMs', Number.POSITIVE_INFINITY],
    ['nowMs', '0'],
    ['sourceIp', undefined],
    ['justification', undefined],
    ['ticket', null],
  ])('SEC-01 the fact `%s` being %j fails the decision', (name, value) => {
    const facts = { ...factsOf(), [name]: value };

    const { effect } = evaluate(policyOf([ruleOf('allow', everyone)]), facts);

    expect(effect, 'SECURITY VIOLATION: a decision without its facts').toBe('error');
  });

  test.each<Effect>(['allow', 'deny', 'require_approval'])(
    'SEC-01 a condition that throws in a rule to %s fails the decision, not the rule',
    (effect) => {
      const broken = condition('broken', z.any(), () => ({
        holds: () => {
          throw new Error('broken');
        },
      })).schema.parse({});
      const set = policyOf([
        { name: 'broken', effect, conditions: [broken] },
        ruleOf('allow', everyone),
      ]);

      expect(
        evaluate(set, factsOf()).effect,
        'SECURITY VIOLATION: a rule that fails is passed over',
      ).toBe('error');
    },
  );

  test.each([
    ['an effect that nobody knows', { effect: 'permit' }],
    ['an effect of the prototype', { effect: 'constructor' }],
    ['no effect', { effect: undefined }],
    [
      'an effect that nobody knows, on a rule for others',
      { effect: 'ALLOW', conditions: conditionsOf({ groups: ['leads'] }) },
    ],
    ['no conditions in its list', { conditions: [] }],
    ['conditions that were never parsed', { conditions: { any: true } }],
  ])('SEC-01 a rule with %s fails the decision', (_what, fault) => {
    const rule: Rule = Object.assign({ ...ruleOf('allow', everyone) }, fault);
    const set = policyOf([rule, ruleOf('allow', everyone)]);

    expect(
      evaluate(set, factsOf()).effect,
      'SECURITY VIOLATION: a rule that nobody understands lets in',
    ).toBe('error');
  });

  test('SEC-01 a baseline never allows', () => {
    const set = policyOf([], { baseline: { rules: [ruleOf('allow', everyone)] } });

    expect(evaluate(set, factsOf()).effect, 'SECURITY VIOLATION: a baseline allows').toBe('error');
  });
});

describe('a denial is final', () => {
  test('SEC-07 no rule behind a denial that matches changes anything', () => {
    fc.assert(
      fc.property(
        arbitraryPolicy(aroundMs),
        fc.array(arbitraryRule(aroundMs), { minLength: 1, maxLength: 3 }),
        arbitraryFacts(aroundMs),
        (set, more, facts) => {
          const decision = evaluate(set, facts);
          fc.pre(decision.effect === 'deny');

          expect(
            evaluate(withRules(set, [...set.profile.rules, ...more]), facts),
            'SECURITY VIOLATION: a rule behind a denial passes it',
          ).toEqual(decision);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('SEC-07 a denial of the baseline is final whatever the profile says', () => {
    fc.assert(
      fc.property(
        arbitraryPolicy(aroundMs),
        arbitraryPolicy(aroundMs),
        arbitraryFacts(aroundMs),
        (set, other, facts) => {
          const decision = evaluate(set, facts);
          fc.pre(decision.effect === 'deny' && decision.rule.document === 'baseline');

          expect(
            evaluate({ ...set, profile: other.profile }, facts),
            'SECURITY VIOLATION: a profile passes the baseline',
          ).toEqual(decision);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('nothing widens by accident', () => {
  /** How much a decision gives. */
  const given: Record<string, number> = {
    allow: 2,
    require_approval: 1,
    deny: 0,
    none: 0,
    error: 0,
  };
  const gives = (set: PolicySet, facts: Facts) => given[evaluate(set, facts).effect] ?? 9;

  test('SEC-06 leaving out justification or ticket never gives more', () => {
    fc.assert(
      fc.property(arbitraryDemands(), arbitraryFacts(aroundMs), (set, facts) => {
        for (const without of [
          { justification: '' },
          { ticket: '' },
          { justification: '', ticket: '' },
        ]) {
          expect(
            gives(set, { ...facts, ...without }),
            'SECURITY VIOLATION: saying less gives more',
          ).toBeLessThanOrEqual(gives(set, facts));
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('SEC-06 naming other users in rules gives this caller nothing', () => {
    fc.assert(
      fc.property(
        arbitraryPolicy(aroundMs),
        arbitraryFacts(aroundMs),
        fc.nat(),
        (set, facts, at) => {
          const stranger = ruleOf('allow', { users: ['stranger@example.com'] });
          const index = at % (set.profile.rules.length + 1);

          expect(
            gives(withRules(set, set.profile.rules.toSpliced(index, 0, stranger)), facts),
            'SECURITY VIOLATION: a rule for others lets this caller in',
          ).toBe(gives(set, facts));
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('SEC-06 any misspelt condition, at any depth, refuses the whole', () => {
    const misspelt = fc
      .tuple(fc.constantFrom(...conditionNames), fc.constantFrom('s', '_', ' ', 'x'))
      .map(([name, letter]) => `${name}${letter}`)
      .filter((name) => !conditionNames.includes(name));

    fc.assert(
      fc.property(arbitraryConditions(aroundMs), misspelt, fc.nat(3), (written, name, depth) => {
        let wrong: Record<string, unknown> = { ...written, [name]: ['iam/bob'] };
        for (let level = 0; level < depth; level += 1) wrong = { any: true, not: wrong };

        expect(
          conditionsSchema.safeParse(wrong).success,
          'SECURITY VIOLATION: a misspelt condition is ignored',
        ).toBe(false);
      }),
    );
  });

  /** Rules that ask for a justification to let in, or deny without one: as their author must mean them. */
  function arbitraryDemands(): fc.Arbitrary<PolicySet> {
    const justification = fc.constantFrom(
      { required: true },
      { required: true, tickets: ['OPS-*'] },
      { required: true, tickets: ['SEC-?', 'X-*'] },
    );
    const demand = fc.record({
      effect: fc.constantFrom<Effect>('allow', 'deny'),
      justification,
      group: fc.constantFrom('oncall', 'leads'),
    });
    const rules = fc.array(
      demand.map(({ effect, justification, group }) =>
        effect === 'deny'
          ? ruleOf(effect, { groups: [group], not: { justification } })
          : ruleOf(effect, { groups: [group], justification }),
      ),
      { minLength: 1, maxLength: 5 },
    );
    return rules.map((list) =>
      policyOf([...list, ruleOf('require_approval', { groups: ['engineering'] })]),
    );
  }
});

function withRules(set: PolicySet, rules: readonly Rule[]): PolicySet {
  return { ...set, profile: { ...set.profile, rules } };
}
