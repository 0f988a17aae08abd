import { describe, expect, test } from 'vitest';
import { factsOf } from '../../testing/policy.ts';
import { type Parsed, parseBaseline, parseDirectory, parseGroup, parseProfile } from './parse.ts';

const profile = 'profile: { role_arn: "arn:aws:iam::111122223333:role/SentinelProtected-Dev" }';
const allow = 'rules: [{ name: all, effect: allow, conditions: { any: true } }]';

/** A document of that version and these sections. */
function text(...sections: readonly string[]): string {
  return `version: "1"\n${sections.join('\n')}\n`;
}

function loaded<T>(parsed: Parsed<T>): T {
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.document;
}

function problemsOf(parsed: Parsed<unknown>): readonly string[] {
  return parsed.ok ? [] : parsed.problems.map(({ path, message }) => `${path}: ${message}`);
}

describe('a profile', () => {
  test('that leaves out all it may has the defaults', () => {
    const document = loaded(parseProfile(text(profile, allow)));

    expect(document).toMatchObject({
      profile: {
        roleArn: 'arn:aws:iam::111122223333:role/SentinelProtected-Dev',
        sessionName: 'per_user',
      },
      rules: [{ name: 'all', effect: 'allow' }],
    });
    expect(Object.keys(document)).toEqual(['profile', 'rules', 'scopes']);
    expect(Object.keys(document.profile)).toEqual(['roleArn', 'sessionName']);
    expect(document.scopes.size).toBe(0);
  });

  test('keeps its rules in order, with conditions that judge', () => {
    const rules =
      'rules: [{ name: a, effect: deny, break_glass: true, reason: No, conditions: { users: [iam/bob] } }, { name: b, effect: allow, max_duration: 15m, conditions: { groups: [dev] } }]';

    const document = loaded(parseProfile(text(profile, rules)));

    expect(document.rules).toMatchObject([
      { name: 'a', effect: 'deny', breakGlass: true, reason: 'No' },
      { name: 'b', effect: 'allow', maxDurationSeconds: 900 },
    ]);
    const held = document.rules.map((rule) =>
      rule.conditions.map((condition) => condition.holds(factsOf({ subject: 'iam/bob' }))),
    );
    expect(held).toEqual([[true], [false]]);
  });

  test.each(['allow', 'require_server', 'require_server_session'])(
    'has `%s` load as `allow`',
    (effect) => {
      const document = loaded(parseProfile(text(profile, allow.replace('allow', effect))));

      expect(document.rules[0]?.effect).toBe('allow');
    },
  );

  test('may call `max_duration` by its old name', () => {
    const rules = allow.replace('name: all', 'name: all, max_server_duration: 30m');

    const document = loaded(parseProfile(text(profile, rules)));

    expect(document.rules[0]?.maxDurationSeconds).toBe(1800);
  });

  test('gets a remark on `session_table`, which does nothing', () => {
    const rules = allow.replace('name: all', 'name: all, session_table: sessions');

    const parsed = parseProfile(text(profile, rules));

    expect(parsed).toMatchObject({
      ok: true,
      notes: [
        {
          line: 3,
          column: 22,
          path: 'rules[0].session_table',
          message: '`session_table` is ignored: every vend has a recorded session',
        },
      ],
    });
  });

  test('may begin with `---` and hold comments, quotes, folded text and Windows line ends', () => {
    const document = loaded(
      parseProfile(
        `--- # a comment\r\nversion: '1'\r\n${profile}\r\nrules:\r\n- name: >-\r\n    all of\r\n    us # not a comment\r\n  "effect": allow\r\n\r\n  conditions:\r\n    any:\r\n      true\r\n`,
      ),
    );

    expect(document.rules[0]?.name).toBe('all of us # not a comment');
  });

  test.each([
    [
      'approval',
      'approval: { approvers: { users: [carol@example.com] } }',
      {
        approvers: { users: ['carol@example.com'] },
        count: 1,
        requestTtlSeconds: 86_400,
        maxGrantSeconds: 3600,
      },
    ],
    [
      'approval',
      'approval: { approvers: { groups: [a] }, count: 2, request_ttl: 1h30m, max_grant: 30m, max_uses: 3, auto_approve: { conditions: { any: true } } }',
      {
        approvers: { groups: ['a'] },
        count: 2,
        requestTtlSeconds: 5400,
        maxGrantSeconds: 1800,
        maxUses: 3,
        autoApprove: {
          conditions: [expect.objectContaining({ kind: 'any' })],
          maxDurationSeconds: 1800,
        },
      },
    ],
    [
      'breakGlass',
      'break_glass: { eligible: { groups: [a] }, reason_codes: [incident] }',
      {
        eligible: { groups: ['a'] },
        reasonCodes: ['incident'],
        maxDurationSeconds: 3600,
        review: { required: true, withinSeconds: 259_200 },
      },
    ],
    [
      'breakGlass',
      'break_glass: { eligible: { groups: [a] }, reason_codes: [incident], max_duration: 7200, cooldown: 1h, quota: { per_user: { count: 3, within: 24h }, total: { count: 10, within: 24h } }, review: { required: false, within: 1h, reviewers: { users: [iam/bob] } } }',
      {
        eligible: { groups: ['a'] },
        reasonCodes: ['incident'],
        maxDurationSeconds: 7200,
        cooldownSeconds: 3600,
        quota: {
          perUser: { count: 3, withinSeconds: 86_400 },
          total: { count: 10, withinSeconds: 86_400 },
        },
        review: { required: false, withinSeconds: 3600, reviewers: { users: ['iam/bob'] } },
      },
    ],
    ['notify', 'notify: [security]', ['security']],
    [
      'scopes',
      'scopes: { ro: { policy_arns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }, own: { policy: { Version: "2012-10-17", Statement: { Effect: Allow, Action: "s3:*", Resource: "*" } } } }',
      new Map<string, unknown>([
        ['ro', { arns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] }],
        [
          'own',
          {
            inline: {
              Version: '2012-10-17',
              Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
            },
          },
        ],
      ]),
    ],
  ] as const)('has the section `%s` from `%s`', (section, written, expected) => {
    const document = loaded(parseProfile(text(profile, allow, written)));

    expect(document[section]).toEqual(expected);
  });

  test('of another partition loads where that is the server`s', () => {
    const chinese = text(profile.replace('arn:aws:', 'arn:aws-cn:'), allow);

    expect(parseProfile(chinese, { partition: 'aws-cn' })).toMatchObject({ ok: true });
    expect(parseProfile(chinese)).toMatchObject({ ok: false });
  });

  test.each([
    ['a value', ['rules', 0, 'effect'], { line: 3, column: 30 }],
    ['what is not there', ['rules', 0, 'reason'], { line: 3, column: 9 }],
    ['a place that its list has not', ['rules', 7, 'name'], { line: 3, column: 8 }],
    ['a key of a list', ['rules', 'name'], { line: 3, column: 8 }],
    ['a member of a text', ['version', 'minor'], { line: 1, column: 10 }],
    ['the document', [], { line: 1, column: 1 }],
  ])('tells where %s stands, or what is nearest to it', (_what, path, position) => {
    const parsed = parseProfile(text(profile, allow));

    expect(parsed.ok && parsed.positionOf(path)).toEqual(position);
  });

  test('may ask only those who say why for an approval, where no rule behind lets others in', () => {
    const ask =
      '{ name: a, effect: require_approval, conditions: { justification: { required: true } } }';
    const open = '{ name: b, effect: allow, conditions: { any: true } }';

    const [last, first] = [`[${open}, ${ask}]`, `[${ask}, ${open}]`].map((rules) =>
      problemsOf(parseProfile(text(profile, `rules: ${rules}`))),
    );

    expect(last).toEqual([]);
    expect(first).toEqual([
      'rules[0].conditions: expected `justification` inside `not`: whoever gave none would need no approval',
    ]);
  });

  test('shows at most twenty problems', () => {
    const rules = `rules:\n${'- { name: a, effect: x }\n'.repeat(30)}`;

    const repeated = `rules:\n${'- { name: a, effect: allow, conditions: { any: true } }\n'.repeat(30)}`;

    const numbers = [rules, repeated].map(
      (written) => problemsOf(parseProfile(text(profile, written))).length,
    );
    expect(numbers).toEqual([20, 20]);
  });

  test.each(['', '\n\n# nothing\n', 'text', '[]', '12', 'null', '---\n'])(
    'is not what `%j` is',
    (nothing) => {
      expect(parseProfile(nothing)).toMatchObject({ ok: false });
    },
  );

  test.each([
    [
      'of more words and signs than any needs',
      `members: [${'a,'.repeat(2100)}]`,
      ': expected at most 4096 words and signs',
    ],
    [
      'of lines that no sign parts',
      '"members"\n"others"\n',
      ': this cannot stand here: a comma, a colon or a line end is missing, or quotes are',
    ],
    [
      'with a bracket that nothing opens',
      'members: [a]]',
      ': closing bracket without an opening one',
    ],
    ['of 17 lists', '- '.repeat(17), ': expected at most 16 levels'],
    ['of 17 open brackets', '['.repeat(17), ': expected at most 16 levels'],
  ])('%s is refused before it is parsed', (_what, written, expected) => {
    expect(problemsOf(parseGroup(written))).toEqual([expected]);
  });

  test('is refused above 8,192 bytes of UTF-8 and taken at that size', () => {
    const base = text(profile, allow);
    const filled = (bytes: number) => `${base}#${'é'.repeat((bytes - base.length - 1) / 2)}`;
    const size = 8192 + ((base.length + 1) % 2);

    expect(parseProfile(filled(size - ((base.length + 1) % 2)))).toMatchObject({ ok: true });
    expect(problemsOf(parseProfile(filled(size + 2)))).toEqual([
      expect.stringMatching(/^: expected at most 8192 bytes, found \d+$/),
    ]);
  });
});

