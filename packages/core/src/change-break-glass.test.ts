import { describe, expect, test } from 'vitest';
import { actsIn, aGlassWorld, bob, carol, opened, putGlass } from '../testing/a-break-glass.ts';
import { withFailingRule } from '../testing/a-failing-rule.ts';
import { codeOf, decisions, documents, person, roleSession } from '../testing/a-world.ts';
import type { SubjectId } from './identity/subject.ts';
import { isRefusal } from './reasons.ts';

const minute = 60_000;
const hour = 60 * minute;

const dan = person('dan@example.com');
const erin = person('erin@example.com');
const robot = roleSession('ci-deploy', 'run-1');

const withRoles = documents.directory.replace(
  'audit: { users: [carol@example.com] }',
  'audit: { users: [carol@example.com, role/ci-deploy] }\n  revoke: { users: [dan@example.com] }',
);

/** An open event of alice's for `production`, which lasts an hour and may last four. */
async function start(glass = '  max_duration: 4h') {
  const { outside, world } = aGlassWorld();
  outside.policies.put({ kind: 'directory' }, withRoles);
  putGlass(outside, 'production', glass);
  const acts = actsIn(world);
  const event = opened(await acts.open());
  return { outside, world, event, ...acts };
}

describe('extending', () => {
  test('lets it last longer, in guard and item alike', async () => {
    const { outside, event, change } = await start();
    outside.clock.advance(30 * minute);

    const result = await change({ verb: 'extend', id: event.id, duration: 7200 });

    const endsAtMs = event.openedAtMs + 150 * minute;
    expect(result).toMatchObject({ event: { endsAtMs, version: 2 }, may: ['extend', 'close'] });
    expect(outside.breakGlass.guards()).toMatchObject([{ version: 2, events: [{ endsAtMs }] }]);
    expect(outside.breakGlass.events()).toMatchObject([{ endsAtMs, version: 2 }]);
    expect(decisions(outside).at(-1)).toMatchObject({ outcome: 'allow', profile: 'production' });
  });

  test.each<[string, string, string, number]>([
    ['never past what policy gave at the opening', '  max_duration: 4h', '', 240],
    ['never past what policy gives today', '  max_duration: 4h', '  max_duration: 2h', 120],
    ['not by what policy gives since', '  max_duration: 2h', '  max_duration: 4h', 120],
  ])('%s', async (_what, then, now, minutes) => {
    const { outside, event, change } = await start(then);
    if (now !== '') putGlass(outside, 'production', now);
    outside.clock.advance(31_000);

    const result = await change({ verb: 'extend', id: event.id, duration: 14_400 });

    expect(result).toMatchObject({
      event: { endsAtMs: event.openedAtMs + minutes * minute },
    });
  });

  test.each<[string, (world: Awaited<ReturnType<typeof start>>) => unknown, string]>([
    [
      'a block of the subject',
      ({ outside }) =>
        outside.subjects.block('alice@example.com' as SubjectId, 'r1', {
          profile: 'production',
          untilMs: outside.clock.nowMs() + hour,
        }),
      'SUBJECT_BLOCKED',
    ],
    [
      'a block that was lifted: it is void since',
      async ({ outside }) => {
        const nowMs = outside.clock.nowMs();
        const block = { profile: 'production', untilMs: nowMs };
        await outside.subjects.block('alice@example.com' as SubjectId, 'r1', block);
      },
      'CONFLICT',
    ],
    [
      'a restore of the table',
      ({ outside }) => outside.control.setNotBefore(outside.clock.nowMs()),
      'CONFLICT',
    ],
    [
      'a final deny since',
      ({ outside }) =>
        putGlass(
          outside,
          'production',
          '  max_duration: 4h',
          '  - { name: freeze, effect: deny, conditions: { any: true } }\n',
        ),
      'POLICY_DENY',
    ],
    [
      'the document being gone',
      ({ outside }) => outside.policies.remove({ kind: 'profile', name: 'production' }),
      'POLICY_DENY',
    ],
  ])('is refused after %s', async (_what, happen, code) => {
    const started = await start();
    started.outside.clock.advance(31_000);
    await happen(started);

    const result = await started.change({ verb: 'extend', id: started.event.id, duration: 7200 });

    expect(codeOf(result)).toBe(code);
    expect(started.outside.breakGlass.guards()[0]?.version).toBe(1);
  });
});

