import { describe, expect, test } from 'vitest';
import { aGlassWorld, bob, opened, putGlass } from '../testing/a-break-glass.ts';
import { alice, codeOf, decisions } from '../testing/a-world.ts';
import type { PersonId } from './identity/subject.ts';
import type { MemoryWorld } from './memory/world.ts';
import { isRefusal } from './reasons.ts';

const hour = 3_600_000;

const placesIn = (outside: MemoryWorld, profile: string) =>
  outside.breakGlass.places(profile).length;

describe('an opening', () => {
  test('lasts an hour, says who may review it, and leads from the guard to its own item', async () => {
    const { outside, open } = aGlassWorld();

    const result = await open({ ticket: 'OPS-1' });

    const nowMs = outside.clock.nowMs();
    const event = opened(result);
    expect(event).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{16}$/),
      subject: 'alice@example.com',
      person: 'alice@example.com',
      aliases: ['alice@example.com', 'iam/alice'],
      profile: 'production',
      status: 'open',
      version: 1,
      lastChange: expect.any(String),
      reasonCode: 'incident',
      justification: 'the database is on fire and nobody answers',
      ticket: 'OPS-1',
      openedAtMs: nowMs,
      endsAtMs: nowMs + hour,
      lastEndMs: nowMs + hour,
      review: {
        required: true,
        withinSeconds: 72 * 3600,
        reviewers: { users: ['carol@example.com'] },
      },
      sessionIds: [],
      subjectEpoch: 0,
      profileEpoch: 0,
      notify: [],
      keyed: [],
    });
    expect(result).toMatchObject([{ may: ['close'] }]);
    expect(outside.breakGlass.guards()).toMatchObject([{ version: 1, events: [event], past: [] }]);
    expect(outside.breakGlass.events()).toEqual([event]);
    expect(decisions(outside).at(-1)).toMatchObject({
      outcome: 'allow',
      profile: 'production',
      grant_id: event.id,
      justification: event.justification,
      ticket: 'OPS-1',
    });
  });

  test.each([
    [undefined, '', 1],
    [7200, '', 1],
    [7200, '  max_duration: 4h', 2],
    [900, '  max_duration: 4h', 0.25],
    [undefined, '  max_duration: 30m', 0.5],
  ])('for %s seconds under `%s` lasts %d hours', async (duration, glass, hours) => {
    const { outside, open } = aGlassWorld();
    putGlass(outside, 'production', glass);

    const { openedAtMs, endsAtMs } = opened(await open({ duration }));

    expect(endsAtMs - openedAtMs).toBe(hours * hour);
  });

  test('of several profiles is one write of the guard', async () => {
    const { outside, open } = aGlassWorld();

    const result = await open({ profiles: ['production', 'staging', 'data'] });

    expect(isRefusal(result) ? result : result.map(({ event }) => event.profile)).toEqual([
      'production',
      'staging',
      'data',
    ]);
    expect(outside.breakGlass.guards()[0]?.version).toBe(1);
    expect(outside.breakGlass.events()).toHaveLength(3);
  });

  test('keeps the reviewers of the section before the approvers', async () => {
    const { outside, open } = aGlassWorld();
    putGlass(
      outside,
      'production',
      '  review: { within: 1h, reviewers: { groups: [engineering] } }',
    );

    const { review } = opened(await open());

    expect(review).toEqual({
      required: true,
      withinSeconds: 3600,
      reviewers: { groups: ['engineering'] },
    });
  });

  test('makes little of events that are over and done with, once their items tell how they ended', async () => {
    const { outside, open } = aGlassWorld();
    putGlass(outside, 'production', '  review: { required: false }');
    const first = opened(await open());
    await outside.breakGlass.use(first.person, {
      event: first.id,
      sessionId: 's1',
      nowMs: first.openedAtMs,
      subject: first.subject,
      subjectEpoch: 0,
      profileEpoch: 0,
    });
    outside.clock.advance(2 * hour);

    const second = opened(await open());

    const guard = await outside.breakGlass.guard(first.person);
    expect(guard.events.map(({ id }) => id)).toEqual([second.id]);
    expect(guard.past.map(({ id }) => id)).toEqual([first.id]);
    expect((await outside.breakGlass.locate(first.id))?.sessionIds).toEqual(['s1']);
  });
});

