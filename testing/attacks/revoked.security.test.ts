import { place, revocationAccount } from '@sentinel/devstack/stack/place';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assumeRole } from './assume-role.ts';
import { allow, openRange, type Range } from './firing-range.ts';
import { type Answer, askAws, type Keys, keysIn, type Shot } from './hostile-client.ts';
import { repel, vendShot } from './repel.ts';

const { hubAccount, workloadAccount } = place;

/** Holds back what STS answers to the TVM, for as long as a test wants. */
let gate: { readonly until: Promise<unknown>; readonly reached: () => void } | undefined;
let range: Range;
let erin: Keys;

beforeAll(async () => {
  range = await openRange({
    directory: (text) =>
      text.replace('administration:\n', 'administration:\n  check: { users: [role/ci-deploy] }\n'),
    faults: ({ service, operation, input }) => {
      const isVend =
        operation === 'AssumeRole' && /SentinelProtected/.test(String(input['RoleArn']));
      if (gate === undefined || service !== 'sts' || !isVend) return undefined;
      gate.reached();
      return { kind: 'slow', until: gate.until };
    },
  });
  erin = range.keysOf('erin');
});
afterAll(() => range.close());

const sessionOf = (answer: Answer) => String(Object(answer.json['Sentinel'])['SessionId']);

async function revoke(body: object): Promise<string> {
  const answer = await range.post(erin, '/revocations', { reason: 'a stolen laptop', ...body });
  expect(answer.status, answer.body).toBe(200);
  await range.denied();
  return String(answer.json['id']);
}

async function canRead(keys: Keys): Promise<boolean> {
  const input = { Name: '/sentinel/directory' };
  const ask = { service: 'ssm', target: 'AmazonSSM.GetParameter', input };
  return (await askAws(range.stack.ssm.url, keys, ask)).status === 200;
}

const assume = (keys: Keys, role: string) =>
  assumeRole(range, keys, {
    roleArn: `arn:aws:iam::${workloadAccount}:role/${role}`,
    sessionName: 'onwards',
  });

