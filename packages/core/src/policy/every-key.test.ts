import { describe, expect, test } from 'vitest';
import type { Rule } from './document.ts';
import { type Parsed, parseBaseline, parseProfile } from './parse.ts';

const roleArn = 'arn:aws:iam::111122223333:role/SentinelProtected-Dev';
const least = {
  profile: { roleArn, sessionName: 'per_user' },
  rules: [{ name: 'all', effect: 'allow', conditions: ['any'] }],
  scopes: new Map(),
};
const [rule] = least.rules;
const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
const writtenPolicy = `{ Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "s3:GetObject", Resource: "*" }] }`;
const inline = { Version: '2012-10-17', Statement: [statement] };
const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

/** A profile with these keys beside those that it must have. */
function profileWith(more: {
  readonly own?: string;
  readonly rule?: string;
  readonly end?: string;
}) {
  return [
    'version: "1"',
    `profile: { role_arn: "${roleArn}"${more.own ?? ''} }`,
    `rules: [{ name: all, effect: allow, conditions: { any: true }${more.rule ?? ''} }]`,
    more.end ?? '',
  ].join('\n');
}

/** The document, with the kinds of its rules' conditions for the conditions. */
function read<T extends { readonly rules: readonly Rule[] }>(parsed: Parsed<T>) {
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return { ...parsed.document, rules: parsed.document.rules.map(shown) };
}

function shown({ conditions, ...others }: Rule) {
  return { ...others, conditions: conditions.map(({ kind }) => kind) };
}

describe('of a profile, this key alone becomes this and nothing else:', () => {
  test.each([
    ['nothing', {}, least],
    [
      'description',
      { own: ', description: Shop' },
      { ...least, profile: { ...least.profile, description: 'Shop' } },
    ],
    [
      'region',
      { own: ', region: eu-west-1' },
      { ...least, profile: { ...least.profile, region: 'eu-west-1' } },
    ],
    [
      'max_duration',
      { own: ', max_duration: 30m' },
      { ...least, profile: { ...least.profile, maxDurationSeconds: 1800 } },
    ],
    [
      'session_name',
      { own: ', session_name: per_vend' },
      { ...least, profile: { roleArn, sessionName: 'per_vend' } },
    ],
    ['reason', { rule: ', reason: Work' }, { ...least, rules: [{ ...rule, reason: 'Work' }] }],
    [
      'max_duration of a rule',
      { rule: ', max_duration: 15m' },
      { ...least, rules: [{ ...rule, maxDurationSeconds: 900 }] },
    ],
    [
      'session_policy_arns',
      { rule: `, session_policy_arns: ["${readOnly}"]` },
      { ...least, rules: [{ ...rule, sessionPolicy: { arns: [readOnly] } }] },
    ],
    [
      'session_policy',
      { rule: `, session_policy: ${writtenPolicy}` },
      { ...least, rules: [{ ...rule, sessionPolicy: { inline } }] },
    ],
    ['notify', { end: 'notify: [security]' }, { ...least, notify: ['security'] }],
    [
      'scopes',
      {
        end: `scopes: { read: { policy_arns: ["${readOnly}"] }, get: { policy: ${writtenPolicy} } }`,
      },
      {
        ...least,
        scopes: new Map(Object.entries({ read: { arns: [readOnly] }, get: { inline } })),
      },
    ],
    [
      'approval',
      { end: 'approval: { approvers: { groups: [leads] } }' },
      {
        ...least,
        approval: {
          approvers: { groups: ['leads'] },
          count: 1,
          requestTtlSeconds: 86_400,
          maxGrantSeconds: 3600,
        },
      },
    ],
    [
      'approval with all it may have',
      {
        end: 'approval: { approvers: { users: [iam/bob] }, count: 2, request_ttl: 2h, max_grant: 4h, max_uses: 3 }',
      },
      {
        ...least,
        approval: {
          approvers: { users: ['iam/bob'] },
          count: 2,
          requestTtlSeconds: 7200,
          maxGrantSeconds: 14_400,
          maxUses: 3,
        },
      },
    ],
    [
      'break_glass',
      { end: 'break_glass: { eligible: { groups: [oncall] }, reason_codes: [incident] }' },
      {
        ...least,
        breakGlass: {
          eligible: { groups: ['oncall'] },
          reasonCodes: ['incident'],
          maxDurationSeconds: 3600,
          review: { required: true, withinSeconds: 259_200 },
        },
      },
    ],
    [
      'break_glass with all it may have',
      {
        end: 'break_glass: { eligible: { groups: [oncall] }, reason_codes: [incident], max_duration: 2h, cooldown: 1h, quota: { per_user: { count: 2, within: 24h }, total: { count: 5, within: 168h } }, review: { required: false, within: 24h, reviewers: { groups: [leads] } } }',
      },
      {
        ...least,
        breakGlass: {
          eligible: { groups: ['oncall'] },
          reasonCodes: ['incident'],
          maxDurationSeconds: 7200,
          cooldownSeconds: 3600,
          quota: {
            perUser: { count: 2, withinSeconds: 86_400 },
            total: { count: 5, withinSeconds: 604_800 },
          },
          review: { required: false, withinSeconds: 86_400, reviewers: { groups: ['leads'] } },
        },
      },
    ],
    [
      'break_glass with one quota',
      {
        end: 'break_glass: { eligible: { groups: [oncall] }, reason_codes: [incident], quota: { total: { count: 5, within: 168h } } }',
      },
      {
        ...least,
        breakGlass: {
          eligible: { groups: ['oncall'] },
          reasonCodes: ['incident'],
          maxDurationSeconds: 3600,
          quota: { total: { count: 5, withinSeconds: 604_800 } },
          review: { required: true, withinSeconds: 259_200 },
        },
      },
    ],
  ])('%s', (_key, written, expected) => {
    expect(read(parseProfile(profileWith(written)))).toStrictEqual(expected);
  });

  test.each([
    [', break_glass: true', { breakGlass: true }],
    [', break_glass: false', { breakGlass: false }],
    ['', {}],
  ])('on a deny rule `%s`', (more, expected) => {
    const written = profileWith({ rule: more }).replace('effect: allow', 'effect: deny');

    expect(read(parseProfile(written)).rules).toStrictEqual([
      { ...rule, effect: 'deny', ...expected },
    ]);
  });
});

describe('of the baseline, this key alone becomes this and nothing else:', () => {
  const deny = '{ name: freeze, effect: deny, conditions: { any: true } }';
  test.each([
    [
      'rules',
      `rules: [${deny}]`,
      { rules: [{ name: 'freeze', effect: 'deny', conditions: ['any'] }], defaults: {} },
    ],
    [
      'notify',
      'defaults: { notify: [security] }',
      { rules: [], defaults: { notify: ['security'] } },
    ],
    [
      'max_duration',
      'defaults: { max_duration: 30m }',
      { rules: [], defaults: { maxDurationSeconds: 1800 } },
    ],
  ])('%s', (_key, written, expected) => {
    expect(read(parseBaseline(`version: "1"\n${written}\n`))).toStrictEqual(expected);
  });
});
