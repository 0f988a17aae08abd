import type { Guard } from '@sentinel/core/break-glass/guard';
import type { Opening } from '@sentinel/core/break-glass/open-events';
import { transition } from '@sentinel/core/break-glass/transition';
import { SentinelError } from '@sentinel/core/errors';
import { isRefusal } from '@sentinel/core/reasons';
import {
  aGlassUse,
  aGuard,
  anEvent,
  aReservation,
  eventId,
  noGuard,
} from '@sentinel/core/testing/contracts/a-guard';
import { noon, person, profile } from '@sentinel/core/testing/contracts/a-session';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalTables, localTables } from '../../testing/local-table.ts';
import { dynamoBreakGlass } from './dynamo-break-glass.ts';

const retentionMs = 400 * 86_400_000;
const clients = 64;
const rounds = 50;
/** Rounds that run beside each other, each on a person or a profile of its own. */
const atOnce = 5;

let tables: LocalTables;
beforeAll(async () => {
  tables = await localTables();
});
afterAll(() => tables.close());

type Client = ReturnType<typeof dynamoBreakGlass>;

/** Runs 64 clients against each other, so many times. */
async function race(
  times: number,
  round: (index: number, client: (nth: number) => Client) => Promise<void>,
) {
  const table = await tables.create();
  const connected = Array.from({ length: 8 }, () => dynamoBreakGlass(table.connect(), retentionMs));
  const client = (nth: number) => connected[nth % connected.length] ?? fail();
  for (let first = 0; first < times; first += atOnce) {
    const batch = Array.from({ length: atOnce }, (_, index) => first + index);
    await Promise.all(batch.map((index) => round(index, client)));
  }
}

function fail(): never {
  throw new Error('nobody is connected');
}

const hex = (...numbers: readonly number[]) =>
  eventId(
    numbers
      .map((each) => each.toString(16).padStart(4, '0'))
      .join('')
      .padStart(16, '0'),
  );

/** What a flow does to open: judges what it read, writes on condition, and reads and judges anew where it lost. */
async function open(
  breakGlass: Client,
  seen: Guard,
  { mostTries, ...opening }: Opening & { readonly mostTries: number },
): Promise<string> {
  let before = seen;
  for (let tries = 0; tries < mostTries; tries += 1) {
    if (tries > 0) before = await breakGlass.guard(before.person);
    const change = opening.event.lastChange;
    const after = transition(
      before,
      { kind: 'open', change, openings: [opening], elsewhere: [], written: new Set() },
      noon,
    );
    if (isRefusal(after)) return after.code;
    if (await breakGlass.changeGuard(before, after)) return 'OK';
  }
  return 'LOST';
}

