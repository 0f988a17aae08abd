import { describe, expect, test } from 'vitest';
import { actsIn, aGlassWorld, bob, carol, opened, putGlass } from '../testing/a-break-glass.ts';
import { askToVend } from '../testing/a-vend.ts';
import { alice, codeOf, documents, ownAccount } from '../testing/a-world.ts';
import type { EventId } from './break-glass/event.ts';
import type { PersonId, SubjectId } from './identity/subject.ts';
import type { GlassUse } from './ports.ts';

const minute = 60_000;
const hour = 60 * minute;

/** Alice, as an IAM user that the directory knows to be hers. */
const aliceToo = {
  accountId: ownAccount,
  userArn: `arn:aws:iam::${ownAccount}:user/alice`,
  userId: 'AIDAEXAMPLEALICE00001',
  accessKey: 'AKIAEXAMPLEALICE',
};

const members = 'version: "1"\nmembers: [iam/bob, iam/alice, role/ci-deploy]\n';
const apart = documents.directory.replace(
  'people: { alice@example.com: [iam/alice] }',
  'people: { dan@example.com: [iam/dan] }',
);

function start(glass = '', directory: string = documents.directory) {
  const { outside, world } = aGlassWorld();
  outside.policies.put({ kind: 'directory' }, directory);
  outside.policies.put({ kind: 'group', name: 'engineering' }, members);
  for (const name of ['production', 'staging']) putGlass(outside, name, glass);
  return { outside, world, ...actsIn(world) };
}

describe('SEC-10 limits are those of a person', () => {
  const cooling = '  cooldown: 2h\n  review: { required: false }';
  const limits: readonly [string, string, string][] = [
    ['one active event a profile', '', 'CONFLICT'],
    ['the cooldown', cooling, 'COOLDOWN'],
    [
      'the quota per user',
      '  quota: { per_user: { count: 1, within: 24h } }\n  review: { required: false }',
      'QUOTA_EXCEEDED',
    ],
    ['an overdue review', '  review: { within: 1m }', 'REVIEW_OVERDUE'],
  ];
  const lasting = (code: string) => (code === 'CONFLICT' ? minute : hour + 10 * minute);

  test.each(limits)('SEC-10 %s holds for another subject of theirs', async (_what, glass, code) => {
    const { outside, open } = start(glass);
    await open();
    outside.clock.advance(lasting(code));

    const codes = [codeOf(await open({}, aliceToo)), codeOf(await open({}, bob))];

    expect(codes, 'SECURITY VIOLATION: an alias passed a limit').toEqual([code, 'OK']);
  });

  test.each(limits)(
    'SEC-10 %s counts what was done before two persons became one',
    async (_what, glass, code) => {
      const { outside, open } = start(glass, apart);
      await open({}, aliceToo);
      outside.policies.put({ kind: 'directory' }, documents.directory);
      outside.clock.advance(lasting(code));

      const codes = [codeOf(await open()), codeOf(await open({}, aliceToo))];

      expect(codes, 'SECURITY VIOLATION: an edit of `people` passed a limit').toEqual([code, code]);
    },
  );

  test.each(limits)(
    'SEC-10 %s holds after the document was deleted and written anew',
    async (_what, glass, code) => {
      const { outside, open } = start(glass);
      await open();
      outside.policies.remove({ kind: 'profile', name: 'production' });
      outside.clock.advance(lasting(code) - minute / 2);
      const meanwhile = codeOf(await open());
      putGlass(outside, 'production', glass);
      outside.clock.advance(minute / 2 + 1000);

      expect(meanwhile).toBe('POLICY_DENY');
      expect(codeOf(await open()), 'SECURITY VIOLATION: a new document passed a limit').toBe(code);
    },
  );

  test('SEC-10 an overdue review refuses every profile, also once no document asks for it', async () => {
    const { outside, open } = start('  review: { within: 1m }');
    await open();
    putGlass(outside, 'production', '  review: { required: false }');
    outside.clock.advance(2 * hour);

    const codes = [codeOf(await open({ profiles: ['staging'] })), codeOf(await open())];

    expect(codes, 'SECURITY VIOLATION: an edited document lifted a review').toEqual([
      'REVIEW_OVERDUE',
      'REVIEW_OVERDUE',
    ]);
  });

  test('SEC-10 the quota of a profile holds for all, also after it was deleted and written anew', async () => {
    const glass = '  quota: { total: { count: 1, within: 24h } }';
    const { outside, open } = start(glass);
    await open();
    outside.policies.remove({ kind: 'profile', name: 'production' });
    outside.clock.advance(31_000);
    await open({}, bob);
    putGlass(outside, 'production', glass);
    outside.clock.advance(31_000);

    expect(
      codeOf(await open({}, bob)),
      'SECURITY VIOLATION: a new document passed the quota of a profile',
    ).toBe('QUOTA_EXCEEDED');
  });

  test('SEC-10 a place lapses when nothing came of it, and never under an opening', async () => {
    const { outside, open } = start('  quota: { total: { count: 1, within: 24h } }');
    await open();
    outside.clock.advance(2 * hour);

    expect(codeOf(await open({}, bob)), 'SECURITY VIOLATION: a place that was used lapsed').toBe(
      'QUOTA_EXCEEDED',
    );
  });
});

