import { describe, expect, test } from 'vitest';
import { askToVend, putRules } from '../testing/a-vend.ts';
import { alice, aWorld, codeOf, decisions, ownAccount, roleSession } from '../testing/a-world.ts';
import { failMethod } from './memory/faults.ts';
import type { Intercept } from './memory/intercept.ts';
import type { MemoryWorld } from './memory/world.ts';
import { isRefusal } from './reasons.ts';
import { readVendAsk } from './vend-ask.ts';

describe('an engineer asks for dev', () => {
  test('and gets credentials, with all that is told of them', async () => {
    const { world } = aWorld();

    const vended = await askToVend(world);

    expect(vended).toMatchObject({
      role: { arn: `arn:aws:iam::${ownAccount}:role/SentinelProtected-Dev`, accountId: ownAccount },
      rule: 'engineers',
      region: 'eu-west-1',
      endsUseAtMs: Date.UTC(2026, 0, 25, 15, 30),
      session: { via: 'direct', status: 'active', vends: 1 },
    });
    expect(vended).not.toHaveProperty('entitledUntilMs');
  });

  test('and STS is asked for the role of the document, stamped with who and why', async () => {
    const { outside, world } = aWorld();

    const vended = await askToVend(world, { profile: 'dev', ticket: 'OPS-42', duration: 1800 });

    const id = isRefusal(vended) ? '' : vended.session.id;
    const [source] = decisions(outside)[0]?.policies ?? [];
    expect(outside.credentials.asked()).toEqual([
      {
        roleArn: `arn:aws:iam::${ownAccount}:role/SentinelProtected-Dev`,
        roleSessionName: 'alice',
        sourceIdentity: `sentinel.direct.${id}.alice`,
        durationSeconds: 1800,
        tags: [
          { key: 'SentinelSessionID', value: id },
          { key: 'SentinelUser', value: 'alice' },
          { key: 'SentinelProfile', value: 'dev' },
          { key: 'SentinelVia', value: 'direct' },
          { key: 'SentinelPolicy', value: source?.sha256.slice(0, 16) },
          { key: 'SentinelTicket', value: 'OPS-42' },
        ],
        policyArns: [],
      },
    ]);
  });

  test('and the record says who, what and why', async () => {
    const { outside, world } = aWorld();

    await askToVend(world, {
      profile: 'dev',
      justification: 'look at the failing deploy',
      device_id: 'mac-7',
    });

    expect(decisions(outside)).toMatchObject([
      {
        outcome: 'allow',
        code: 'OK',
        subject: 'alice@example.com',
        profile: 'dev',
        rule: 'engineers',
        rule_index: 0,
        via: 'direct',
        justification: 'look at the failing deploy',
        device: { id: 'mac-7' },
        duration_seconds: 3600,
        expires_at: '2026-01-25T15:30:00.000Z',
        role_session_name: 'alice',
        access_key_id: 'ASIA0000000000000001',
        policies: [
          { parameter: '/sentinel/policies/dev', version: 1 },
          { parameter: '/sentinel/groups/engineering', version: 1 },
          { parameter: '/sentinel/directory', version: 1 },
        ],
      },
    ]);
  });

  test('and the key leads to the session and to the line of the decision', async () => {
    const { outside, world } = aWorld();

    const vended = await askToVend(world);

    const [record] = decisions(outside);
    expect(outside.sessions.keys()).toMatchObject([
      {
        accessKeyId: 'ASIA0000000000000001',
        session: { id: isRefusal(vended) ? '' : vended.session.id },
        line: { seq: 0, hash: Reflect.get(record ?? {}, 'hash') },
      },
    ]);
  });

  test('a profile that says so gets a session name of its own at every vend', async () => {
    const { outside, world } = aWorld();
    outside.policies.put(
      { kind: 'profile', name: 'traced' },
      `version: "1"
profile: { role_arn: "arn:aws:iam::${ownAccount}:role/SentinelProtected-T", session_name: per_vend }
rules: [{ name: all, effect: allow, conditions: { any: true } }]
`,
    );

    await askToVend(world, { profile: 'traced' });

    const [record] = decisions(outside);
    expect(outside.credentials.asked()[0]?.roleSessionName).toBe(`alice-${record?.request_id}`);
  });
});

