import { describe, expect, test } from 'vitest';
import { actsIn, aGlassWorld, bob, carol, opened, putGlass } from '../testing/a-break-glass.ts';
import { codeOf } from '../testing/a-world.ts';
import { everyOrder } from '../testing/every-order.ts';
import type { BreakGlassEvent } from './break-glass/event.ts';
import type { PersonId } from './identity/subject.ts';
import { memoryBreakGlass } from './memory/break-glass.ts';
import { type Intercept, intercepted, type PortCall } from './memory/intercept.ts';
import { memorySubjects } from './memory/subjects.ts';

const isBob = 'bob@example.com' as PersonId;

const steps = new Set(['guard', 'changeGuard', 'reserve', 'release', 'use']);
const isGated = ({ port, method }: PortCall) => port === 'breakGlass' && steps.has(method);

const total = '  quota: { total: { count: 1, within: 24h } }';
const profiles = ['a1', 'a2', 'a3', 'a4'];

/** The documents stay, and are read once: what is anew in every order is what the clients race for. */
const base = aGlassWorld();
for (const name of profiles) putGlass(base.outside, name);
putGlass(base.outside, 'rare', total);
putGlass(base.outside, 'scarce', total.replace('count: 1', 'count: 2'));

/** Bob, who is a person of one subject, in a world whose calls are scheduled once `ready` has been called. */
function start(intercept: Intercept) {
  let isReady = false;
  const breakGlass = memoryBreakGlass();
  const scheduled = intercepted({ breakGlass }, (call, proceed) =>
    isReady ? intercept(call, proceed) : proceed(),
  );
  const world = { ...base.world, ...scheduled, subjects: memorySubjects() };
  const use = (event: BreakGlassEvent, sessionId: string) => () =>
    world.breakGlass.use(isBob, {
      event: event.id,
      sessionId,
      nowMs: world.clock.nowMs(),
      subject: event.subject,
      subjectEpoch: 0,
      profileEpoch: 0,
    });
  const ready = () => {
    isReady = true;
  };
  return { outside: breakGlass, ...actsIn(world), use, ready };
}

describe('SEC-10 in every order of their calls', () => {
  test('SEC-10 three openings of one profile: one', async () => {
    const orders = await everyOrder({
      isGated,
      start: async (intercept) => {
        const { outside, open, ready } = start(intercept);
        ready();
        return { state: outside, clients: Array.from({ length: 3 }, () => () => open({}, bob)) };
      },
      check: async (outside, results, order) => {
        const when = `SECURITY VIOLATION: in the order ${order.join()}`;
        expect(results.map(codeOf).sort(), when).toEqual(['CONFLICT', 'CONFLICT', 'OK']);
        expect((await outside.guard(isBob)).events, when).toHaveLength(1);
      },
    });

    expect(orders).toBeGreaterThan(90);
  });

  test('SEC-10 two of five profiles in all, by one key each: never six, and none by halves', async () => {
    await everyOrder({
      isGated,
      start: async (intercept) => {
        const { outside, open, ready } = start(intercept);
        await open({ profiles: ['a1', 'a2', 'a3'] }, bob);
        ready();
        const two = ['production', 'staging'];
        return {
          state: outside,
          clients: [
            () => open({ profiles: two, key: 'k' }, bob),
            () => open({ profiles: ['data', 'a4'] }, bob),
            () => open({ profiles: two, key: 'k' }, bob),
          ],
        };
      },
      check: async (outside, results, order) => {
        const when = `SECURITY VIOLATION: in the order ${order.join()}`;
        const codes = results.map(codeOf);
        expect(codes[0], when).toBe(codes[2]);
        expect([codes[0], codes[1]].sort(), when).toEqual(['OK', 'QUOTA_EXCEEDED']);
        expect((await outside.guard(isBob)).events, when).toHaveLength(5);
      },
    });
  });

  test('SEC-10 the last place of a quota is taken by one of two', async () => {
    await everyOrder({
      isGated,
      start: async (intercept) => {
        const { outside, open, ready } = start(intercept);
        ready();
        return {
          state: outside,
          clients: [
            () => open({ profiles: ['rare'] }, bob),
            () => open({ profiles: ['rare'] }, carol),
          ],
        };
      },
      check: (outside, results, order) => {
        const when = `SECURITY VIOLATION: in the order ${order.join()}`;
        expect(results.map(codeOf).sort(), when).toEqual(['OK', 'QUOTA_EXCEEDED']);
        expect(outside.places('rare'), when).toHaveLength(1);
      },
    });
  });

  test('SEC-10 a place that came to nothing is free again', async () => {
    await everyOrder({
      isGated,
      start: async (intercept) => {
        const { outside, open, ready } = start(intercept);
        ready();
        const opening = () => open({ profiles: ['scarce'] }, bob);
        return { state: outside, clients: [opening, opening] };
      },
      check: (outside, results, order) => {
        const when = `in the order ${order.join()}`;
        expect(results.map(codeOf).sort(), when).toEqual(['CONFLICT', 'OK']);
        expect(outside.places('scarce'), when).toHaveLength(1);
      },
    });
  });

  test('SEC-09 an opening, a closing, a review and a use: no use after the closing, no review before it', async () => {
    let reviews = 0;
    const orders = await everyOrder({
      isGated,
      start: async (intercept) => {
        const { outside, open, change, use, ready } = start(intercept);
        const event = opened(await open({}, bob));
        const seen: { uses: number | undefined } = { uses: undefined };
        ready();
        return {
          state: { outside, seen, id: event.id },
          clients: [
            () => open({ profiles: ['staging'] }, bob),
            async () => {
              const closed = await change({ verb: 'close', id: event.id }, bob);
              const now = (await outside.guard(isBob)).events.find(({ id }) => id === event.id);
              seen.uses = now?.sessionIds.length;
              return closed;
            },
            () => change({ verb: 'review', id: event.id, verdict: 'justified' }, carol),
            use(event, 's1'),
          ],
        };
      },
      check: async ({ outside, seen, id }, results, order) => {
        const when = `SECURITY VIOLATION: in the order ${order.join()}`;
        const guard = await outside.guard(isBob);
        const event = guard.events.find((each) => each.id === id);
        const [openedOne, closed, reviewed, used] = results;
        expect([codeOf(openedOne), codeOf(closed)], when).toEqual(['OK', 'OK']);
        expect(event?.status, when).toBe('closed');
        expect(event?.sessionIds, when).toHaveLength(used === undefined ? 0 : 1);
        expect(event?.sessionIds.length, when).toBe(seen.uses);
        expect(event?.review.done !== undefined, when).toBe(codeOf(reviewed) === 'OK');
        expect(guard.events, when).toHaveLength(2);
        const items = await Promise.all(guard.events.map((each) => outside.locate(each.id)));
        expect(
          items.map((item) => item?.version),
          when,
        ).toEqual(guard.events.map(({ version }) => version));
        if (codeOf(reviewed) === 'OK') reviews += 1;
      },
    });

    expect(orders).toBeGreaterThanOrEqual(630);
    expect(reviews).toBeGreaterThan(0);
  });
});