describe('a directory', () => {
  test('that says nothing trusts nobody and limits everybody', () => {
    const directory = loaded(parseDirectory(text()));

    expect(directory).toEqual({
      identity: { trustedSessionNames: [], personOf: new Map() },
      administration: {},
      rate: { perMinute: 60, limits: [] },
    });
  });

  test('has its roles in lower case and each subject led to its person', () => {
    const written = text(
      'identity:',
      '  domain: example.com',
      '  trusted_session_names:',
      '    - { account: "111122223333", role: AWSReservedSSO_Dev_0123456789ABCDEF, role_id: AROAEXAMPLEEXAMPLE123, groups: [dev] }',
      '    - { account: "111122223333", role: Pinned }',
      '  people: { alice@example.com: [iam/alice, "222233334444:iam/alice"] }',
      'administration: { audit: { groups: [sre] }, robots: { users: [role/ci] } }',
      'rate: { per_minute: 5, limits: [{ users: ["role/ci-*"], per_minute: 600 }] }',
    );

    const directory = loaded(parseDirectory(written));

    expect(directory).toEqual({
      identity: {
        domain: 'example.com',
        trustedSessionNames: [
          {
            account: '111122223333',
            role: 'awsreservedsso_dev_0123456789abcdef',
            roleId: 'AROAEXAMPLEEXAMPLE123',
            groups: ['dev'],
          },
          { account: '111122223333', role: 'pinned', groups: [] },
        ],
        personOf: new Map([
          ['alice@example.com', 'alice@example.com'],
          ['iam/alice', 'alice@example.com'],
          ['222233334444:iam/alice', 'alice@example.com'],
        ]),
      },
      administration: { audit: { groups: ['sre'] }, robots: { users: ['role/ci'] } },
      rate: { perMinute: 5, limits: [{ users: ['role/ci-*'], perMinute: 600 }] },
    });
  });

  const trusted = (entry: string) => `identity: { trusted_session_names: [${entry}] }`;
  const people = (entries: string) => `identity: { people: { ${entries} } }`;
  test.each([
    [
      'a subject of two people',
      people('a@x.io: [iam/a], b@x.io: [iam/a]'),
      'identity.people["b@x.io"][0]: subject `iam/a` already belongs to `a@x.io`',
    ],
    [
      'a person who is another one`s subject',
      people('a@x.io: [b@x.io], b@x.io: [iam/b]'),
      'identity.people["b@x.io"]: subject `b@x.io` already belongs to `a@x.io`',
    ],
    [
      'a person who is named again among the own subjects',
      people('a@x.io: [iam/a, a@x.io]'),
      'identity.people["a@x.io"][1]: subject `a@x.io` already belongs to `a@x.io`',
    ],
    [
      'a person in upper case',
      people('A@x.io: [iam/a]'),
      'identity.people["A@x.io"]: expected a subject in lower case, such as `alice@example.com`, `iam/alice` or `role/ci`, found `A@x.io`',
    ],
    [
      'a person without subjects',
      people('a@x.io: []'),
      'identity.people["a@x.io"]: expected at least one entry, found an empty list',
    ],
    [
      'a reserved role without its suffix',
      trusted('{ account: "111122223333", role: AWSReservedSSO_Dev }'),
      'identity.trusted_session_names[0].role: expected the full name with its 16 hexadecimal digits, such as `AWSReservedSSO_Engineers_0123456789abcdef`',
    ],
    [
      'a reserved role with a suffix too short',
      trusted('{ account: "111122223333", role: awsreservedsso_dev_0123456789abcde }'),
      'identity.trusted_session_names[0].role: expected the full name with its 16 hexadecimal digits, such as `AWSReservedSSO_Engineers_0123456789abcdef`',
    ],
    [
      'a role twice, in another case',
      trusted(
        '{ account: "111122223333", role: Pinned }, { account: "111122223333", role: pinned }',
      ),
      'identity.trusted_session_names[1].role: role `111122223333/pinned` is there twice',
    ],
    [
      'a role that the server vends',
      trusted('{ account: "111122223333", role: SentinelProtected-Dev }'),
      'identity.trusted_session_names[0].role: a role that the server vends names nobody',
    ],
    [
      'a role with a path',
      trusted('{ account: "111122223333", role: team/Pinned }'),
      'identity.trusted_session_names[0].role: expected the name of a role, without a path, found `team/Pinned`',
    ],
    [
      'an account without quotes',
      trusted('{ account: 111122223333, role: Pinned }'),
      'identity.trusted_session_names[0].account: expected an account of 12 digits, in quotes, found `111122223333`',
    ],
    [
      'an entry without an account',
      trusted('{ role: Pinned }'),
      'identity.trusted_session_names[0].account: missing `account`: expected an account of 12 digits, in quotes',
    ],
    [
      'empty groups of an entry',
      trusted('{ account: "111122223333", role: Pinned, groups: [] }'),
      'identity.trusted_session_names[0].groups: expected at least one entry, found an empty list',
    ],
    [
      'a role id of a user',
      trusted('{ account: "111122223333", role: Pinned, role_id: AIDAEXAMPLEEXAMPLE123 }'),
      "identity.trusted_session_names[0].role_id: expected a role's unique id, such as `AROAEXAMPLEEXAMPLE123`, found `AIDAEXAMPLEEXAMPLE123`",
    ],
    [
      'a domain in upper case',
      'identity: { domain: Example.com }',
      'identity.domain: expected a domain in lower case, such as `example.com`, found `Example.com`',
    ],
    [
      'an administration of no kind',
      'administration: { admin: { users: [iam/a] } }',
      'administration.admin: unknown key `admin`: expected `revoke`, `audit`, `robots` or `check`',
    ],
    [
      'conditions in a subject set',
      'administration: { audit: { any: true } }',
      'administration.audit.any: unknown key `any`: expected `users` or `groups`',
    ],
    [
      'a glob outside the rates',
      'administration: { audit: { users: ["role/*"] } }',
      'administration.audit.users[0]: expected a subject in lower case, such as `alice@example.com`, `iam/alice` or `role/ci`, found `role/*`',
    ],
    [
      'a rate of none',
      'rate: { per_minute: 0 }',
      'rate.per_minute: expected a whole number of at least 1, found `0`',
    ],
    [
      'a rate of too many',
      'rate: { per_minute: 100001 }',
      'rate.per_minute: expected at most 100000, found `100001`',
    ],
    [
      'a limit without users',
      'rate: { limits: [{ per_minute: 5 }] }',
      'rate.limits[0].users: missing `users`: expected a list',
    ],
  ])('with %s is refused', (_, written, expected) => {
    const problems = problemsOf(parseDirectory(text(written)));

    expect(problems).toEqual([expected]);
  });
});

