import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { askToVend, putRules } from '../testing/a-vend.ts';
import {
  aWorld,
  codeOf,
  decisions,
  ownAccount,
  person,
  profileNamed,
  roleSession,
} from '../testing/a-world.ts';
import { SentinelError } from './errors.ts';
import type { SubjectId } from './identity/subject.ts';
import { failCall, failMethod } from './memory/faults.ts';
import type { Intercept } from './memory/intercept.ts';
import type { MemoryWorld } from './memory/world.ts';
import { isRefusal } from './reasons.ts';

const asSubject = (text: string) => text as SubjectId;
const now = Date.UTC(2026, 0, 25, 14, 30);

function expectNothingVended(outside: MemoryWorld, result: unknown, why: string) {
  expect(isRefusal(result), `SECURITY VIOLATION: vended though ${why}`).toBe(true);
  expect(
    decisions(outside).filter((each) => each.outcome === 'allow'),
    `SECURITY VIOLATION: recorded as allowed though ${why}`,
  ).toEqual([]);
}

describe('SEC-01 no credentials without an explicit allow', () => {
  test.each([
    [
      'no rule matches',
      '  - { name: a, effect: allow, conditions: { groups: [engineering], time: { days: [monday], timezone: UTC } } }',
    ],
    [
      'a deny comes first',
      '  - { name: a, effect: deny, conditions: { any: true } }\n  - { name: b, effect: allow, conditions: { any: true } }',
    ],
    [
      'an approval is required',
      '  - { name: a, effect: require_approval, conditions: { any: true } }',
    ],
    [
      'only others may',
      '  - { name: a, effect: allow, conditions: { users: [carol@example.com] } }',
    ],
  ])('SEC-01 %s', async (why, rules) => {
    const { outside, world } = aWorld();
    putRules(outside, 'x', rules, 'approval: { approvers: { users: [carol@example.com] } }');

    const result = await askToVend(world, { profile: 'x' });

    expectNothingVended(outside, result, why);
    expect(outside.credentials.asked(), `SECURITY VIOLATION: STS asked though ${why}`).toEqual([]);
  });
});

/** Every call that one good vend makes, by name. */
async function callsOfAVend(sessionId?: boolean): Promise<readonly string[]> {
  const names: string[] = [];
  const { world } = aWorld({
    intercept: (call, proceed) => {
      names.push(`${call.port}.${call.method}`);
      return proceed();
    },
  });
  const first = await askToVend(world);
  if (!sessionId || isRefusal(first)) return names;
  names.length = 0;
  await askToVend(world, { profile: 'dev', session_id: first.session.id });
  return names;
}

describe('SEC-02 any dependency that fails, at any call, gives no credentials', () => {
  const spared = new Set(['clock.nowMs', 'policies.put', 'policies.remove']);

  test('SEC-02 the n-th external call fails, or its reply is lost', async () => {
    const calls = await callsOfAVend();
    expect(calls.length).toBeGreaterThan(15);
    let failures = 0;
    for (const moment of ['before', 'after'] as const) {
      for (const [index, name] of calls.entries()) {
        if (spared.has(name)) continue;
        failures += 1;
        const { outside, world } = aWorld({ intercept: failCall(index + 1, moment) });

        const result = await askToVend(world).catch(() => 'rejected' as const);

        const why = `${name} (call ${index + 1}) failed ${moment} it was made`;
        const isAnswered = result !== 'rejected' && !isRefusal(result);
        expect(isAnswered, `SECURITY VIOLATION: vended though ${why}`).toBe(false);
        if (name === 'random.id' || name === 'trail.write') continue;
        const code = isRefusal(result) ? result.code : '';
        expect(code, why).toBe('DEPENDENCY_UNAVAILABLE');
        const records = decisions(outside);
        const final = records.at(-1);
        expect(
          final?.outcome,
          `SECURITY VIOLATION: recorded as ${final?.outcome} though ${why}`,
        ).toMatch(/^(error|withdrawn)$/);
        expect(records.length - (records[0]?.outcome === 'allow' ? 1 : 0), why).toBe(1);
      }
    }
    expect(failures).toBeGreaterThan(20);
  });

  test('SEC-02 also when a session is continued', async () => {
    const continuing = (await callsOfAVend(true)).filter((name) => name.startsWith('sessions.'));

    for (const name of new Set(continuing)) {
      let isArmed = false;
      const failing = failMethod(name);
      const intercept: Intercept = (call, proceed) =>
        isArmed ? failing(call, proceed) : proceed();
      const { outside, world } = aWorld({ intercept });
      const first = await askToVend(world);
      if (isRefusal(first)) throw new Error(first.message);
      isArmed = true;

      const result = await askToVend(world, { profile: 'dev', session_id: first.session.id });

      expect(codeOf(result), `SECURITY VIOLATION: vended though ${name} failed`).toBe(
        'DEPENDENCY_UNAVAILABLE',
      );
      expect(decisions(outside).at(-1)?.outcome).not.toBe('allow');
    }
  });

  test.each([
    ['CREDENTIAL_ERROR', 'AccessDenied for role/SentinelProtected-Dev'],
    ['DEPENDENCY_UNAVAILABLE', 'connect ETIMEDOUT 10.0.0.1'],
  ] as const)(
    'SEC-02 STS fails with %s, and none of its words reach the caller',
    async (code, words) => {
      const { outside, world } = aWorld({
        intercept: (call, proceed) =>
          call.method === 'assume' ? Promise.reject(new SentinelError(code, words)) : proceed(),
      });

      const result = await askToVend(world);

      expectNothingVended(outside, result, 'STS failed');
      expect(codeOf(result)).toBe(code);
      expect(isRefusal(result) && `${result.message}${result.help}`).not.toMatch(
        /Denied|ETIMEDOUT|role/,
      );
      expect(outside.trail.lines().join('\n')).toContain(words);
    },
  );
});

