import { describe, expect, test } from 'vitest';
import { testPatterns, times } from '../../testing/patterns.ts';
import { parseProfile } from './parse.ts';

const anyone = '{ any: true }';

/** A profile with one of its parts written in another way. */
function profileWith({
  role = 'arn:aws:iam::111122223333:role/SentinelProtected-Dev',
  own = '',
  conditions = anyone,
  rule = '',
  end = '',
}: {
  readonly role?: string;
  readonly own?: string;
  readonly conditions?: string;
  readonly rule?: string;
  readonly end?: string;
}) {
  return parseProfile(
    [
      'version: "1"',
      `profile: { role_arn: ${role}${own} }`,
      `rules: [{ name: all, effect: allow, conditions: ${conditions}${rule} }]`,
      end,
    ].join('\n'),
  );
}

const statement = (member: string) =>
  `{ Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "s3:Get*", Resource: "*", ${member} }] }`;
const glass = (member: string) =>
  profileWith({ end: `break_glass: { eligible: { groups: [oncall] }, ${member} }` });

testPatterns([
  {
    what: 'the start of a window',
    parse: (at) =>
      profileWith({
        conditions: `{ time: { hours: { start: ${at}, end: "24:00" }, timezone: UTC } }`,
      }),
    good: ['00:00', '09:30', '19:59', '20:00', '23:59'],
    bad: ['24:00', '9:00', '29:00', '12:60', '12:5', '12-00', 'ab:cd'],
  },
  {
    what: 'the end of a window',
    parse: (at) =>
      profileWith({
        conditions: `{ time: { hours: { start: "12:34", end: ${at} }, timezone: UTC } }`,
      }),
    good: ['00:00', '09:30', '19:59', '23:59', '24:00'],
    bad: ['24:01', '9:00', '25:00', '12:60', '12:5', 'ab:cd'],
  },
  {
    what: 'a date',
    parse: (at) => profileWith({ conditions: `{ dates: { from: ${at}, timezone: UTC } }` }),
    good: ['2026-01-31', '2024-02-29'],
    bad: ['2026-1-31', '2026-02-30', '26-01-31', '2026-01-31T00:00'],
  },
  {
    what: 'a time zone',
    parse: (zone) => profileWith({ conditions: `{ time: { days: [monday], timezone: ${zone} } }` }),
    good: ['UTC', 'GMT', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT+1'],
    bad: ['utc', 'CET', '+01:00', 'Europe', 'Europe/', 'europe/berlin'],
  },
  {
    what: 'a Region',
    parse: (region) => profileWith({ own: `, region: ${region}` }),
    good: ['eu-west-1', 'us-gov-east-1', 'ap-southeast-12', 'mx-central-1'],
    bad: ['eu-west', 'e-west-1', 'eu-w-1', 'eu-west-123', 'EU-west-1', 'euwest1', 'a-b-c-d-1'],
  },
  {
    what: 'a role',
    parse: (role) => profileWith({ role }),
    good: [
      'arn:aws:iam::111122223333:role/SentinelProtected-a',
      `arn:aws:iam::111122223333:role/SentinelProtected-${times(46)}`,
    ],
    bad: [
      'arn:aws:iam::111122223333:role/Admin',
      'arn:aws:iam::11112222333:role/SentinelProtected-a',
      'arn:aws:iam::111122223333:role/x/SentinelProtected-a',
      'arn:aws:iam::111122223333:role/SentinelProtected-',
      `arn:aws:iam::111122223333:role/SentinelProtected-${times(47)}`,
    ],
  },
  {
    what: 'a managed policy',
    parse: (arn) => profileWith({ rule: `, session_policy_arns: [${arn}]` }),
    good: ['arn:aws:iam::aws:policy/a', 'arn:aws:iam::111122223333:policy/x/y/Read.Only@1'],
    bad: ['arn:aws:iam::aws:role/a', 'arn:aws:iam::awsx:policy/a', 'arn:aws:iam::aws:policy/'],
  },
  {
    what: 'a pattern of justifications',
    parse: (glob) =>
      profileWith({ conditions: `{ justification: { required: true, tickets: [${glob}] } }` }),
    good: ['*', 'OPS-*', 'a.b:c/d=e+f@g?', times(128)],
    bad: ['', 'a b', 'a;b', times(129)],
  },
  {
    what: 'a pattern of profiles',
    parse: (glob) => profileWith({ conditions: `{ any: true, profiles: [${glob}] }` }),
    good: ['*', 'prod-*', 'a_b?', times(128)],
    bad: ['', 'Prod', 'a/b', times(129)],
  },
  {
    what: 'the name of a group',
    parse: (name) => profileWith({ conditions: `{ groups: [${name}] }` }),
    good: ['a', '0-b_c', times(64)],
    bad: ['', '-a', '_a', 'A', 'a.b', times(65)],
  },
  {
    what: 'a reason of break-glass',
    parse: (code) => glass(`reason_codes: [${code}]`),
    good: ['a', 'incident', 'a-b_1', times(32)],
    bad: ['', '1a', 'A', 'a b', times(33)],
  },
  {
    what: 'an action',
    parse: (action) =>
      profileWith({
        rule: `, session_policy: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: ${action}, Resource: "*" }] }`,
      }),
    good: ['*', 's3:GetObject', 'execute-api:*', 'a:b?'],
    bad: ['s3', 's3:', ':Get', 'S3:Get', 's3:Get-Object', `s3:${times(129)}`, `${times(65)}:a`],
  },
  {
    what: 'a resource',
    parse: (resource) =>
      profileWith({
        rule: `, session_policy: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "s3:Get*", Resource: ${resource} }] }`,
      }),
    good: ['*', 'arn:aws:s3:::a', 'arn:aws:s3:::a b'],
    bad: ['', 'arn:', 'a', '**', 's3:::a'],
  },
  {
    what: 'the id of a statement',
    parse: (sid) => profileWith({ rule: `, session_policy: ${statement(`Sid: ${sid}`)}` }),
    good: ['a', 'Read1', times(100)],
    bad: ['', 'a-b', 'a b', times(101)],
  },
  {
    what: 'the operator of a condition',
    parse: (operator) =>
      profileWith({
        rule: `, session_policy: ${statement(`Condition: { ${operator}: { "aws:x": "y" } }`)}`,
      }),
    good: [
      'StringEquals',
      'BoolIfExists',
      'ForAllValues:StringLike',
      'ForAnyValue:ArnLikeIfExists',
    ],
    bad: [
      'stringEquals',
      'S',
      'String_Equals',
      'ForAnyValues:StringLike',
      'ForAllValue:StringLike',
      'ForAllValues:',
    ],
  },
]);

const isReason = (text: string) => profileWith({ rule: `, reason: ${JSON.stringify(text)}` }).ok;

test.each(['a', 'why not?', 'Größe', times(256)])('a reason may be %j', (text) => {
  expect(isReason(text)).toBe(true);
});

test.each(['', ' a', 'a ', 'a\u200bb', 'a\u2028b', 'a\u0007b', times(257)])(
  'a reason may not be %j',
  (text) => {
    expect(isReason(text)).toBe(false);
  },
);

const approvalWith = (member: string) =>
  profileWith({ end: `approval: { approvers: { groups: [leads] }, ${member} }` });

describe('the least and the most of', () => {
  test.each([
    ['max_duration', (at: string) => profileWith({ own: `, max_duration: ${at}` }), 900, 3600],
    ['request_ttl', (at: string) => approvalWith(`request_ttl: ${at}`), 300, 2_592_000],
    ['max_grant', (at: string) => approvalWith(`max_grant: ${at}`), 900, 604_800],
    [
      'max_duration of break-glass',
      (at: string) => glass(`reason_codes: [a], max_duration: ${at}`),
      900,
      14_400,
    ],
    ['cooldown', (at: string) => glass(`reason_codes: [a], cooldown: ${at}`), 60, 2_592_000],
    ['managed policies', managed, 1, 10],
  ] as const)('%s are taken, and one beyond them is not', (_what, parse, least, most) => {
    const taken = [least - 1, least, most, most + 1].map((at) => parse(`${at}`).ok);

    expect(taken).toEqual([false, true, true, false]);
  });
});

/** A rule with so many managed policies. */
function managed(count: string) {
  const arns = Array.from(
    { length: Number(count) },
    (_, nth) => `"arn:aws:iam::aws:policy/p${nth}"`,
  );
  return profileWith({ rule: `, session_policy_arns: [${arns.join()}]` });
}
