/** Random policies and facts from so few names and times that they often meet. */
import fc from 'fast-check';
import type { Effect, PolicySet, Rule } from '../src/policy/document.ts';
import type { Facts } from '../src/policy/facts.ts';
import { conditionsOf, factsOf, policyOf } from './policy.ts';

type Written = Readonly<Record<string, unknown>>;

export const people = ['alice@example.com', 'iam/bob', 'role/ci-deploy', '222233334444:role/ci'];
export const groupNames = ['oncall', 'engineering', 'leads'];
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'];
const someOf = (names: readonly string[]) => fc.subarray([...names], { minLength: 1 });
const hour = fc.constantFrom('00:00', '01:30', '02:30', '06:00', '09:45', '17:00', '22:15');

/** `time` as a document writes it. */
export const arbitraryTime: fc.Arbitrary<Written> = fc
  .record(
    {
      days: someOf(weekdays),
      hours: fc
        .record({ start: hour, end: fc.oneof(hour, fc.constant('24:00')) })
        .filter(({ start, end }) => start !== end),
      timezone: fc.constantFrom(...zones),
    },
    { requiredKeys: ['timezone'] },
  )
  .filter((time) => 'days' in time || 'hours' in time);

/** `dates` as a document writes it, near `aroundMs`. */
export function arbitraryDates(aroundMs: number): fc.Arbitrary<Written> {
  const day = fc
    .integer({ min: -4, max: 12 })
    .map((days) => new Date(aroundMs + days * 86_400_000).toISOString().slice(0, 10));
  return fc
    .record({ from: day, until: day, timezone: fc.constantFrom(...zones) }, { requiredKeys: [] })
    .filter(({ from, until }) => (from ?? until) !== undefined)
    .filter(({ from, until }) => from === undefined || until === undefined || from <= until);
}

/** What stands in `conditions`, as a document writes it. */
export function arbitraryConditions(aroundMs: number): fc.Arbitrary<Written> {
  const { conditions } = fc.letrec<{ conditions: Written; not: Written }>((tie) => ({
    not: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      fc.constant({ any: true }),
      tie('conditions'),
    ),
    conditions: fc
      .record(
        {
          any: fc.constant(true),
          users: someOf(people),
          groups: someOf(groupNames),
          profiles: someOf(['prod*', 'staging', '*', 'dev-?']),
          mode: fc.constant(['server']),
          justification: fc.record(
            { required: fc.constant(true), tickets: someOf(['OPS-*', 'SEC-?']) },
            { requiredKeys: ['required'] },
          ),
          dates: arbitraryDates(aroundMs),
          time: arbitraryTime,
          not: tie('not'),
        },
        { requiredKeys: [] },
      )
      .map(sparse)
      .filter((written) => Object.keys(written).length > 0),
  }));
  return conditions;
}

/** Most rules name one or two conditions: a rule of nine never matches. */
function sparse(written: Written): Written {
  const keys = Object.keys(written);
  return Object.fromEntries(
    Object.entries(written).filter((_, index) => index % Math.max(1, keys.length - 1) === 0),
  );
}

export const arbitraryEffect = fc.constantFrom<Effect>('allow', 'deny', 'require_approval');

export function arbitraryRule(
  aroundMs: number,
  effects: fc.Arbitrary<Effect> = arbitraryEffect,
): fc.Arbitrary<Rule> {
  return fc
    .record({
      effect: effects,
      conditions: arbitraryConditions(aroundMs),
      breakGlass: fc.boolean(),
    })
    .map(({ effect, conditions, breakGlass }) => ({
      name: 'rule',
      effect,
      conditions: conditionsOf(conditions),
      ...(effect === 'deny' && { breakGlass }),
    }));
}

/** A profile of some rules, half the time under a baseline of some denials. */
export function arbitraryPolicy(aroundMs: number): fc.Arbitrary<PolicySet> {
  return fc
    .record({
      rules: fc.array(arbitraryRule(aroundMs), { maxLength: 6 }),
      denials: fc.option(fc.array(arbitraryRule(aroundMs, fc.constant('deny')), { maxLength: 2 })),
    })
    .map(({ rules, denials }) =>
      policyOf(rules, denials === null ? {} : { baseline: { rules: denials } }),
    );
}

/** Facts of a caller within two weeks of `aroundMs`, to the second. */
export function arbitraryFacts(aroundMs: number): fc.Arbitrary<Facts> {
  return fc
    .record({
      subject: fc.constantFrom(...people),
      groups: fc.subarray([...groupNames]),
      profile: fc.constantFrom('production', 'staging', 'dev-1'),
      nowMs: fc.integer({ min: -500_000, max: 500_000 }).map((s) => aroundMs + s * 1000),
      justification: fc.constantFrom('', 'disk full on db-1'),
      ticket: fc.constantFrom('', 'OPS-7', 'SEC-1', 'X-1'),
    })
    .map(factsOf);
}