describe('SEC-10 an opening is written while its place is kept for it, or not at all', () => {
  const glass = '  quota: { total: { count: 1, within: 24h } }';

  /** Alice opens, and the reply to her place takes so long; what came of it, and of bob if he opens meanwhile. */
  async function openSlowly(onItsWayMs: number, isBobThere = false) {
    const came: { alice?: unknown; bob?: unknown } = {};
    let isFirst = true;
    const stage = aGlassWorld(({ method }, proceed) => {
      if (method !== 'reserve' || !isFirst) return proceed();
      isFirst = false;
      return late(proceed);
    });
    const late = async (proceed: () => unknown) => {
      const isTaken = await proceed();
      stage.outside.clock.advance(onItsWayMs);
      if (isBobThere) came.bob = await stage.open({}, bob);
      return isTaken;
    };
    stage.outside.policies.put({ kind: 'group', name: 'engineering' }, members);
    putGlass(stage.outside, 'production', glass);
    came.alice = await stage.open();
    return { ...stage, came };
  }

  test('SEC-10 it is written up to twenty seconds after', async () => {
    const { came } = await openSlowly(20_000);

    expect(codeOf(came.alice)).toBe('OK');
  });

  test('SEC-10 later it is refused, and the place is free', async () => {
    const { came, open } = await openSlowly(20_001);

    expect(
      codeOf(came.alice),
      'SECURITY VIOLATION: an opening outlived the hold of its place',
    ).toBe('DEPENDENCY_UNAVAILABLE');
    expect(codeOf(await open({}, bob))).toBe('OK');
  });

  test('SEC-10 of two who had the last place, one after it lapsed, one opens', async () => {
    const { came } = await openSlowly(60_001, true);

    expect(
      [codeOf(came.alice), codeOf(came.bob)],
      'SECURITY VIOLATION: the last place of a quota was opened twice',
    ).toEqual(['DEPENDENCY_UNAVAILABLE', 'OK']);
  });
});

describe('SEC-08 nobody reviews their own break-glass', () => {
  const review = { verb: 'review', verdict: 'justified' } as const;
  const anybody = '  review: { reviewers: { users: [alice@example.com, iam/alice] } }';

  const times = [
    { when: 'as themselves', before: documents.directory, now: documents.directory },
    { when: 'once the directory parts them', before: documents.directory, now: apart },
    { when: 'once the directory makes them one', before: apart, now: documents.directory },
  ].flatMap((each) => [alice, aliceToo].map((signer) => ({ ...each, signer })));

  test.each(times)('SEC-08 under no subject of the same person, $when', async (each) => {
    const { signer, before, now } = each;
    const { outside, open, change, show } = start(anybody, before);
    const { id } = opened(await open({}, signer));
    outside.policies.put({ kind: 'directory' }, now);
    outside.clock.advance(hour);

    const codes = [
      codeOf(await change({ ...review, id })),
      codeOf(await change({ ...review, id }, aliceToo)),
    ];

    expect(codes, 'SECURITY VIOLATION: an invoker reviewed their own break-glass').toEqual([
      'FORBIDDEN',
      'FORBIDDEN',
    ]);
    expect(outside.breakGlass.guards()[0]?.events[0]?.review.done).toBeUndefined();
    expect(await show(id), 'they are told that they may').toMatchObject({ may: [] });
  });

  test('SEC-08 no role reviews, whatever a document says', async () => {
    const { outside, open, change } = start('  review: { reviewers: { users: [role/ci-deploy] } }');
    const { id } = opened(await open());
    outside.clock.advance(hour);
    const role = {
      accountId: ownAccount,
      userArn: `arn:aws:sts::${ownAccount}:assumed-role/ci-deploy/run-1`,
      userId: 'AROAEXAMPLEOTHERROLE1:run-1',
      accessKey: 'ASIAEXAMPLEBASE',
    };

    expect(
      codeOf(await change({ ...review, id }, role)),
      'SECURITY VIOLATION: a role reviewed a break-glass',
    ).toBe('NOT_FOUND');
  });
});