describe('SEC-10 64 clients at once, 50 times', () => {
  /** Over as soon as it is opened, so that only the quota of its person keeps from the next. */
  const over = { endsAtMs: noon - 1, review: { required: false, withinSeconds: 60 } };
  const perUser = { count: 1, withinSeconds: 3600 };
  const lasting = { limits: {}, more: {} };
  /** What there is before, what clients open by turns, of how many profiles, and how many may be opened. */
  const variants = [
    [
      'one profile, and one again and again by a quota for one',
      rounds,
      { have: 0, openings: [lasting, { limits: { perUser }, more: over }], profiles: 2, may: 2 },
    ],
    ['ten, of which one more may be', 5, { have: 4, openings: [lasting], profiles: 10, may: 1 }],
    ['ten, of which two more may be', 5, { have: 3, openings: [lasting], profiles: 10, may: 2 }],
  ] as const;

  test.each(variants)(
    'SEC-10 one person opens %s, %i times: never one more than may be',
    async (_what, times, { have, openings, profiles, may }) => {
      await race(times, async (round, client) => {
        const owner = person(`user-${round}@example.com`);
        const made = (nth: number, name: string) =>
          anEvent({
            id: hex(round, nth),
            person: owner,
            profile: profile(name),
            lastChange: `r${nth}`,
          });
        const events = Array.from({ length: have }, (_, index) =>
          made(100 + index, `had-${index}`),
        );
        const before = aGuard(events, { person: owner, lastChange: 'first' });
        await client(0).changeGuard({ ...noGuard, person: owner }, before);

        const codes = await Promise.all(
          Array.from({ length: clients }, (_, nth) => {
            const { limits, more } = openings[nth % openings.length] ?? lasting;
            const event = { ...made(nth, `profile-${nth % profiles}`), ...more };
            // Of those who lose, some try again: the others would only cost time.
            const mostTries = nth % 9 === 0 ? 8 : 1;
            return open(client(nth), before, { event, ...limits, mostTries });
          }),
        );

        const after = await client(0).guard(owner);
        const names = new Set(after.events.map((event) => event.profile));
        expect(after.events.length, 'SECURITY VIOLATION: a limit was passed by racing').toBe(
          have + may,
        );
        expect(names.size, 'SECURITY VIOLATION: two of one profile were open').toBe(have + may);
        expect(codes.filter((code) => code === 'OK')).toHaveLength(may);
        expect(after.version).toBe(1 + may);
      });
    },
    120_000,
  );

  test('SEC-10 many persons take places in the quota of a profile: no more than there are', async () => {
    await race(rounds, async (round, client) => {
      const quota = { count: 1 + (round % 7), withinSeconds: 3600 };

      const isTaken = await Promise.all(
        Array.from({ length: clients }, (_, nth) =>
          client(nth).reserve(profile(`profile-${round}`), {
            event: hex(round, nth),
            person: person(`user-${nth}@example.com`),
            quota,
            nowMs: noon + nth,
          }),
        ),
      );

      expect(
        isTaken.filter(Boolean).length,
        'SECURITY VIOLATION: a quota was passed by racing',
      ).toBe(quota.count);
    });
  }, 120_000);
});

describe('SEC-10 a write whose reply is lost', () => {
  async function failing() {
    const table = await tables.create();
    const server = await table.faulty();
    return {
      healthy: dynamoBreakGlass(table.connect(), retentionMs),
      failing: dynamoBreakGlass(table.connect(server.url), retentionMs),
      server,
    };
  }
  const losses = [
    ['once', ['lost'] as const],
    ['until the client gives up', ['lost', 'lost'] as const],
  ] as const;

  test.each(losses)('SEC-10 of a guard is one change, lost %s', async (_when, faults) => {
    const { healthy, failing: client, server } = await failing();
    server.fail(...faults);

    expect(await client.changeGuard(noGuard, aGuard())).toBe(true);

    expect(
      await healthy.guard(aGuard().person),
      'SECURITY VIOLATION: an opening counted twice',
    ).toEqual(aGuard());
  });

  test('SEC-10 of a guard that was never made is a failure, and of one that was overtaken is none', async () => {
    const { healthy, failing: client, server } = await failing();
    server.fail('drop', 'drop');
    await expect(client.changeGuard(noGuard, aGuard())).rejects.toThrow(SentinelError);

    await healthy.changeGuard(noGuard, aGuard([], { lastChange: 'other' }));

    expect(
      await client.changeGuard(noGuard, aGuard()),
      'SECURITY VIOLATION: a lost race was told as won',
    ).toBe(false);
  });

  test.each(losses)('SEC-10 of a reservation takes one place, lost %s', async (_when, faults) => {
    const { healthy, failing: client, server } = await failing();
    server.fail(...faults);

    await client.reserve(profile('p'), aReservation()).catch(() => undefined);
    expect(await client.reserve(profile('p'), aReservation())).toBe(true);

    const others = [eventId('000000000000000a'), eventId('000000000000000b')];
    const isTaken = [];
    for (const event of others) {
      isTaken.push(await healthy.reserve(profile('p'), aReservation({ event })));
    }
    expect(isTaken, 'SECURITY VIOLATION: a place was counted twice or not').toEqual([true, false]);
  });

  test.each(losses)('SEC-09 of a use counts its session once, lost %s', async (_when, faults) => {
    const { healthy, failing: client, server } = await failing();
    await healthy.changeGuard(noGuard, aGuard());
    server.fail(...faults);

    const used = await client.use(aGuard().person, aGlassUse());

    expect(used?.sessionIds, 'SECURITY VIOLATION: a session counted twice or not').toEqual([
      aGlassUse().sessionId,
    ]);
    expect((await healthy.guard(aGuard().person)).events).toEqual([used]);
  });

  test('SEC-09 of a use that came too late is a failure', async () => {
    const { healthy, failing: client, server } = await failing();
    await healthy.changeGuard(noGuard, aGuard([anEvent({ status: 'closed' })]));
    server.fail('drop', 'drop');

    expect(
      await client.use(aGuard().person, aGlassUse()).catch((error: unknown) => error),
      'SECURITY VIOLATION: used after it was closed',
    ).toBeInstanceOf(SentinelError);
  });

  test('of an event is made up for by the next', async () => {
    const { healthy, failing: client, server } = await failing();
    server.fail('lost', 'lost', 'drop', 'drop');
    await client.putEvent(anEvent()).catch(() => undefined);

    await client.putEvent(anEvent());

    expect(await healthy.locate(anEvent().id)).toEqual(anEvent());
  });
});