test('SEC-05 the role is the document’s, whatever the caller sends', async () => {
  const { outside, world } = aWorld();
  const property = fc.asyncProperty(
    fc.record(
      {
        profile: fc.oneof(
          fc.constant('dev'),
          fc.string(),
          fc.constant(`arn:aws:iam::${ownAccount}:role/Admin`),
        ),
        justification: fc.string({ minLength: 10, maxLength: 500 }),
        ticket: fc.stringMatching(/^[\w.:/=+@-]{1,64}$/),
        device_id: fc.stringMatching(/^[\w.:-]{1,128}$/),
      },
      { requiredKeys: ['profile'] },
    ),
    async (input) => {
      outside.clock.advance(60_000);
      await askToVend(world, input);
      const roles = new Set(outside.credentials.asked().map((each) => each.roleArn));
      roles.delete(`arn:aws:iam::${ownAccount}:role/SentinelProtected-Dev`);
      expect([...roles], 'SECURITY VIOLATION: the caller chose a role').toEqual([]);
    },
  );

  await fc.assert(property, { numRuns: 500 });
  expect(outside.credentials.asked().length).toBeGreaterThan(50);
});

describe('SEC-11 a vend and a block', () => {
  const block = { profile: '*', untilMs: now + 3_600_000 };

  test.each([
    [
      'of the subject, for all profiles',
      (outside: MemoryWorld) => outside.subjects.block(asSubject('alice@example.com'), 'r1', block),
    ],
    [
      'of the subject, for this profile',
      (outside: MemoryWorld) =>
        outside.subjects.block(asSubject('alice@example.com'), 'r1', { ...block, profile: 'dev' }),
    ],
    [
      'of the profile',
      (outside: MemoryWorld) =>
        outside.subjects.blockProfile(profileNamed('dev'), 'r1', block.untilMs),
    ],
  ])('SEC-11 a block %s refuses the very next vend', async (_what, apply) => {
    const { outside, world } = aWorld();
    apply(outside);

    const result = await askToVend(world);

    expectNothingVended(outside, result, 'blocked');
    expect(codeOf(result)).toBe('SUBJECT_BLOCKED');
    expect(outside.credentials.asked()).toEqual([]);
  });

  test('SEC-11 a block of another profile, or one that is over, does not refuse', async () => {
    const { outside, world } = aWorld();
    outside.subjects.block(asSubject('alice@example.com'), 'r1', { ...block, profile: 'other' });
    outside.subjects.block(asSubject('alice@example.com'), 'r2', { profile: '*', untilMs: now });

    const result = await askToVend(world);

    expect(codeOf(result)).toBe('OK');
  });

  test.each(['subject', 'profile'])(
    'SEC-11 a new block of the %s while STS works withdraws what it issued',
    async (what) => {
      let outside: MemoryWorld | undefined;
      const built = aWorld({
        intercept: (call, proceed) => {
          if (call.method === 'assume') {
            if (what === 'subject')
              outside?.subjects.block(asSubject('alice@example.com'), 'r1', {
                ...block,
                untilMs: 0,
              });
            else outside?.subjects.blockProfile(profileNamed('dev'), 'r1', 0);
          }
          return proceed();
        },
      });
      outside = built.outside;

      const result = await askToVend(built.world);

      expectNothingVended(outside, result, 'blocked while STS worked');
      expect(decisions(outside)).toMatchObject([
        { outcome: 'withdrawn', code: 'SUBJECT_BLOCKED', access_key_id: 'ASIA0000000000000001' },
      ]);
    },
  );

  test('SEC-11 a block that appears without a new epoch withdraws too', async () => {
    const { outside, world } = aWorld();
    let reads = 0;
    const untilMs = now + 1000;
    const subjects = {
      ...world.subjects,
      count: world.subjects.count.bind(world.subjects),
      readProfile: world.subjects.readProfile.bind(world.subjects),
      read: async () => {
        reads += 1;
        return { epoch: 0, blocks: new Map([['r1', { profile: 'dev', untilMs }]]) };
      },
    };

    const result = await askToVend({ ...world, subjects });

    expect(reads).toBe(1);
    expect(codeOf(result), 'SECURITY VIOLATION: a block was overlooked').toBe('SUBJECT_BLOCKED');
    expect(decisions(outside).map((each) => each.outcome)).toEqual(['withdrawn']);
  });

  test.each([10_000, -1])(
    'SEC-11 an issue that seems to take %i ms is withdrawn',
    async (tookMs) => {
      let outside: MemoryWorld | undefined;
      const built = aWorld({
        intercept: (call, proceed) => {
          if (call.method === 'assume') outside?.clock.advance(tookMs);
          return proceed();
        },
      });
      outside = built.outside;

      const result = await askToVend(built.world);

      expect(codeOf(result), 'SECURITY VIOLATION: vended without knowing how long it took').toBe(
        'DEPENDENCY_UNAVAILABLE',
      );
    },
  );

  test('SEC-11 a session revoked before the commit withdraws what was issued, in a second line', async () => {
    let outside: MemoryWorld | undefined;
    const built = aWorld({
      intercept: (call, proceed) => {
        const [session] = outside?.sessions.all() ?? [];
        if (call.method === 'commit' && session)
          outside?.sessions.revoke({ subject: session.subject, id: session.id }, now);
        return proceed();
      },
    });
    outside = built.outside;

    const result = await askToVend(built.world);

    expect(codeOf(result), 'SECURITY VIOLATION: vended though revoked').toBe('SESSION_REVOKED');
    expect(decisions(outside).map((each) => each.outcome)).toEqual(['allow', 'withdrawn']);
  });

  test('SEC-11 what took longer than a revocation waits is withdrawn', async () => {
    let outside: MemoryWorld | undefined;
    const built = aWorld({
      intercept: (call, proceed) => {
        if (call.method === 'assume') outside?.clock.advance(10_001);
        return proceed();
      },
    });
    outside = built.outside;

    const result = await askToVend(built.world);

    expect(codeOf(result), 'SECURITY VIOLATION: a late vend was answered').toBe(
      'DEPENDENCY_UNAVAILABLE',
    );
    expect(decisions(outside).map((each) => each.outcome)).toEqual(['allow', 'withdrawn']);
  });
});

