import { expect, test } from 'vitest';
import { breakGlassFor, factsOf, policyOf, ruleOf } from '../../testing/policy.ts';
import { accessNow, accessTo } from './access.ts';

const oncall = factsOf({ groups: ['oncall'] });
const everyone = { any: true };
const never = { dates: { until: '2020-01-01' } };
const breakGlass = breakGlassFor({ groups: ['oncall'] });
const freeze = ruleOf('deny', everyone, { name: 'freeze' });
const softFreeze = ruleOf('deny', everyone, { name: 'soft', breakGlass: true });

test.each([
  ['a rule allows', policyOf([ruleOf('allow', everyone)], { breakGlass }), 'allow'],
  [
    'a rule asks for approval',
    policyOf([ruleOf('require_approval', everyone)], { breakGlass }),
    'require_approval',
  ],
  ['no rule matches now', policyOf([ruleOf('allow', never)]), 'not_now'],
  ['a denial stands before', policyOf([freeze, ruleOf('allow', everyone)]), 'not_now'],
  [
    'no rule matches, but break-glass',
    policyOf([ruleOf('allow', never)], { breakGlass }),
    'break_glass',
  ],
  [
    'a denial stands that break-glass passes',
    policyOf([softFreeze], { breakGlass }),
    'break_glass',
  ],
  [
    'a denial stands that it does not pass',
    policyOf([softFreeze, freeze], { breakGlass }),
    'not_now',
  ],
  [
    'a denial of the baseline stands',
    policyOf([], { breakGlass, baseline: { rules: [freeze] } }),
    'not_now',
  ],
  [
    'others may break the glass',
    policyOf([ruleOf('allow', never)], { breakGlass: breakGlassFor({ groups: ['leads'] }) }),
    'not_now',
  ],
  ['rules are for others', policyOf([ruleOf('allow', { groups: ['leads'] })]), undefined],
  ['only denials are for them', policyOf([freeze]), undefined],
])('where %s: %s', (_where, set, access) => {
  expect(accessTo(set, oncall)).toBe(access);
});

const why = { justification: { required: true } };
const whyAndTicket = { justification: { required: true, tickets: ['OPS-*'] } };

test.each([
  ['nothing has to be said', [ruleOf('allow', everyone)], 'allow', []],
  [
    'an approval is needed whatever is said',
    [ruleOf('require_approval', everyone)],
    'require_approval',
    [],
  ],
  ['a rule asks why', [ruleOf('allow', why)], 'allow', ['justification']],
  [
    'a rule asks for a ticket',
    [ruleOf('allow', whyAndTicket)],
    'allow',
    ['justification', 'ticket'],
  ],
  [
    'a denial is for those who do not say why',
    [ruleOf('deny', { not: why }), ruleOf('allow', everyone)],
    'allow',
    ['justification'],
  ],
  [
    'an approval is needed without saying why',
    [ruleOf('allow', why), ruleOf('require_approval', everyone)],
    'allow',
    ['justification'],
  ],
  [
    'saying why leads to an approval, and a ticket past it',
    [ruleOf('allow', whyAndTicket), ruleOf('require_approval', why)],
    'allow',
    ['justification', 'ticket'],
  ],
  ['saying does not help', [ruleOf('allow', { ...why, ...never })], 'not_now', []],
])('where %s, it is said what has to be said', (_where, rules, access, needs) => {
  expect(accessNow(policyOf(rules), oncall)).toEqual({ access, needs });
});

test('of a profile that is hidden nothing is said', () => {
  expect(accessNow(policyOf([ruleOf('allow', { groups: ['leads'], ...why })]), oncall)).toBe(
    undefined,
  );
});

test('a decision that fails gives nothing', () => {
  const broken = { ...ruleOf('allow', everyone), conditions: [] };

  expect(accessTo(policyOf([broken, ruleOf('allow', everyone)]), oncall)).toBe('not_now');
});