/** A role of the workload that people chain to from `dev`. */
function chainedRole(name: string, managedPolicyArns: readonly string[]): void {
  range.stack.iam.addRole({
    accountId: workloadAccount,
    name,
    trust: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${workloadAccount}:role/SentinelProtected-Dev` },
          Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
        },
      ],
    },
    policies: [allow(['*'])],
    managedPolicyArns,
  });
}

describe('SEC-11 a person who was revoked, and goes on', () => {
  test('SEC-11 gets nothing by any session, new or old, by any route, under any name of theirs', async () => {
    const alice = range.keysOf('alice');
    const user = range.user('alice');
    const vends = await Promise.all(
      ['dev', 'dev'].map((profile) => range.fire(alice, vendShot(profile))),
    );
    const open = vends.map((answer) => ({
      profile: 'dev',
      id: sessionOf(answer),
      keys: keysIn(answer),
    }));
    expect(await Promise.all(open.map(({ keys }) => canRead(keys)))).not.toContain(false);

    const id = await revoke({ subject: 'alice@example.com' });

    const shots: readonly (readonly [string, Shot])[] = [
      ...open.map(
        ({ profile, id: session_id }) => ['to refresh', vendShot(profile, { session_id })] as const,
      ),
      ...['dev', 'staging', 'production', 'database', 'no-such'].map(
        (profile) => [`to be vended ${profile}`, vendShot(profile)] as const,
      ),
      ['to be vended by a query', { target: '/?profile=dev' }],
      [
        'to ask for an approval',
        {
          method: 'POST',
          target: '/requests',
          body: '{"profile":"database","justification":"I am innocent"}',
        },
      ],
      [
        'to break the glass',
        {
          method: 'POST',
          target: '/break-glass',
          body: '{"profiles":["database"],"reason_code":"incident","justification":"this is an emergency, really"}',
        },
      ],
      ['to look around', { target: '/profiles' }],
      ['to see the sessions', { target: '/sessions' }],
      ['to lift the block', { method: 'DELETE', target: `/revocations/${id}` }],
      [
        'to end a session and begin anew',
        { method: 'POST', target: `/sessions/${open[0]?.id}/end` },
      ],
    ];
    for (const [by, subject] of [
      [alice, 'alice@example.com'],
      [user, 'iam/alice'],
    ] as const) {
      for (const [wants, shot] of shots) {
        const refused = {
          code: 'SUBJECT_BLOCKED',
          truth: { subject, person: 'alice@example.com' },
        };
        await repel(range, { wants: `${wants} although revoked`, by, shot, refused });
      }
      const { status, json } = await range.fire(by, { target: '/whoami' });
      expect([status, json['person']]).toEqual([200, 'alice@example.com']);
    }
    for (const { keys } of open) {
      expect(await canRead(keys), 'SECURITY VIOLATION: a key that was held goes on').toBe(false);
      const target = `/sessions/check?access_key_id=${keys.accessKeyId}`;
      await repel(range, {
        wants: 'a service to take a key that was revoked',
        by: range.keysOf('ci'),
        shot: { target },
        refused: { code: 'SESSION_REVOKED', truth: { subject: 'role/ci-deploy' } },
      });
    }
  });

  test('SEC-11 comes not by the sessions of before when the block is lifted', async () => {
    const frank = range.keysOf('frank');
    const before = await range.fire(frank, vendShot('dev'));
    const id = await revoke({ subject: 'frank@example.com' });

    expect(
      (await range.fire(erin, { method: 'DELETE', target: `/revocations/${id}` })).status,
    ).toBe(200);
    await range.denied();

    await repel(range, {
      wants: 'to go on in a session that was revoked',
      by: frank,
      shot: vendShot('dev', { session_id: sessionOf(before) }),
      refused: { code: 'SESSION_REVOKED', truth: { subject: 'frank@example.com' } },
    });
    expect(await canRead(keysIn(before)), 'SECURITY VIOLATION: a stolen key came back').toBe(false);
    expect((await range.fire(frank, vendShot('dev'))).status).toBe(200);
  });

  test('SEC-11 is refused what was under way, and its credentials are told to nobody', async () => {
    const grace = range.keysOf('grace');
    const answered = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    gate = { until: answered.promise, reached: reached.resolve };
    const under = range.fire(grace, vendShot('dev'));
    await reached.promise;

    await revoke({ subject: 'grace@example.com' });
    gate = undefined;
    answered.resolve();
    const answer = await under;

    expect(answer.raw, 'SECURITY VIOLATION: what was withdrawn is told').not.toMatch(
      /ASIA[A-Z0-9]{8}|SecretAccessKey/,
    );
    expect(answer.json).toMatchObject({ Code: 'SESSION_REVOKED' });
    const records = range.decisions().filter((record) => record.request_id === answer.requestId);
    expect(records.map(({ outcome }) => outcome)).toEqual(['allow', 'withdrawn']);
    expect(records[1], 'SECURITY VIOLATION: the record does not tell the truth').toMatchObject({
      subject: 'grace@example.com',
      code: 'SESSION_REVOKED',
      access_key_id: expect.stringMatching(/^ASIA/),
    });
    const [{ sk, status } = {}] = (await range.holdings()).filter(
      (item) =>
        item['subject'] === 'grace@example.com' && String(item['sk']).startsWith('session#'),
    );
    expect(String(sk)).toMatch(/^session#/);
    expect(status, 'SECURITY VIOLATION: its session lives').not.toBe('active');
  });

  test('SEC-11 is denied in roles chained to that carry the policy; in one that does not, as the documents say, not', async () => {
    const heidi = range.keysOf('heidi');
    chainedRole('Deploy', [revocationAccount.policyArn]);
    chainedRole('Forgotten', []);
    const keys = keysIn(await range.fire(heidi, vendShot('dev')));
    const [chained, forgotten] = [
      keysIn(await assume(keys, 'Deploy')),
      keysIn(await assume(keys, 'Forgotten')),
    ];
    expect([await canRead(chained), await canRead(forgotten)]).toEqual([true, true]);

    await revoke({ subject: 'heidi@example.com' });

    expect(await canRead(chained), 'SECURITY VIOLATION: a chained session goes on').toBe(false);
    expect(await canRead(forgotten), 'what SECURITY.md says is not covered has changed').toBe(true);
    for (const role of ['Deploy', 'Forgotten']) {
      const again = await assume(keys, role);
      expect(again.status, 'SECURITY VIOLATION: a revoked key is chained on').toBe(403);
    }
    for (const by of [chained, forgotten]) {
      await repel(range, {
        wants: 'in by a session chained from a vended one',
        by,
        shot: vendShot('dev'),
        refused: { code: 'INVALID_IDENTITY', truth: { subject: null, account: workloadAccount } },
      });
    }
  });

  test('SEC-11 as a subject that never was, in other letters or with a wildcard, nobody else is revoked', async () => {
    const ivan = range.keysOf('ivan');
    const held = keysIn(await range.fire(ivan, vendShot('dev')));
    const subjects = [
      '*',
      'ivan*',
      '*@example.com',
      'IVAN@example.com',
      'ivan@example.com#state',
      'ivan@example.com/..',
      '????@example.com',
      `${hubAccount}:iam/ivan`,
    ];

    const answers = await Promise.all(
      subjects.map((subject) => range.post(erin, '/revocations', { subject, reason: 'a pattern' })),
    );
    await range.denied();

    expect(answers.map(({ status }) => status)).toEqual(subjects.map(() => 400));
    expect(await canRead(held), 'somebody else was denied').toBe(true);
    expect((await range.fire(ivan, vendShot('dev'))).status).toBe(200);
  });
});