test('SEC-12 the session is stored before STS is called, with all that is known', async () => {
  let outside: MemoryWorld | undefined;
  let before: unknown;
  const built = aWorld({
    intercept: (call, proceed) => {
      if (call.method === 'assume') before = outside?.sessions.all();
      return proceed();
    },
  });
  outside = built.outside;

  await askToVend(built.world, { profile: 'dev', justification: 'a good reason', ticket: 'OPS-1' });

  expect(before, 'SECURITY VIOLATION: STS was called without a durable record').toMatchObject([
    {
      subject: 'alice@example.com',
      profile: 'dev',
      status: 'active',
      justification: 'a good reason',
      ticket: 'OPS-1',
      rule: 'engineers',
      roleArn: `arn:aws:iam::${ownAccount}:role/SentinelProtected-Dev`,
    },
  ]);
});

test.each([
  ['fails', () => Promise.reject(new Error('down'))],
  ['takes its time', undefined],
])(
  'SEC-12 STS is not asked before the session is stored, also where that %s',
  async (_how, fail) => {
    let outside: MemoryWorld | undefined;
    const stored: number[] = [];
    const built = aWorld({
      intercept: (call, proceed) => {
        if (call.method === 'assume') stored.push(outside?.sessions.all().length ?? 0);
        if (call.port !== 'sessions' || call.method !== 'open') return proceed();
        return fail === undefined ? setImmediate().then(proceed) : fail();
      },
    });
    outside = built.outside;

    await askToVend(built.world);

    expect(stored, 'SECURITY VIOLATION: STS was called without a durable record').toEqual(
      fail === undefined ? [1] : [],
    );
  },
);