describe('a baseline', () => {
  test('has deny rules and whole sections', () => {
    const written = text(
      'rules: [{ name: freeze, effect: deny, break_glass: true, conditions: { any: true } }]',
      'defaults: { max_duration: 30m, notify: [security], approval: { approvers: { groups: [a] } }, break_glass: { eligible: { groups: [a] }, reason_codes: [incident] } }',
    );

    const baseline = loaded(parseBaseline(written));

    expect(baseline).toMatchObject({
      rules: [{ name: 'freeze', effect: 'deny', breakGlass: true }],
      defaults: {
        maxDurationSeconds: 1800,
        notify: ['security'],
        approval: { count: 1 },
        breakGlass: { reasonCodes: ['incident'] },
      },
    });
  });

  test('may say nothing', () => {
    expect(loaded(parseBaseline(text()))).toEqual({ rules: [], defaults: {} });
  });

  test.each([
    [
      'a rule that allows',
      allow,
      'rules[0].effect: expected `deny`, all that the baseline may do, found `allow`',
    ],
    [
      'a duration on a rule',
      'rules: [{ name: a, effect: deny, max_duration: 30m, conditions: { any: true } }]',
      'rules[0].max_duration: unknown key `max_duration`: expected `name`, `conditions`, `reason`, `break_glass` or `effect`',
    ],
    [
      'a rule name twice',
      'rules: [{ name: a, effect: deny, conditions: { any: true } }, { name: a, effect: deny, conditions: { any: true } }]',
      'rules[1].name: rule name `a` is there twice',
    ],
    [
      'a profile',
      profile,
      'profile: unknown key `profile`: expected `version`, `rules` or `defaults`',
    ],
    [
      'scopes',
      'defaults: { scopes: { ro: { policy_arns: [a] } } }',
      'defaults.scopes: unknown key `scopes`: expected `approval`, `break_glass`, `notify` or `max_duration`',
    ],
    [
      'an automatic approval above the longest grant',
      'defaults: { approval: { approvers: { users: [iam/a] }, auto_approve: { conditions: { any: true }, max_duration: 2h } } }',
      'defaults.approval.auto_approve.max_duration: expected at most `max_grant`, which is 1h',
    ],
  ])('with %s is refused', (_, written, expected) => {
    expect(problemsOf(parseBaseline(text(written)))).toEqual([expected]);
  });
});