test('SEC-10 an item that is not as we write it opens nothing', async () => {
  const table = await tables.create();
  const tool = table.connect();
  const breakGlass = dynamoBreakGlass(tool, retentionMs);
  await breakGlass.changeGuard(noGuard, aGuard());
  const key = { pk: 'person#alice@example.com', sk: 'guard' };
  await tool.update({ key, set: { past: 'garbled' } });

  expect(
    await breakGlass.guard(aGuard().person).catch((error: unknown) => error),
    'SECURITY VIOLATION: a garbled guard was read as an empty one',
  ).toBeInstanceOf(SentinelError);
  const quota = { pk: 'profile#p', sk: 'quota' };
  await tool.update({ key: quota, set: { window_86400_0: new Set(['garbled']) } });
  expect(
    await breakGlass.reserve(profile('p'), aReservation()).catch((error: unknown) => error),
    'SECURITY VIOLATION: a garbled quota was read as an empty one',
  ).toBeInstanceOf(SentinelError);
});

test('SEC-10 nothing of an event stays in its guard once it is past, and what awaits its review is never deleted', async () => {
  const table = await tables.create();
  const tool = table.connect();
  const breakGlass = dynamoBreakGlass(tool, retentionMs);
  const key = { pk: 'person#alice@example.com', sk: 'guard' };
  await breakGlass.changeGuard(noGuard, aGuard());
  await breakGlass.use(aGuard().person, aGlassUse());
  const open = await tool.get(key);

  await breakGlass.changeGuard(aGuard(), aGuard([], { version: 2, lastChange: 'second' }));

  const names = ['last_change', 'past', 'person', 'pk', 'sk', 'version'];
  const { id } = anEvent();
  expect(Object.keys(open ?? {}).sort()).toEqual(
    [`event_${id}`, `sessions_${id}`, ...names].sort(),
  );
  expect(Object.keys((await tool.get(key)) ?? {}).sort()).toEqual([...names, 'ttl'].sort());
});

test('SEC-10 no page of a list costs more than two reads of an index', async () => {
  const table = await tables.create();
  const tool = table.connect();
  let reads = 0;
  const counting = dynamoBreakGlass(
    {
      ...tool,
      query: (query) => {
        reads += 1;
        return tool.query(query);
      },
    },
    retentionMs,
  );
  const events = Array.from({ length: 60 }, (_, index) =>
    anEvent({
      id: hex(index),
      openedAtMs: noon - index,
      review: { required: index % 2 === 0, withinSeconds: 60 },
    }),
  );
  for (const event of events) await counting.putEvent(event);

  for (const query of [{}, { status: 'closed' as const }, { isAwaitingReview: true as const }]) {
    reads = 0;
    await counting.list({ nowMs: noon, limit: 7, ...query });
    expect(reads).toBeLessThanOrEqual(2);
  }
});