describe('SEC-13 credentials are of no use after their time', () => {
  const denyAfter = (second: string) => ({
    Effect: 'Deny',
    Action: '*',
    Resource: '*',
    Condition: { DateGreaterThanEquals: { 'aws:CurrentTime': second } },
  });

  test.each([
    [
      'the window of the rule',
      '  - { name: a, effect: allow, conditions: { time: { days: [sunday], hours: { start: "09:00", end: "14:35" }, timezone: UTC } } }',
    ],
    [
      'the start of an earlier deny',
      '  - { name: d, effect: deny, conditions: { time: { days: [sunday], hours: { start: "14:35", end: "18:00" }, timezone: UTC } } }\n  - { name: a, effect: allow, conditions: { any: true } }',
    ],
  ])('SEC-13 at the end of %s', async (_what, rules) => {
    const { outside, world } = aWorld();
    putRules(outside, 'x', rules);

    const vended = await askToVend(world, { profile: 'x' });

    const ends = Date.UTC(2026, 0, 25, 14, 35);
    expect(vended, 'SECURITY VIOLATION: use does not end').toMatchObject({
      endsUseAtMs: ends,
      entitledUntilMs: ends,
    });
    const [asked] = outside.credentials.asked();
    expect(asked?.durationSeconds).toBe(900);
    expect(
      JSON.parse(asked?.policy ?? '{}').Statement,
      'SECURITY VIOLATION: no Deny ends them',
    ).toContainEqual(denyAfter('2026-01-25T14:35:00Z'));
    expect(outside.sessions.all()[0]?.expiresAtMs).toBe(ends);
    expect(outside.sessions.keys()[0]?.expiresAtMs).toBe(ends);
  });

  test('SEC-13 what STS ends earlier than asked is of no use from then on', async () => {
    const { outside, world } = aWorld();
    const credentials = {
      assume: async () => ({
        accessKeyId: 'ASIASHORT',
        secretAccessKey: 'secret-canary',
        sessionToken: 'token-canary',
        expiresAtMs: now + 600_000,
      }),
    };

    const vended = await askToVend({ ...world, credentials });

    expect(vended, 'SECURITY VIOLATION: promised beyond their expiry').toMatchObject({
      endsUseAtMs: now + 600_000,
    });
    expect(outside.sessions.keys()[0]?.expiresAtMs).toBe(now + 600_000);
  });

  test('SEC-13 never after an hour, nor after the caps of rule and profile', async () => {
    const { outside, world } = aWorld();
    outside.policies.put(
      { kind: 'profile', name: 'capped' },
      `version: "1"
profile: { role_arn: "arn:aws:iam::${ownAccount}:role/SentinelProtected-C", max_duration: 40m }
rules:
  - { name: a, effect: allow, conditions: { users: [alice@example.com] }, max_duration: 20m }
  - { name: b, effect: allow, conditions: { any: true } }
`,
    );

    await askToVend(world, { profile: 'dev' });
    await askToVend(world, { profile: 'capped', duration: 3600 });
    await askToVend(world, { profile: 'capped', duration: 3600 }, person('bob@example.com'));

    expect(
      outside.credentials.asked().map((each) => each.durationSeconds),
      'SECURITY VIOLATION: longer than the caps',
    ).toEqual([3600, 1200, 2400]);
  });
});

test('SEC-15 no secret key or session token in any line, session or key item', async () => {
  const { outside, world } = aWorld();

  const vended = await askToVend(world);
  await askToVend(world, { profile: 'nothing' });

  const written = JSON.stringify([
    outside.trail.lines(),
    outside.sessions.all(),
    outside.sessions.keys(),
  ]);
  expect(JSON.stringify(vended)).toContain('secret-canary');
  expect(written, 'SECURITY VIOLATION: a secret was written').not.toMatch(/canary/);
});