describe('refused, and nothing is asked of STS', () => {
  test.each([
    [
      'the rule denies',
      'deny',
      'POLICY_DENY',
      'policy denies `other` now: not today',
      'sentinel explain other',
    ],
    [
      'an approval is needed',
      'require_approval',
      'APPROVAL_REQUIRED',
      '`other` needs an approval: not today',
      'sentinel request other --for 1h --justification "..."',
    ],
  ])('%s', async (_what, effect, code, message, help) => {
    const { outside, world } = aWorld();
    putRules(
      outside,
      'other',
      `  - { name: first, effect: ${effect}, conditions: { groups: [engineering] }, reason: not today }
  - { name: rest, effect: allow, conditions: { any: true } }`,
      'approval: { approvers: { users: [carol@example.com] } }',
    );

    const result = await askToVend(world, { profile: 'other' });

    expect(result).toMatchObject({ code, message, help });
    expect(outside.credentials.asked()).toEqual([]);
    expect(outside.sessions.all()).toEqual([]);
    expect(decisions(outside)).toMatchObject([
      { outcome: 'deny', code, rule: 'first', reason: 'not today' },
    ]);
  });

  test('the caller is not one whom the directory knows', async () => {
    const { outside, world } = aWorld();
    const signer = roleSession('AWSReservedSSO_Engineers_fedcba9876543210', 'alice@example.com');

    const result = await askToVend(world, { profile: 'dev' }, signer);

    expect(codeOf(result)).toBe('INVALID_IDENTITY');
    expect(outside.trail.lines().join('\n')).toContain('UntrustedSsoRole');
  });

  test.each([
    ['missing', undefined, 'POLICY_ERROR'],
    ['broken', 'version: "2"', 'POLICY_ERROR'],
  ])('the directory is %s', async (_what, text, code) => {
    const { outside, world } = aWorld();
    outside.policies.remove({ kind: 'directory' });
    if (text !== undefined) outside.policies.put({ kind: 'directory' }, text);

    const result = await askToVend(world);

    expect(codeOf(result)).toBe(code);
  });

  test.each([
    ['that its own role carries', alice, 'OK'],
    ['that another role carries', roleSession('ci-deploy', 'build-1'), 'POLICY_DENY'],
  ])('a group without document %s has no more members', async (_what, signer, code) => {
    const { outside, world } = aWorld();
    outside.policies.remove({ kind: 'group', name: 'engineering' });

    const result = await askToVend(world, { profile: 'dev' }, signer);

    expect(codeOf(result)).toBe(code);
    expect(decisions(outside)[0]?.code).toBe(code);
  });

  test('a baseline that does not load denies all', async () => {
    const { outside, world } = aWorld();
    outside.policies.put({ kind: 'baseline' }, 'version: "1"\nrules: [{ name: x }]\n');

    const result = await askToVend(world);

    expect(codeOf(result)).toBe('POLICY_ERROR');
  });
});