describe('the quota of a profile', () => {
  const total = '  quota: { total: { count: 1, within: 24h } }\n  review: { required: false }';

  test('holds for all persons, and says when its window turns', async () => {
    const { outside, open } = aGlassWorld();
    putGlass(outside, 'production', total);
    await open();

    const refused = await open({}, bob);

    expect(refused).toMatchObject({ code: 'QUOTA_EXCEEDED', retryAfterSeconds: 34_200 });
    outside.clock.set(Date.UTC(2026, 0, 26));
    expect(codeOf(await open({}, bob))).toBe('OK');
  });

  test('of one profile refuses all, and what was taken of another is given back', async () => {
    const { outside, open } = aGlassWorld();
    putGlass(outside, 'production', total);
    putGlass(outside, 'staging', total);
    await open({ profiles: ['staging'] });

    const refused = await open({ profiles: ['production', 'staging'] }, bob);

    expect(codeOf(refused)).toBe('QUOTA_EXCEEDED');
    expect(placesIn(outside, 'production')).toBe(0);
    expect(codeOf(await open({ profiles: ['production'] }, bob))).toBe('OK');
  });

  test('under an idempotency key, what was taken lapses: the same call may count on it elsewhere', async () => {
    const { outside, open } = aGlassWorld();
    putGlass(outside, 'production', total);
    putGlass(outside, 'staging', total);
    await open({ profiles: ['staging'] });

    const refused = await open({ key: 'k', profiles: ['production', 'staging'] }, bob);

    expect(codeOf(refused)).toBe('QUOTA_EXCEEDED');
    expect(placesIn(outside, 'production')).toBe(1);
  });

  test('what the guard refuses takes no place', async () => {
    const { outside, open } = aGlassWorld();
    putGlass(outside, 'production', '  quota: { total: { count: 9, within: 24h } }');
    await open();

    await open();

    expect(placesIn(outside, 'production')).toBe(1);
  });
});

describe('the same call once more, by its idempotency key', () => {
  test('finds what the first one opened, also when that is over', async () => {
    const { outside, open } = aGlassWorld();
    putGlass(outside, 'production', '  review: { required: false }');
    const profiles = ['production', 'staging'];
    const first = await open({ key: 'k', profiles });
    outside.clock.advance(2 * hour);
    await open({ profiles: ['data'] });

    const again = await open({ key: 'k', profiles });

    const idsOf = (result: typeof first) =>
      isRefusal(result) ? result : result.map(({ event }) => event.id).sort();
    expect(idsOf(again)).toEqual(idsOf(first));
    expect(outside.breakGlass.events()).toHaveLength(3);
  });

  test('with another body is a conflict', async () => {
    const { open } = aGlassWorld();
    await open({ key: 'k' });

    const other = [
      await open({ key: 'k', profiles: ['staging'] }),
      await open({ key: 'k', duration: 900 }),
    ];

    expect(other.map(codeOf)).toEqual(['CONFLICT', 'CONFLICT']);
  });

  test('with another body is a conflict, also when what it opened is over and settled', async () => {
    const { outside, open } = aGlassWorld();
    putGlass(outside, 'production', '  review: { required: false }');
    await open({ key: 'k' });
    outside.clock.advance(2 * hour);
    await open({ profiles: ['data'] });

    const other = [
      await open({ key: 'k', profiles: ['staging'] }),
      await open({ key: 'k', duration: 900 }),
    ];

    expect(other.map(codeOf)).toEqual(['CONFLICT', 'CONFLICT']);
  });

  test('is refused where what it opened is kept no longer', async () => {
    let isForgotten = false;
    const { outside, open } = aGlassWorld((call, proceed) =>
      isForgotten && call.method === 'locate' ? Promise.resolve(undefined) : proceed(),
    );
    putGlass(outside, 'production', '  review: { required: false }');
    await open({ key: 'k' });
    outside.clock.advance(2 * hour);
    await open({ profiles: ['data'] });
    isForgotten = true;

    const again = await open({ key: 'k' });

    expect(again).toMatchObject({
      code: 'CONFLICT',
      message: 'what this call opened is kept no longer',
    });
  });

  test('of somebody else is another call', async () => {
    const { outside, open } = aGlassWorld();

    const [one, other] = [await open({ key: 'k' }, alice), await open({ key: 'k' }, bob)];

    expect(opened(one).id).not.toBe(opened(other).id);
    expect(outside.breakGlass.guards()).toHaveLength(2);
  });
});

