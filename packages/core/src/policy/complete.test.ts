import { describe, expect, test } from 'vitest';
import { breakGlassFor, policyOf, ruleOf } from '../../testing/policy.ts';
import { completePolicy } from './complete.ts';
import type { Approval, Baseline } from './document.ts';
import { parseProfile } from './parse.ts';

const approval: Approval = {
  approvers: { groups: ['leads'] },
  count: 1,
  requestTtlSeconds: 86_400,
  maxGrantSeconds: 3600,
};
const defaults: Baseline['defaults'] = {
  approval,
  breakGlass: breakGlassFor({ groups: ['oncall'] }),
  notify: ['security'],
  maxDurationSeconds: 1800,
};

describe('a profile under the baseline', () => {
  test('has the sections of the baseline where it has none', () => {
    const { profile } = policyOf([ruleOf('require_approval', { any: true })]);
    const baseline = { rules: [], defaults };

    const completed = completePolicy(profile, baseline);

    expect(completed).toEqual({
      ok: true,
      policy: {
        profile: {
          ...profile,
          approval,
          breakGlass: defaults.breakGlass,
          notify: ['security'],
          profile: { ...profile.profile, maxDurationSeconds: 1800 },
        },
        baseline,
      },
    });
  });

  test('keeps its own sections whole: nothing of the baseline is merged into them', () => {
    const own: Approval = { ...approval, approvers: { users: ['carol@example.com'] } };
    const { profile } = policyOf([ruleOf('require_approval', { any: true })], {
      approval: own,
      breakGlass: breakGlassFor({ users: ['iam/bob'] }),
      notify: ['ops'],
    });
    const capped = { ...profile, profile: { ...profile.profile, maxDurationSeconds: 900 } };

    const completed = completePolicy(capped, { rules: [], defaults });

    expect(completed).toMatchObject({ ok: true, policy: { profile: capped } });
    expect(completed.ok && completed.policy.profile).toEqual(capped);
  });

  test('without a baseline stays as it is', () => {
    const { profile } = policyOf([ruleOf('allow', { any: true })]);

    expect(completePolicy(profile, undefined)).toEqual({ ok: true, policy: { profile } });
  });
});

describe('a rule that needs approval', () => {
  const text = `version: "1"
profile: { role_arn: "arn:aws:iam::111122223333:role/SentinelProtected-Dev" }
rules:
  - { name: a, effect: allow, conditions: { groups: [a] } }
  - { name: b, effect: require_approval, conditions: { groups: [b] } }
`;
  const message =
    'expected `approval.approvers` in this document or in the baseline: nobody could approve';

  test('is refused, with its place, where nobody could approve', () => {
    const parsed = parseProfile(text);
    if (!parsed.ok) throw new Error('the document is valid on its own');

    const completed = completePolicy(
      parsed.document,
      { rules: [], defaults: { notify: ['security'] } },
      parsed.positionOf,
    );

    expect(completed).toEqual({
      ok: false,
      problems: [{ line: 5, column: 24, path: 'rules[1].effect', message }],
    });
  });

  test('is refused also where its place is not known', () => {
    const { profile } = policyOf([ruleOf('require_approval', { any: true })]);

    expect(completePolicy(profile, undefined)).toEqual({
      ok: false,
      problems: [{ line: 1, column: 1, path: 'rules[0].effect', message }],
    });
  });
});