describe('a group', () => {
  test('has its members once each', () => {
    const written = text(
      'source: okta',
      'synced_at: 2026-01-25T14:30:00Z',
      'members: [iam/bob, alice@example.com, iam/bob]',
    );

    const group = loaded(parseGroup(written));

    expect(group).toEqual({ members: new Set(['iam/bob', 'alice@example.com']) });
  });

  test('may have lost all its members', () => {
    expect(loaded(parseGroup(text('members: []')))).toEqual({ members: new Set() });
  });

  test.each([
    ['no members', 'source: okta', 'members: missing `members`: expected a list of subjects'],
    [
      'a member in upper case',
      'members: [Alice@example.com]',
      'members[0]: expected a subject in lower case, such as `alice@example.com`, `iam/alice` or `role/ci`, found `Alice@example.com`',
    ],
    [
      'a group as a member',
      'members: [{ groups: [a] }]',
      'members[0]: expected a subject in lower case, such as `alice@example.com`, `iam/alice` or `role/ci`, found a mapping',
    ],
    [
      'a time of no zone',
      'members: []\nsynced_at: 2026-01-25 14:30',
      'synced_at: expected a time in UTC, such as `2026-01-25T14:30:00Z`, found `2026-01-25 14:30`',
    ],
    [
      'a time that never was',
      'members: []\nsynced_at: 2026-13-25T14:30:00Z',
      'synced_at: there is no such time as `2026-13-25T14:30:00Z`',
    ],
  ])('with %s is refused', (_, written, expected) => {
    expect(problemsOf(parseGroup(text(written)))).toEqual([expected]);
  });
});
