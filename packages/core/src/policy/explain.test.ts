import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { breakGlassFor, factsOf, policyOf, ruleOf } from '../../testing/policy.ts';
import { condition } from './conditions/condition.ts';
import type { Approval } from './document.ts';
import { explain } from './explain.ts';

const oncall = factsOf({ groups: ['oncall'] });
const approval: Approval = {
  approvers: { groups: ['leads'], users: ['carol@example.com'] },
  count: 2,
  requestTtlSeconds: 86_400,
  maxGrantSeconds: 3600,
};
const night = { time: { hours: { start: '22:00', end: '06:00' }, timezone: 'Europe/Berlin' } };

test('tells every rule up to the one that decides, and how each of its conditions stands', () => {
  const set = policyOf(
    [
      ruleOf('allow', { groups: ['oncall'], ...night }, { name: 'oncall' }),
      ruleOf('require_approval', { groups: ['oncall'] }, { name: 'ask', reason: 'four eyes' }),
      ruleOf('deny', { any: true }, { name: 'rest' }),
    ],
    { approval, baseline: { rules: [ruleOf('deny', { dates: { from: '2026-12-20' } })] } },
  );

  const explanation = explain(set, oncall);

  expect(explanation).toEqual({
    state: 'explained',
    access: 'require_approval',
    needs: [],
    effect: 'require_approval',
    rule: 'ask',
    reason: 'four eyes',
    rules: [
      {
        document: 'baseline',
        index: 0,
        effect: 'deny',
        decided: false,
        conditions: [{ kind: 'dates', held: 'no' }],
      },
      {
        document: 'profile',
        index: 0,
        effect: 'allow',
        decided: false,
        conditions: [
          { kind: 'groups', held: 'yes' },
          { kind: 'time', held: 'no' },
        ],
      },
      {
        document: 'profile',
        index: 1,
        effect: 'require_approval',
        decided: true,
        conditions: [{ kind: 'groups', held: 'yes' }],
      },
    ],
    ask: { groups: ['leads'], count: 2 },
  });
});

test('tells when a profile opens that no rule lets into now', () => {
  const explanation = explain(policyOf([ruleOf('allow', night)]), oncall);

  expect(explanation).toMatchObject({
    access: 'not_now',
    effect: 'none',
    rules: [{ decided: false }],
    opensAtMs: Date.parse('2026-08-12T20:00:00Z'),
  });
  expect(explanation).not.toHaveProperty('rule');
});

test('tells why a denial stands, also where the glass may be broken', () => {
  const freeze = ruleOf(
    'deny',
    { any: true },
    { name: 'freeze', reason: 'change freeze', breakGlass: true },
  );
  const set = policyOf([freeze], { breakGlass: breakGlassFor({ groups: ['oncall'] }) });

  expect(explain(set, oncall)).toMatchObject({
    access: 'break_glass',
    effect: 'deny',
    rule: 'freeze',
    reason: 'change freeze',
  });
});

test('asks nobody where a rule allows', () => {
  expect(
    explain(policyOf([ruleOf('allow', { any: true })], { approval }), oncall),
  ).not.toHaveProperty('ask');
});

test("takes the baseline's approvers where the profile names none", () => {
  const set = policyOf([ruleOf('require_approval', { any: true })], {
    baseline: { defaults: { approval } },
  });

  expect(explain(set, oncall)).toMatchObject({ ask: { groups: ['leads'], count: 2 } });
});

test('names no group where only people approve, nor who they are', () => {
  const byPeople = { ...approval, approvers: { users: ['carol@example.com'] } };
  const set = policyOf([ruleOf('require_approval', { any: true })], { approval: byPeople });

  const explanation = explain(set, oncall);

  expect(explanation).toMatchObject({ ask: { groups: [], count: 2 } });
  expect(JSON.stringify(explanation)).not.toContain('carol');
});

test('tells the codes where the glass may be broken, and nowhere else', () => {
  const breakGlass = breakGlassFor({ groups: ['oncall'] });

  const shut = explain(policyOf([], { breakGlass }), oncall);
  const open = explain(policyOf([ruleOf('allow', { any: true })], { breakGlass }), oncall);

  expect(shut).toMatchObject({ access: 'break_glass', reasonCodes: ['incident'] });
  expect(open).not.toHaveProperty('reasonCodes');
});

test('tells of a condition that nobody can judge that it is unknown, and that its denial stands', () => {
  const unknown = condition('unknown', z.any(), () => ({
    holds: () => 'unknown' as const,
  })).schema.parse({});
  const set = policyOf([
    { name: 'careful', effect: 'deny', conditions: [unknown] },
    ruleOf('allow', { any: true }),
  ]);

  expect(explain(set, oncall)).toMatchObject({
    access: 'not_now',
    effect: 'deny',
    rule: 'careful',
    rules: [{ decided: true, conditions: [{ kind: 'unknown', held: 'unknown' }] }],
  });
});

test('is hidden from whom the profile is hidden', () => {
  expect(explain(policyOf([ruleOf('allow', { groups: ['leads'] })]), oncall)).toEqual({
    state: 'hidden',
  });
});

test('says what failed', () => {
  const broken = { ...ruleOf('allow', { any: true }), conditions: [] };

  expect(explain(policyOf([ruleOf('allow', { users: ['iam/bob'] }), broken]), oncall)).toEqual({
    state: 'failed',
    detail: 'there are no conditions',
  });
});