describe('SEC-26 who has no access cannot tell what exists', () => {
  test('SEC-26 an unknown, a hidden, a broken and a blocked hidden profile answer alike', async () => {
    const { outside, world } = aWorld();
    putRules(
      outside,
      'hidden',
      '  - { name: a, effect: allow, conditions: { users: [carol@example.com] } }',
    );
    putRules(
      outside,
      'hidden-blocked',
      '  - { name: a, effect: allow, conditions: { users: [carol@example.com] } }',
    );
    outside.subjects.blockProfile(profileNamed('hidden-blocked'), 'r1', now + 1e6);
    putRules(
      outside,
      'denied-only',
      '  - { name: a, effect: deny, conditions: { any: true }, reason: secret project }',
    );
    putRules(outside, 'broken', '  - { name: a, effect: alow, conditions: { any: true } }');
    putRules(
      outside,
      'no-group',
      '  - { name: a, effect: allow, conditions: { groups: [ghosts] } }',
    );
    putRules(
      outside,
      'no-approvers',
      '  - { name: a, effect: require_approval, conditions: { groups: [engineering] } }',
    );
    const names = [
      ...['unknown', 'hidden', 'hidden-blocked', 'denied-only'],
      ...['broken', 'no-group', 'no-approvers'],
    ];

    const answers = [];
    for (const profile of names) answers.push(await askToVend(world, { profile }));

    const told = answers.map((each) =>
      isRefusal(each) ? [each.code, each.message, each.help, each.retryAfterSeconds] : 'vended',
    );
    expect(
      new Set(told.map((each) => JSON.stringify(each))).size,
      'SECURITY VIOLATION: answers differ',
    ).toBe(1);
    expect(decisions(outside).map((each) => each.code)).toEqual([
      'POLICY_DENY',
      'POLICY_DENY',
      'POLICY_DENY',
      'POLICY_DENY',
      'POLICY_ERROR',
      'POLICY_ERROR',
      'POLICY_ERROR',
    ]);
  });
});

describe('SEC-28 rates', () => {
  test('SEC-28 hold under parallel load: of 200 calls at once, 60 pass', async () => {
    const { world } = aWorld();

    const results = await Promise.all(Array.from({ length: 200 }, () => askToVend(world)));

    const passed = results.filter((each) => !isRefusal(each)).length;
    expect(passed, 'SECURITY VIOLATION: the rate does not hold').toBe(60);
    expect(results.find(isRefusal)).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 60 });
  });

  test('SEC-28 the first limit whose globs match the subject counts, and a new minute begins anew', async () => {
    const { outside, world } = aWorld();
    const ci = roleSession('ci-deploy', 'build-1');
    const six = async () => {
      const codes = [];
      for (let call = 0; call < 6; call++)
        codes.push(codeOf(await askToVend(world, { profile: 'dev' }, ci)));
      return codes;
    };

    const first = await six();
    outside.clock.advance(60_000);
    const second = await six();

    expect(first, 'SECURITY VIOLATION: the limit does not hold').toEqual([
      'OK',
      'OK',
      'OK',
      'OK',
      'OK',
      'RATE_LIMITED',
    ]);
    expect(second).toEqual(first);
  });

  test('SEC-28 fail closed: without the count nothing is vended', async () => {
    const { outside, world } = aWorld({ intercept: failMethod('subjects.count') });

    const result = await askToVend(world);

    expectNothingVended(outside, result, 'the count failed');
  });
});

describe('SEC-30 nothing that a caller sends adds a permission', () => {
  test.each([
    [
      'managed policies',
      'session_policy_arns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"]',
      { policyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] },
    ],
    [
      'an inline policy',
      'session_policy: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "s3:Get*", Resource: "*" }] }',
      {
        policyArns: [],
        policy:
          '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}]}',
      },
    ],
  ])('SEC-30 %s of the rule go to STS as they stand', async (_what, narrowing, sent) => {
    const { outside, world } = aWorld();
    putRules(
      outside,
      'x',
      `  - { name: a, effect: allow, conditions: { any: true }, ${narrowing} }`,
    );

    await askToVend(world, { profile: 'x', justification: 'Allow * please', ticket: 'Allow' });

    const { policy, policyArns } = outside.credentials.asked()[0] ?? {};
    expect({ policy, policyArns }, 'SECURITY VIOLATION: permissions were changed').toEqual({
      policy: undefined,
      ...sent,
    });
  });
});
