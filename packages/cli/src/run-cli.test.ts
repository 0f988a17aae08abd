import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nowMs, person, profiles, refusalOf, sessionOf } from '../testing/answers.ts';
import { desk } from '../testing/cli.ts';
import { startTvm } from '../testing/tvm-server.ts';
import { verbs } from './verbs.ts';

const role = { ...person, kind: 'role', subject: 'role/111122223333/ci' };

describe('help', () => {
  test.each(Object.keys(verbs))(
    'of `%s` comes with examples and every global flag, both ways',
    async (verb) => {
      using me = desk();

      const byFlag = await me.sentinel(verb, '--help');
      const byVerb = await me.sentinel('help', verb);

      expect(byFlag).toMatchObject({ code: 0, err: '' });
      expect(byVerb).toEqual(byFlag);
      for (const flag of [
        '--tvm-url',
        '--remote-server',
        '--base-profile',
        '--region',
        '--output',
      ]) {
        expect(byFlag.out).toContain(flag);
      }
      expect(byFlag.out).toContain(`sentinel ${verb}`);
    },
  );

  test('of the whole names every verb and every exit code', async () => {
    using me = desk();

    const ran = await me.sentinel('--help');

    expect(ran).toMatchObject({ code: 0, err: '' });
    for (const verb of Object.keys(verbs)) expect(ran.out).toContain(`  ${verb} `);
    for (const exit of [0, 1, 2, 3, 4, 5, 6, 7]) expect(ran.out).toContain(`${exit} `);
    expect((await me.sentinel('help')).out).toBe(ran.out);
  });
});

describe('usage', () => {
  test.each([
    [[], 'Usage: sentinel'],
    [['prfiles'], 'sentinel: unknown command `prfiles`\n'],
    [['prfiles'], 'help: did you mean `profiles`?\n'],
    [['profiles', '--ouput', 'json'], 'did you mean `--output`?'],
    [['profiles', 'extra'], '`profiles` takes 0 arguments, not `extra`'],
    [['explain'], 'argument `profile` is missing'],
    [['sessions', '--limit', '0'], 'expected a number from 1 to 99999'],
    [['session', 'abc'], 'an id is 16 hex characters'],
    [['session', `${'a'.repeat(15)}/`, '--end'], 'an id is 16 hex characters'],
    [['sessions', '--status', 'open'], 'expected `active`, `ended`, `revoked` or `expired`'],
    [['whoami', '--output', 'xml'], 'command line: bad `output`'],
    [['help', 'nothing'], 'Usage: sentinel'],
  ])('%j is a usage error', async (argv, words) => {
    using me = desk();

    const ran = await me.sentinel(...argv);

    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain(words);
  });

  test('without a server it says where to name one', async () => {
    using me = desk();

    expect(await me.sentinel('whoami')).toEqual({
      code: 2,
      out: '',
      err: 'sentinel: no server is set\nhelp: give `--tvm-url`, `SENTINEL_TVM_URL`, or `tvm_url` in the settings file\n',
    });
  });
});

describe('settings', () => {
  test.each([
    ['before the verb', (url: string) => ['--tvm-url', url, 'whoami']],
    ['after the verb', (url: string) => ['whoami', '--tvm-url', url]],
    ['by its other name', (url: string) => ['whoami', '--remote-server', url]],
    [
      'twice, where the later wins',
      (url: string) => ['--tvm-url', 'https://x.invalid', 'whoami', '--tvm-url', url],
    ],
  ])('the server may be named %s', async (_, argv) => {
    await using tvm = await startTvm([{ body: person }]);
    using me = desk({ SENTINEL_TVM_URL: 'https://unused.invalid' });

    expect(await me.sentinel(...argv(tvm.url))).toMatchObject({ code: 0, err: '' });
  });

  test("come from the user's file, whose faults are named", async () => {
    await using tvm = await startTvm([{ body: person }]);
    using me = desk();
    await mkdir(join(me.home, '.config/sentinel'), { recursive: true });
    const file = join(me.home, '.config/sentinel/config.yaml');
    await writeFile(
      join(me.home, 'machine.yaml'),
      'tvm_url: https://unused.invalid\noutput: csv\n',
    );
    await writeFile(file, `tvm_url: ${tvm.url}\noutput: json\n`);

    const good = await me.sentinel('whoami');
    await writeFile(file, `tvm_uri: ${tvm.url}\n`);
    const bad = await me.sentinel('whoami');

    expect(JSON.parse(good.out)).toMatchObject({ subject: 'alice@example.com' });
    expect(bad).toMatchObject({ code: 2, out: '' });
    expect(bad.err).toMatch(`sentinel: \`${file}\`: unknown setting \`tvm_uri\``);
  });
});

