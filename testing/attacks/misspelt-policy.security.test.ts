import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRange, type Range } from './firing-range.ts';
import { repel, vendShot } from './repel.ts';

/** Lets every engineer in, unless somebody misspells it. */
const good = `version: "1"
profile: { role_arn: "arn:aws:iam::444455556666:role/SentinelProtected-Dev", max_duration: 30m }
rules:
  - name: freeze
    effect: deny
    conditions: { users: [bob@example.com] }
  - name: everyone
    effect: allow
    conditions: { groups: [engineering] }
    max_duration: 15m
`;

type Slip = readonly [slip: string, from: string | RegExp, to: string];

const slips: readonly Slip[] = [
  ['`user` for `users` in a deny', 'users:', 'user:'],
  ['`User` for `users`', 'users:', 'Users:'],
  ['`effects` for `effect` in a deny', 'effect: deny', 'effects: deny'],
  ['`effect: denied`', 'effect: deny', 'effect: denied'],
  ['`effect: Deny`', 'effect: deny', 'effect: Deny'],
  ['`condition` for `conditions`', 'conditions: { users', 'condition: { users'],
  ['`rule` for `rules`', 'rules:', 'rule:'],
  ['`max_durations` of the rule', '    max_duration: 15m', '    max_durations: 15m'],
  ['`maxDuration` of the profile', 'max_duration: 30m', 'maxDuration: 30m'],
  ['a cap of the profile beyond the hour', 'max_duration: 30m', 'max_duration: 12h'],
  ['a cap below zero', 'max_duration: 30m', 'max_duration: -1'],
  ['an effect twice, the last one kinder', 'effect: deny', 'effect: deny\n    effect: allow'],
  ['an effect twice, the last one stricter', 'effect: allow', 'effect: allow\n    effect: deny'],
  ['rules twice', /$/, 'rules: [{ name: x, effect: allow, conditions: { any: true } }]\n'],
  [
    'a role twice',
    'profile: {',
    'profile: { role_arn: "arn:aws:iam::444455556666:role/SentinelProtected-Production",',
  ],
  ['a merge key', 'effect: deny', '<<: { effect: allow }\n    effect: deny'],
  ['an anchor', 'conditions: { users', 'conditions: &who { users'],
  ['an alias', /conditions: \{ users[^\n]*/, 'conditions: *who'],
  ['a tag', 'effect: deny', 'effect: !!str deny'],
  ['a tag of code', 'effect: deny', 'effect: !!js/function "x"'],
  ['a tab', '    effect: deny', '\teffect: deny'],
  ['two documents', /$/, '---\nversion: "1"\n'],
  ['no condition', / {4}conditions: \{ users[^\n]*\n/, ''],
  ['empty conditions', '{ users: [bob@example.com] }', '{}'],
  ['an empty list', '[bob@example.com]', '[]'],
  ['a text for a list', '[bob@example.com]', 'bob@example.com'],
  ['a null for a list', '[bob@example.com]', '~'],
  ['a glob for a person', 'bob@example.com', '"*@example.com"'],
  ['a person in capitals', 'bob@example.com', 'Bob@example.com'],
  ['a key with a hard space', 'users:', 'users\u00a0:'],
  ['a key with an invisible letter', 'users:', 'us\u200bers:'],
  ['a key with a letter of another alphabet', 'users:', 'uѕers:'],
  ['a name twice', 'name: everyone', 'name: freeze'],
  ['another version', '"1"', '"2"'],
  ['a version without quotes', '"1"', '1'],
  ['a role that is not ours', 'SentinelProtected-Dev', 'Admin'],
  ['a role with a path', 'role/SentinelProtected', 'role/x/SentinelProtected'],
  ['a role of another partition', 'arn:aws:', 'arn:aws-cn:'],
  ['a role that is a pattern', 'SentinelProtected-Dev', 'SentinelProtected-*'],
  ['an unknown section', /$/, 'break_glas: { eligible: { groups: [engineering] } }\n'],
  ['a prototype', /$/, '__proto__: { rules: [] }\n'],
  ['a constructor', 'conditions: { users', 'constructor: { x: 1 }\n    conditions: { users'],
  [
    'an unknown condition',
    '{ users: [bob@example.com] }',
    '{ users: [bob@example.com], mfa: true }',
  ],
  [
    'an unknown condition within `not`',
    '{ users: [bob@example.com] }',
    '{ not: { user: [bob@example.com] } }',
  ],
  [
    'an unknown day',
    '{ users: [bob@example.com] }',
    '{ time: { days: [mon], timezone: Europe/Berlin } }',
  ],
  [
    'an unknown zone',
    '{ users: [bob@example.com] }',
    '{ time: { days: [monday], timezone: Europe/Berln } }',
  ],
  ['`any: false`', '{ users: [bob@example.com] }', '{ any: false }'],
  ['an approval without approvers', 'effect: allow', 'effect: require_approval'],
  [
    'a rule in a mapping',
    /rules:[\s\S]*/,
    'rules: { name: x, effect: allow, conditions: { any: true } }\n',
  ],
  ['no rules', /rules:[\s\S]*/, 'rules: []\n'],
  ['nothing at all', /[\s\S]*/, '# soon\n'],
  ['half a document', /\{ groups[\s\S]*/, '{ groups: [engi'],
  ['a bomb of aliases', /$/, `x: &a [${'*a,'.repeat(200)}]\n`],
  ['a depth of 40', /$/, `x: ${'['.repeat(40)}${']'.repeat(40)}\n`],
  ['a group that does not load', 'users: [bob@example.com]', 'groups: [nobody-wrote-this]'],
];

const nameOf = (at: number) => `slip-${at}`;

let range: Range;

beforeAll(async () => {
  const documents = slips.map(([, from, to], at) => [
    `/sentinel/policies/${nameOf(at)}`,
    good.replace(from, () => to),
  ]);
  range = await openRange({
    documents: { ...Object.fromEntries(documents), '/sentinel/policies/dev': good },
  });
});
afterAll(() => range.close());

describe('SEC-06 a document with one slip gives nobody anything, not even what its other rules allow', () => {
  test('SEC-06 without a slip it does', async () => {
    const answer = await range.fire(range.keysOf('alice'), vendShot('dev'));

    expect(answer.status).toBe(200);
    expect(range.decisions().at(-1)).toMatchObject({ rule: 'everyone', duration_seconds: 900 });
  });

  test.each(slips.map(([slip], at) => [slip, at] as const))('SEC-06 %s', async (slip, at) => {
    const profile = nameOf(at);
    const answers = await Promise.all(
      ['alice', 'bob'].map((name) =>
        repel(range, {
          wants: `in by ${slip}`,
          by: range.keysOf(name),
          shot: vendShot(profile),
          refused: {
            code: 'POLICY_DENY',
            truth: {
              outcome: 'error',
              code: 'POLICY_ERROR',
              subject: `${name}@example.com`,
              profile,
              rule: null,
            },
          },
        }),
      ),
    );

    for (const { json } of answers) {
      expect(json, 'SECURITY VIOLATION: the refusal tells a broken profile apart').toEqual({
        Code: 'POLICY_DENY',
        Message: 'there is no such profile here',
        RequestId: json['RequestId'],
      });
    }
  });

  test('SEC-26 none of them is listed or explained, and one that does not exist answers alike', async () => {
    const alice = range.keysOf('alice');

    const list = await range.fire(alice, { target: '/profiles' });
    const absent = await range.fire(alice, vendShot('slip-none'));
    const broken = await range.fire(alice, vendShot(nameOf(0)));

    expect(list.body, 'SECURITY VIOLATION: a broken profile is listed').not.toContain('slip-');
    const told = [absent, broken].map(({ status, json }) => ({ status, ...json, RequestId: '' }));
    expect(told[0], 'SECURITY VIOLATION: it shows which profile exists').toEqual(told[1]);
  });
});

describe('SEC-06 a directory or a baseline with one slip gives nobody anything', () => {
  let own: Range;
  beforeAll(async () => {
    own = await openRange({
      settings: { SENTINEL_POLICY_CACHE_SECONDS: '0' },
      documents: { '/sentinel/policies/dev': good },
    });
  });
  afterAll(() => own.close());

  test('SEC-06 without a slip they do', async () => {
    expect((await own.fire(own.keysOf('alice'), vendShot('dev'))).status).toBe(200);
  });

  test.each<[slip: string, parameter: string, change: (text: string) => string, subject?: string]>([
    [
      'a misspelt section of the directory',
      'directory',
      (text) => text.replace('administration:', 'adminstration:'),
    ],
    ['a directory with a key twice', 'directory', (text) => `${text}rate: { per_minute: 1 }\n`],
    [
      'a directory with an alias',
      'directory',
      (text) => text.replace('{ groups: [security] }', '*x'),
    ],
    [
      'one person in two entries',
      'directory',
      (text) => text.replace('[iam/alice]', '[iam/alice], bob@example.com: [iam/alice]'),
    ],
    ['no directory', 'directory', () => '# none\n'],
    [
      'a baseline that allows',
      'baseline',
      () => 'version: "1"\nrules: [{ name: x, effect: allow, conditions: { any: true } }]\n',
      'alice@example.com',
    ],
    [
      'a misspelt baseline',
      'baseline',
      () => 'version: "1"\nrule: [{ name: x, effect: deny, conditions: { any: true } }]\n',
      'alice@example.com',
    ],
  ])('SEC-06 %s', async (slip, parameter, change, subject) => {
    const name = `/sentinel/${parameter}`;
    const before = own.stack.ssm.get(name)?.value;
    own.stack.ssm.put(name, change(before ?? ''));
    try {
      for (const who of ['alice', 'erin']) {
        await repel(own, {
          wants: `in by ${slip}`,
          by: own.keysOf(who),
          shot: vendShot('dev'),
          refused: {
            code: 'POLICY_ERROR',
            truth: {
              outcome: 'error',
              subject: subject === undefined ? null : `${who}@example.com`,
            },
          },
        });
      }
    } finally {
      if (before === undefined) own.stack.ssm.remove(name);
      else own.stack.ssm.put(name, before);
    }
  });
});