describe('a session', () => {
  test('is continued by its id', async () => {
    const { outside, world } = aWorld();
    const first = await askToVend(world);
    const id = isRefusal(first) ? '' : first.session.id;
    outside.clock.advance(40 * 60_000);

    const second = await askToVend(world, { profile: 'dev', session_id: id });

    expect(second).toMatchObject({ session: { id, vends: 2 } });
    expect(outside.sessions.all()).toHaveLength(1);
    expect(outside.credentials.asked()[1]?.sourceIdentity).toBe(
      outside.credentials.asked()[0]?.sourceIdentity,
    );
  });

  test.each([
    ['revoked', 'SESSION_REVOKED'],
    ['ended', 'CONFLICT'],
    ['expired', 'CONFLICT'],
    ['older than it may be', 'CONFLICT'],
    ['out of vends', 'CONFLICT'],
    ['from before a restore', 'CONFLICT'],
    ['opened for another profile', 'CONFLICT'],
    ['of another principal of the same subject', 'CONFLICT'],
    ['unknown', 'NOT_FOUND'],
    ['of somebody else', 'NOT_FOUND'],
  ])('that is %s is %s', async (what, code) => {
    const { outside, world } = aWorld({
      settings: what === 'out of vends' ? { sessionVends: 1 } : { sessionSeconds: 3000 },
    });
    putRules(outside, 'other', '  - { name: all, effect: allow, conditions: { any: true } }');
    const ci = roleSession('ci-deploy', 'build-1');
    const opener = what.startsWith('of ') ? ci : alice;
    const first = await askToVend(world, { profile: 'dev' }, opener);
    if (isRefusal(first)) throw new Error(first.message);
    const ref = { subject: first.session.subject, id: first.session.id };
    const now = outside.clock.nowMs();
    if (what === 'revoked') outside.sessions.revoke(ref, now);
    if (what === 'ended') await outside.sessions.end(ref, now);
    if (what === 'expired') outside.clock.advance(3_600_000);
    if (what === 'older than it may be') outside.clock.advance(3_000_000);
    if (what === 'from before a restore') outside.control.setNotBefore(now + 1);
    const signer =
      what === 'of another principal of the same subject'
        ? roleSession('ci-deploy', 'build-2')
        : alice;
    const session_id = what === 'unknown' ? 'ffffffffffffffff' : ref.id;
    const profile = what === 'opened for another profile' ? 'other' : 'dev';

    const result = await askToVend(world, { profile, session_id }, signer);

    expect(codeOf(result)).toBe(code);
    expect(outside.credentials.asked()).toHaveLength(1);
  });
});

test('a session whose last vend was taken meanwhile is not continued', async () => {
  let outside: MemoryWorld | undefined;
  const built = aWorld({
    settings: { sessionVends: 2 },
    intercept: (call, proceed) => {
      const [session] = outside?.sessions.all() ?? [];
      if (call.method !== 'refresh' || session === undefined) return proceed();
      const meanwhile = {
        requestId: 'another',
        atMs: 0,
        expiresAtMs: session.expiresAtMs,
        maxVends: 2,
      };
      outside?.sessions.refresh(session, session, meanwhile);
      return proceed();
    },
  });
  outside = built.outside;
  const first = await askToVend(built.world);
  if (isRefusal(first)) throw new Error(first.message);

  const second = await askToVend(built.world, { profile: 'dev', session_id: first.session.id });

  expect(codeOf(second)).toBe('CONFLICT');
  expect(outside.credentials.asked()).toHaveLength(1);
});

test('a shorter vend that fails does not end what an earlier one issued', async () => {
  let isRefusing = false;
  const { outside, world } = aWorld({
    intercept: (call, proceed) =>
      isRefusing && call.method === 'assume' ? Promise.reject(new Error('no')) : proceed(),
  });
  const first = await askToVend(world);
  if (isRefusal(first)) throw new Error(first.message);
  isRefusing = true;

  await askToVend(world, { profile: 'dev', session_id: first.session.id, duration: 900 });

  expect(outside.sessions.all()[0]?.expiresAtMs).toBe(first.endsUseAtMs);
});

test('the session keeps which documents took part', async () => {
  const { outside, world } = aWorld();

  await askToVend(world);

  expect(outside.sessions.all()[0]?.policies.map((each) => each.parameter)).toEqual([
    '/sentinel/policies/dev',
    '/sentinel/groups/engineering',
    '/sentinel/directory',
  ]);
});