describe('who does what to an open event of alice', () => {
  test.each([
    ['alice', undefined, ['OK', 'OK', 'CONFLICT', 'OK']],
    ['carol, her reviewer', carol, ['FORBIDDEN', 'OK', 'CONFLICT', 'OK']],
    ['dan, who may revoke', dan, ['FORBIDDEN', 'OK', 'FORBIDDEN', 'OK']],
    ['bob, who may break the glass too', bob, ['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND']],
    ['a role with `audit`', robot, ['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'OK']],
  ])('%s', async (_who, signer, expected) => {
    const { id } = (await start()).event;

    const codes = [
      codeOf(await (await start()).change({ verb: 'extend', id, duration: 7200 }, signer)),
      codeOf(await (await start()).change({ verb: 'close', id }, signer)),
      codeOf(await (await start()).change({ verb: 'review', id, verdict: 'justified' }, signer)),
      codeOf(await (await start()).show(id, signer)),
    ];

    expect(codes).toEqual(expected);
  });

  test('what is not there answers like what is not shown', async () => {
    const { event, show, change } = await start();
    const unknown = 'ffffffffffffffff';

    const answers = [
      await show(event.id, bob),
      await show(unknown, bob),
      await change({ verb: 'close', id: event.id }, bob),
      await change({ verb: 'close', id: unknown }, bob),
    ];

    const said = answers.map((answer) => isRefusal(answer) && [answer.code, answer.message]);
    expect(new Set(said.map(String)).size).toBe(1);
    expect(codeOf(answers[0])).toBe('NOT_FOUND');
  });
});

describe('what little may be done with', () => {
  test('is not closed by a holder of `audit` who neither reviews it nor may revoke', async () => {
    const { event, change, show } = await start(
      '  review: { reviewers: { users: [bob@example.com] } }',
    );

    const result = await change({ verb: 'close', id: event.id }, carol);

    expect(result).toMatchObject({
      code: 'FORBIDDEN',
      message: 'only its invoker, its reviewers and holders of `revoke` close it',
    });
    expect(await show(event.id, carol)).toMatchObject({ event: { status: 'open' }, may: [] });
  });

  test('is what an instance whose clock is ahead has settled, though it is open by the own one', async () => {
    const { outside, event, change, open } = await start('  review: { required: false }');
    outside.clock.advance(2 * hour);
    await open({ profiles: ['staging'] });
    outside.clock.set(event.openedAtMs);

    const result = await change({ verb: 'close', id: event.id });

    expect(result).toMatchObject({
      code: 'CONFLICT',
      message: 'this break-glass event is over for good',
    });
    expect(outside.breakGlass.guards()[0]?.version).toBe(2);
  });

  test('is not extended where policy cannot be judged', async () => {
    const { outside, world, event } = await start();
    const { change } = actsIn(withFailingRule(world));

    const result = await change({ verb: 'extend', id: event.id, duration: 7200 });

    expect(codeOf(result)).toBe('POLICY_ERROR');
    expect(outside.breakGlass.guards()[0]?.version).toBe(1);
  });

  test('is what others change each time that it is read', async () => {
    let tries = 0;
    const { open, change } = aGlassWorld((call, proceed) => {
      if (call.method !== 'changeGuard' || tries < 1) {
        if (call.method === 'changeGuard') tries += 1;
        return proceed();
      }
      tries += 1;
      return Promise.resolve(false);
    });
    const event = opened(await open());

    const result = await change({ verb: 'close', id: event.id });

    expect(codeOf(result)).toBe('DEPENDENCY_UNAVAILABLE');
    expect(tries).toBe(1 + 8);
  });
});

describe('a review', () => {
  test('is of another person, after the end, once', async () => {
    const { outside, event, change } = await start();
    await change({ verb: 'close', id: event.id, comment: 'all well' });

    const result = await change(
      { verb: 'review', id: event.id, verdict: 'unjustified', comment: 'why so late?' },
      carol,
    );

    expect(result).toMatchObject({
      event: {
        version: 3,
        closed: { subject: 'alice@example.com', comment: 'all well' },
        review: {
          done: { subject: 'carol@example.com', verdict: 'unjustified', comment: 'why so late?' },
        },
      },
      may: [],
      because: 'you are named',
    });
    expect(outside.breakGlass.events()).toMatchObject([{ version: 3 }]);
    const again = await change({ verb: 'review', id: event.id, verdict: 'justified' }, carol);
    expect(again).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('`closed` and reviewed'),
    });
  });

  test.each([
    [
      'reviewers of the section',
      '  review: { reviewers: { users: [bob@example.com] } }',
      bob,
      true,
    ],
    [
      'not its approvers then',
      '  review: { reviewers: { users: [bob@example.com] } }',
      carol,
      false,
    ],
    ['its approvers, where it names none', '', carol, true],
    ['a group of today', '  review: { reviewers: { groups: [engineering] } }', bob, true],
  ])('is for %s', async (_who, glass, signer, may) => {
    const { outside, event, change } = await start();
    putGlass(outside, 'production', glass);
    outside.clock.advance(hour);

    const result = await change({ verb: 'review', id: event.id, verdict: 'justified' }, signer);

    expect(codeOf(result) === 'OK').toBe(may);
  });

  test('is for those who could at the opening where the document is gone', async () => {
    const { outside, event, change } = await start();
    outside.policies.remove({ kind: 'profile', name: 'production' });
    outside.clock.advance(hour);
    const ask = { verb: 'review', id: event.id, verdict: 'justified' } as const;

    const [byErin, byCarol] = [await change(ask, erin), await change(ask, carol)];

    expect([codeOf(byErin), codeOf(byCarol)]).toEqual(['NOT_FOUND', 'OK']);
  });

  test('is for holders of `audit` where policy names nobody', async () => {
    const { outside, event, change } = await start();
    outside.policies.put(
      { kind: 'profile', name: 'production' },
      `version: "1"
profile: { role_arn: "arn:aws:iam::111122223333:role/SentinelProtected-X" }
rules: [{ name: a, effect: deny, conditions: { any: true } }]
break_glass: { eligible: { groups: [engineering] }, reason_codes: [incident] }
`,
    );
    outside.clock.advance(hour);
    const ask = { verb: 'review', id: event.id, verdict: 'justified' } as const;

    expect(await change(ask, bob)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await change(ask, carol)).toMatchObject({ because: 'you hold `audit`' });
  });

  test('is kept from whom a block keeps from the profile', async () => {
    const { outside, event, change } = await start();
    outside.clock.advance(hour);
    const block = { profile: 'production', untilMs: outside.clock.nowMs() + hour };
    await outside.subjects.block('carol@example.com' as SubjectId, 'r1', block);

    const result = await change({ verb: 'review', id: event.id, verdict: 'justified' }, carol);

    expect(codeOf(result)).toBe('SUBJECT_BLOCKED');
  });
});

describe('the same change once more', () => {
  test('by its idempotency key, changes nothing; with another body it is a conflict', async () => {
    const { outside, event, change } = await start();
    const ask = { verb: 'close', id: event.id, key: 'k', comment: 'done' } as const;

    const codes = [
      codeOf(await change(ask)),
      codeOf(await change(ask)),
      codeOf(await change({ ...ask, comment: 'other' })),
      codeOf(await change({ verb: 'close', id: event.id })),
    ];

    expect(codes).toEqual(['OK', 'OK', 'CONFLICT', 'CONFLICT']);
    expect(outside.breakGlass.guards()[0]?.version).toBe(2);
  });

  test('of one that little is left of still tells its state', async () => {
    const { outside, event, change, open } = await start('  review: { required: false }');
    await change({ verb: 'close', id: event.id, key: 'k' });
    outside.clock.advance(hour);
    await open();
    expect(outside.breakGlass.guards()[0]?.past).toHaveLength(1);

    const again = await change({ verb: 'close', id: event.id, key: 'k' });
    const other = await change({ verb: 'close', id: event.id });

    expect(codeOf(again)).toBe('OK');
    expect(other).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('`closed`'),
    });
  });
});