test('persons are told apart by the directory: bob has a guard of his own', async () => {
  const { outside, open } = aGlassWorld();
  await open();

  expect(codeOf(await open({}, bob))).toBe('OK');
  expect((await outside.breakGlass.guard('bob@example.com' as PersonId)).version).toBe(1);
});

describe('where the guard changes between its read and the write', () => {
  type Open = ReturnType<typeof aGlassWorld>['open'];

  /** A world in which somebody else is first, once. */
  function aRace(rival: (open: Open) => Promise<unknown>) {
    let isFirst = true;
    const built = aGlassWorld((call, proceed) => {
      if (call.method !== 'changeGuard' || !isFirst) return proceed();
      isFirst = false;
      return rival(built.open).then(proceed);
    });
    const { outside } = built;
    putGlass(outside, 'production', '  quota: { total: { count: 9, within: 24h } }');
    return built;
  }

  test('by another opening, it is written over that one, and one place is taken', async () => {
    const { outside, open } = aRace((rival) => rival({ profiles: ['staging'] }));

    const event = opened(await open());

    const [guard] = outside.breakGlass.guards();
    expect(guard?.events.map(({ profile }) => profile)).toEqual(['staging', 'production']);
    expect(outside.breakGlass.places('production')).toMatchObject([{ event: event.id }]);
  });

  test('by the same call, what that one opened is the answer', async () => {
    let first: unknown;
    const { outside, open } = aRace(async (rival) => {
      first = await rival({ key: 'k' });
    });

    const again = await open({ key: 'k' });

    expect(again).toEqual(first);
    expect(outside.breakGlass.guards()).toMatchObject([{ version: 1 }]);
    expect(placesIn(outside, 'production')).toBe(1);
  });

  test('by a call of the same key and another body, it is a conflict', async () => {
    const { outside, open } = aRace((rival) => rival({ key: 'k', duration: 900 }));

    const refused = await open({ key: 'k' });

    expect(codeOf(refused)).toBe('CONFLICT');
    expect(outside.breakGlass.guards()).toMatchObject([{ version: 1 }]);
  });

  test('by an opening of the same profile, it is refused, and its place given back', async () => {
    const { outside, open } = aRace((rival) => rival());

    const refused = await open();

    expect(codeOf(refused)).toBe('CONFLICT');
    expect(placesIn(outside, 'production')).toBe(1);
  });

  test('each time, it is given up, and its place given back', async () => {
    const { outside, open } = aGlassWorld((call, proceed) =>
      call.method === 'changeGuard' ? Promise.resolve(false) : proceed(),
    );
    putGlass(outside, 'production', '  quota: { total: { count: 9, within: 24h } }');

    const refused = await open();

    expect(codeOf(refused)).toBe('DEPENDENCY_UNAVAILABLE');
    expect(placesIn(outside, 'production')).toBe(0);
    expect(outside.breakGlass.events()).toEqual([]);
  });
});