describe('what is asked for', () => {
  test.each([
    [{}, 'MISSING_PROFILE'],
    [{ profile: '' }, 'MISSING_PROFILE'],
    ...[
      '../x',
      'a/b',
      'a.b',
      '__proto__',
      'x'.repeat(300),
      'Dev',
      'dev ',
      '-x',
      'dév',
      7,
      null,
      ['dev'],
      {},
    ].map((profile) => [{ profile }, 'INVALID_PROFILE'] as const),
    [{ profile: `arn:aws:iam::${ownAccount}:role/SentinelProtected-Dev` }, 'INVALID_PROFILE'],
    [{ profile: 'constructor' }, 'POLICY_DENY'],
    ...[899, 3601, -1, 0, 900.5, Number.NaN, Infinity, '900', '', null, true].map(
      (duration) => [{ profile: 'dev', duration }, 'INVALID_DURATION'] as const,
    ),
    [{ profile: 'dev', duration: 900 }, 'OK'],
    [{ profile: 'dev', duration: 3600 }, 'OK'],
    [{ profile: 'dev', scope: 'read-only' }, 'INVALID_REQUEST'],
  ] as const)('%j: %s', async (input, code) => {
    const { world } = aWorld();

    const result = await askToVend(world, input);

    expect(codeOf(result)).toBe(code);
  });

  test.each([
    ['899', 'INVALID_DURATION'],
    ['3601', 'INVALID_DURATION'],
    ['-1', 'INVALID_DURATION'],
    ['1e3', 'INVALID_DURATION'],
    ['NaN', 'INVALID_DURATION'],
    ['', 'INVALID_DURATION'],
    ['0x384', 'INVALID_DURATION'],
    ['0900', 'INVALID_DURATION'],
    [' 900', 'INVALID_DURATION'],
    ['900\n', 'INVALID_DURATION'],
    ['٩٠٠', 'INVALID_DURATION'],
    ['900', 'OK'],
  ])('in a query, duration %j: %s', (duration, code) => {
    const result = readVendAsk({ profile: 'dev', duration }, 'query');

    expect(codeOf(result)).toBe(code);
  });
});

describe('a session in which nothing was handed out', () => {
  const failing = (method: string, isArmed: () => boolean): Intercept => {
    const fail = failMethod(method);
    return (call, proceed) => (isArmed() ? fail(call, proceed) : proceed());
  };

  test.each(['credentials.assume', 'subjects.read', 'sessions.putKey'])(
    'ends, where %s failed',
    async (method) => {
      const { outside, world } = aWorld({ intercept: failing(method, () => true) });

      const refused = await askToVend(world);

      expect(codeOf(refused)).toBe('DEPENDENCY_UNAVAILABLE');
      expect(outside.sessions.all().map(({ status }) => status)).toEqual(['ended']);
    },
  );

  test('is left to expire where that fails too, and the caller is told the first reason', async () => {
    const assume = failMethod('credentials.assume');
    const end = failMethod('sessions.end');
    const { outside, world } = aWorld({
      intercept: (call, proceed) => end(call, () => assume(call, proceed)),
    });

    const refused = await askToVend(world);

    expect(codeOf(refused)).toBe('DEPENDENCY_UNAVAILABLE');
    expect(outside.trail.lines().join('')).toContain('credentials.assume failed');
    expect(outside.sessions.all().map(({ status }) => status)).toEqual(['active']);
  });

  test('is not one that had vended before: a refresh that fails leaves it', async () => {
    let isDown = false;
    const { outside, world } = aWorld({ intercept: failing('credentials.assume', () => isDown) });
    const first = await askToVend(world);
    if (isRefusal(first)) throw new Error(first.message);
    isDown = true;

    await askToVend(world, { profile: 'dev', session_id: first.session.id });

    expect(outside.sessions.all().map(({ status }) => status)).toEqual(['active']);
  });
});