describe('profiles', () => {
  test('as a table', async () => {
    await using tvm = await startTvm([{ body: profiles }]);
    using me = desk({ SENTINEL_TVM_URL: tvm.url });

    expect((await me.sentinel('profiles')).out).toBe(
      [
        'PROFILE     ACCESS   NEEDS          OPENS                 REGION     DESCRIPTION',
        'staging     allow    justification  -                     eu-west-1  the staging account',
        'production  not_now  -              2026-01-26T08:00:00Z  -          -',
        '',
      ].join('\n'),
    );
  });

  test('as JSON they are the answer itself', async () => {
    await using tvm = await startTvm([{ body: profiles }]);
    using me = desk({ SENTINEL_TVM_URL: tvm.url });

    const { out } = await me.sentinel('profiles', '--output', 'json');

    expect(JSON.parse(out)).toEqual(profiles);
    expect(out).toMatch(/^\{\n {2}"profiles": \[\n/);
  });

  test('as CSV', async () => {
    await using tvm = await startTvm([{ body: profiles }]);
    using me = desk({ SENTINEL_TVM_URL: tvm.url, SENTINEL_OUTPUT: 'csv' });

    expect((await me.sentinel('profiles')).out).toBe(
      'name,access,needs,opens_at,region,description\nstaging,allow,justification,,eu-west-1,"the staging account"\nproduction,not_now,,2026-01-26T08:00:00Z,,\n',
    );
  });

  test('none at all is said on stderr', async () => {
    await using tvm = await startTvm([{ body: { profiles: [], root: '/sentinel' } }]);
    using me = desk({ SENTINEL_TVM_URL: tvm.url });

    expect((await me.sentinel('profiles')).err).toBe('sentinel: no profile is open to you\n');
  });
});

describe('whoami', () => {
  test('names the caller and the credentials', async () => {
    await using tvm = await startTvm([{ body: person }]);
    using me = desk({ SENTINEL_TVM_URL: tvm.url });

    expect(await me.sentinel('whoami')).toEqual({
      code: 0,
      err: '',
      out: [
        'subject:     alice@example.com',
        'person:      alice@example.com',
        'kind:        person',
        'groups:      oncall release',
        'derived:     session name of a trusted role',
        'account:     111122223333',
        'arn:         arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_dev_0123456789abcdef/alice@example.com',
        'credentials: environment or instance',
        '',
      ].join('\n'),
    });
  });

  test('says what it means to be a role', async () => {
    await using tvm = await startTvm([{ body: role }]);
    using me = desk({ SENTINEL_TVM_URL: tvm.url });

    expect((await me.sentinel('whoami')).err).toContain('you count as a role, not as a person');
  });
});

test('explain tells the decision, its rules, and what next', async () => {
  const answer = {
    profile: 'production',
    subject: 'alice@example.com',
    access: 'require_approval',
    effect: 'require_approval',
    rule: 'out of hours',
    reason: 'ask the people on call',
    rules: [
      {
        document: 'profile',
        index: 0,
        effect: 'require_approval',
        decided: true,
        conditions: [
          { kind: 'groups', held: 'yes' },
          { kind: 'time', held: 'no' },
        ],
      },
    ],
    opens_at: '2026-01-26T08:00:00Z',
    ask: { groups: ['oncall', 'leads'], count: 2 },
    next: 'sentinel request production --for 1h',
  };
  await using tvm = await startTvm([{ body: answer }]);
  using me = desk({ SENTINEL_TVM_URL: tvm.url });

  const text = await me.sentinel('explain', 'production');
  const asCsv = await me.sentinel('explain', 'production', '--output', 'csv');
  const asJson = await me.sentinel('explain', 'production', '--subject', 'bob', '--output', 'json');

  expect(text.out).toBe(
    [
      '`alice@example.com` on `production`: require_approval (require_approval by rule `out of hours`)',
      'reason: ask the people on call',
      'opens: 2026-01-26T08:00:00Z',
      'ask: 2 of oncall, leads',
      'next: sentinel request production --for 1h',
      '',
      'DOCUMENT  RULE  EFFECT            DECIDED  CONDITIONS',
      'profile   0     require_approval  yes      groups=yes time=no',
      '',
    ].join('\n'),
  );
  expect(asCsv.out).toContain('profile,0,require_approval,yes,"groups=yes time=no"\n');
  expect(JSON.parse(asJson.out)).toEqual(answer);
  expect(tvm.seen[2]?.target).toBe('/explain?profile=production&subject=bob');
});

describe('sessions', () => {
  const idOf = (at: number) => at.toString(16).padStart(16, '0');

  test('are listed', async () => {
    await using tvm = await startTvm([{ body: { items: [sessionOf({ justification: 'a, b' })] } }]);
    using me = desk({ SENTINEL_TVM_URL: tvm.url });

    const ran = await me.sentinel('sessions', '--output', 'csv');

    expect(ran.out).toBe(
      'id,subject,profile,status,via,vends,opened_at,expires_at,justification\naaaaaaaaaaaaaaaa,alice@example.com,staging,active,direct,3,2026-01-25T13:00:00Z,2026-01-25T14:50:00Z,"a, b"\n',
    );
    expect(tvm.seen[0]?.target).toBe('/sessions?limit=50');
  });

  test('are paged through up to the limit', async () => {
    await using tvm = await startTvm(({ target }) => {
      const query = new URLSearchParams(target.split('?')[1]);
      const from = Number(query.get('page_token') ?? 0);
      const count = Number(query.get('limit'));
      const items = Array.from({ length: count }, (_, at) => sessionOf({ id: idOf(from + at) }));
      return { body: { items, next_page_token: String(from + count) } };
    });
    using me = desk({ SENTINEL_TVM_URL: tvm.url });

    const ran = await me.sentinel(
      ...[
        'sessions',
        '--all',
        '--status',
        'active',
        '--profile',
        'p',
        '--limit',
        '230',
        '--output',
        'json',
      ],
    );

    const { items } = JSON.parse(ran.out);
    expect(items).toHaveLength(230);
    expect(items[229].id).toBe(idOf(229));
    expect(tvm.seen.map(({ target }) => target)).toEqual([
      '/sessions?limit=100&profile=p&status=active&view=all',
      '/sessions?limit=100&page_token=100&profile=p&status=active&view=all',
      '/sessions?limit=30&page_token=200&profile=p&status=active&view=all',
    ]);
  });

  test('a page that is refused ends the listing without half a list', async () => {
    await using tvm = await startTvm([
      { body: { items: [sessionOf()], next_page_token: 'x' } },
      refusalOf(500, 'INTERNAL'),
    ]);
    using me = desk({ SENTINEL_TVM_URL: tvm.url });

    expect(await me.sentinel('sessions')).toMatchObject({ code: 1, out: '' });
  });
});

test('explain says so where the approvers are no groups', async () => {
  const answer = {
    profile: 'production',
    subject: 'alice@example.com',
    access: 'require_approval',
    effect: 'require_approval',
    rules: [],
    ask: { groups: [], count: 1 },
  };
  await using tvm = await startTvm([{ body: answer }]);
  using me = desk({ SENTINEL_TVM_URL: tvm.url });

  const ran = await me.sentinel('explain', 'production');

  expect(ran.out).toContain('\nask: 1 of the approvers that the policy names\n');
});

test('a session is shown, or ended', async () => {
  await using tvm = await startTvm(({ method }) => ({
    body: sessionOf(method === 'POST' ? { status: 'ended', ended_at: '2026-01-25T14:00:00Z' } : {}),
  }));
  using me = desk({ SENTINEL_TVM_URL: tvm.url });

  const shown = await me.sentinel('session', 'aaaaaaaaaaaaaaaa');
  const ended = await me.sentinel('session', 'aaaaaaaaaaaaaaaa', '--end');

  expect(shown.out).toContain('status:          active\n');
  expect(shown.out).not.toContain('ticket:');
  expect(ended.out).toContain('ended_at:        2026-01-25T14:00:00Z\n');
  expect(tvm.seen.map(({ method, target }) => `${method} ${target}`)).toEqual([
    'GET /sessions/aaaaaaaaaaaaaaaa',
    'POST /sessions/aaaaaaaaaaaaaaaa/end',
  ]);
});

describe('a refusal', () => {
  test.each([
    ['POLICY_DENY', 403, 3],
    ['FORBIDDEN', 403, 3],
    ['SUBJECT_BLOCKED', 403, 6],
    ['INVALID_IDENTITY', 400, 5],
    ['RATE_LIMITED', 429, 1],
    ['DEPENDENCY_UNAVAILABLE', 503, 7],
    ['NOT_INVENTED_YET', 403, 1],
  ])('%s exits with its own code', async (code, status, exit) => {
    await using tvm = await startTvm([refusalOf(status, code, { RetryAfter: 9 })]);
    using me = desk({ SENTINEL_TVM_URL: tvm.url });

    const ran = await me.sentinel('profiles');

    expect(ran).toMatchObject({ code: exit, out: '' });
    expect(ran.err).toContain(`(${code}) [request 0123456789abcdef]\nretry in: 9s\n`);
  });

  test.each([
    ['POLICY_DENY', true],
    ['APPROVAL_REQUIRED', true],
    ['SUBJECT_BLOCKED', false],
  ])('%s to a role tells so: %s', async (code, isTold) => {
    await using tvm = await startTvm(({ target }) =>
      target === '/whoami' ? { body: role } : refusalOf(403, code),
    );
    using me = desk({ SENTINEL_TVM_URL: tvm.url });

    const ran = await me.sentinel('profiles');

    expect(
      ran.err.includes('note: you count as `role/111122223333/ci`, a role rather than a person'),
    ).toBe(isTold);
  });

  test('to a person, or to somebody unknown, says nothing of roles', async () => {
    for (const who of [{ body: person }, refusalOf(403, 'INVALID_IDENTITY')]) {
      await using tvm = await startTvm(({ target }) =>
        target === '/whoami' ? who : refusalOf(403, 'POLICY_DENY'),
      );
      using me = desk({ SENTINEL_TVM_URL: tvm.url });

      expect((await me.sentinel('profiles')).err).not.toContain('note:');
    }
  });

  test('by a server that is not there is 7', async () => {
    const tvm = await startTvm([{}]);
    await tvm[Symbol.asyncDispose]();
    using me = desk({ SENTINEL_TVM_URL: tvm.url });

    const ran = await me.sentinel('profiles');

    expect(ran.code).toBe(7);
    expect(ran.err).toContain(
      `cannot reach \`127.0.0.1:${tvm.port}\` (ECONNREFUSED) (UNREACHABLE)`,
    );
  });

  test('by the gateway is 5 and says what IAM must allow', async () => {
    await using tvm = await startTvm([
      {
        status: 403,
        headers: { date: new Date(nowMs).toUTCString() },
        body: { message: 'Forbidden' },
      },
    ]);
    using me = desk({ SENTINEL_TVM_URL: tvm.url });

    const ran = await me.sentinel('profiles');

    expect(ran.code).toBe(5);
    expect(ran.err).toContain('`execute-api:Invoke`');
  });
});

describe('base credentials', () => {
  test.each([
    [{ SENTINEL_RESOLVING: '1' }, '`credential_process` is sentinel itself'],
    [{ AWS_SENTINEL: 'staging' }, 'lay in environment variables only'],
    [{ AWS_CREDENTIAL_EXPIRATION: '2026-01-25T13:00:00Z' }, 'have expired'],
  ])('%j ends with 5', async (env, words) => {
    await using tvm = await startTvm([{ body: person }]);
    using me = desk({ SENTINEL_TVM_URL: tvm.url, ...env });

    const ran = await me.sentinel('whoami');

    expect(ran).toMatchObject({ code: 5, out: '' });
    expect(ran.err).toContain(words);
    expect(tvm.seen).toEqual([]);
  });

  test('help and usage need none', async () => {
    using me = desk({ SENTINEL_RESOLVING: '1' });

    expect((await me.sentinel('whoami', '--help')).code).toBe(0);
    expect((await me.sentinel('whoami', '--nothing')).code).toBe(2);
  });
});