describe('SEC-09 a break-glass is used as it was opened', () => {
  const vendUnder = async (happen: (started: ReturnType<typeof start>, id: string) => unknown) => {
    const started = start();
    const { id } = opened(await started.open());
    expect(codeOf(await askToVend(started.world, { profile: 'production' }))).toBe('OK');
    await happen(started, id);
    return askToVend(started.world, { profile: 'production' });
  };

  test.each<[string, Parameters<typeof vendUnder>[0]]>([
    ['its end', ({ outside }) => outside.clock.advance(hour)],
    ['its closing', ({ change }, id) => change({ verb: 'close', id })],
    ['its closing by a reviewer', ({ change }, id) => change({ verb: 'close', id }, carol)],
    [
      'a block that was lifted',
      ({ outside }) =>
        outside.subjects.block('alice@example.com' as SubjectId, 'r1', {
          profile: 'production',
          untilMs: outside.clock.nowMs(),
        }),
    ],
    [
      'a restore of the table',
      ({ outside }) => {
        outside.clock.advance(1000);
        outside.control.setNotBefore(outside.clock.nowMs());
      },
    ],
  ])('SEC-09 nothing is vended under it after %s', async (_what, happen) => {
    const result = await vendUnder(happen);

    expect(codeOf(result), 'SECURITY VIOLATION: vended under a break-glass that is over').toBe(
      'APPROVAL_REQUIRED',
    );
  });

  test('SEC-11 no use is counted once the epoch has risen, whoever read the guard before', async () => {
    const { outside, open } = start();
    const { id, person, openedAtMs } = opened(await open());
    const use: GlassUse = {
      event: id,
      sessionId: 's1',
      nowMs: openedAtMs,
      subject: 'alice@example.com' as SubjectId,
      subjectEpoch: 1,
      profileEpoch: 0,
    };

    const used = await outside.breakGlass.use(person, use);

    expect(used, 'SECURITY VIOLATION: used after a block').toBeUndefined();
  });
});

test('SEC-26 an opening tells of no profile that the caller cannot see, whatever else is wrong', async () => {
  const { outside, open } = start();
  outside.policies.put(
    { kind: 'profile', name: 'secret' },
    `version: "1"
profile: { role_arn: "arn:aws:iam::${ownAccount}:role/SentinelProtected-X" }
rules: [{ name: a, effect: allow, conditions: { users: [iam/x] } }]
break_glass: { eligible: { users: [iam/x] }, reason_codes: [incident] }
`,
  );
  await open();

  const answers = [
    await open({ profiles: ['nowhere'] }),
    await open({ profiles: ['secret'] }),
    await open({ profiles: ['secret', 'production'], reason_code: 'nonsense' }),
  ];

  const told = answers.map((answer) => JSON.stringify({ ...answer, recordedCode: '', detail: '' }));
  expect(new Set(told).size, 'SECURITY VIOLATION: an answer tells which profiles exist').toBe(1);
});

test('SEC-10 an id of a key is of one subject, and guards of others stay as they are', async () => {
  const { outside, open } = start();
  const [hers, his] = [opened(await open({ key: 'k' })), opened(await open({ key: 'k' }, bob))];

  const ids = new Set<EventId>([hers.id, his.id]);
  const guards = outside.breakGlass.guards().map(({ person }) => person);

  expect(ids.size, 'SECURITY VIOLATION: one key led two persons to one event').toBe(2);
  expect(guards).toEqual(['alice@example.com' as PersonId, 'bob@example.com' as PersonId]);
});
