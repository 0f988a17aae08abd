import { describe, expect, test } from 'vitest';
import { aGlassWorld, bob, carol, opened, putGlass } from '../testing/a-break-glass.ts';
import { codeOf } from '../testing/a-world.ts';
import { completeGuard, eventsChanged } from './complete-guard.ts';
import { SentinelError } from './errors.ts';
import type { FaultMoment } from './memory/faults.ts';
import type { Intercept } from './memory/intercept.ts';

const hour = 3_600_000;
const quota = '  max_duration: 4h\n  quota: { total: { count: 2, within: 24h } }';

/** The process dies at its n-th call of the table: that one and all after it fail, done or not. */
function death() {
  let left = Number.POSITIVE_INFINITY;
  let moment: FaultMoment = 'before';
  let calls = 0;
  const died = () => new SentinelError('DEPENDENCY_UNAVAILABLE', 'the process died');
  const intercept: Intercept = (call, proceed) => {
    if (call.port !== 'breakGlass') return proceed();
    calls += 1;
    left -= 1;
    if (left > 0) return proceed();
    if (left < 0 || moment === 'before') return Promise.reject(died());
    return Promise.resolve(proceed()).then(() => Promise.reject(died()));
  };
  return {
    intercept,
    at(call: number, when: FaultMoment) {
      left = call;
      moment = when;
    },
    never() {
      left = Number.POSITIVE_INFINITY;
    },
    calls: () => calls,
  };
}

/** A world with an event of alice's that is over and done with, and one that awaits its review; then time to act. */
async function start() {
  const dying = death();
  const built = aGlassWorld(dying.intercept);
  putGlass(built.outside, 'production', quota);
  putGlass(built.outside, 'data', '  review: { required: false }');
  const done = opened(await built.open({ profiles: ['data'] }));
  const waiting = opened(await built.open({ profiles: ['staging'] }));
  built.outside.clock.advance(2 * hour);
  return { ...built, dying, done, waiting };
}

type Started = Awaited<ReturnType<typeof start>>;

const acts: Readonly<Record<string, (started: Started) => Promise<unknown>>> = {
  'an opening': ({ open }) => open({ key: 'k', profiles: ['production'] }),
  'an opening of two profiles': ({ open }) => open({ key: 'k', profiles: ['production', 'data'] }),
  'a review': ({ change, waiting: { id } }) =>
    change({ verb: 'review', id, verdict: 'justified', key: 'k' }, carol),
};
const moments: readonly FaultMoment[] = ['before', 'after'];
const deaths = Object.keys(acts).flatMap((what) => moments.map((moment) => ({ what, moment })));

describe('SEC-10 a process that dies in the middle', () => {
  test.each(deaths)(
    'SEC-10 of $what, $moment any call: the same call once more goes on, and nothing counts twice',
    async ({ what, moment }) => {
      const act = acts[what] ?? (() => Promise.reject(new Error(what)));
      const whole = await start();
      const before = whole.dying.calls();
      await act(whole);
      const calls = whole.dying.calls() - before;
      expect(calls).toBeGreaterThanOrEqual(4);

      for (let call = 1; call <= calls; call += 1) {
        const started = await start();
        const { outside, dying } = started;
        dying.at(call, moment);
        await act(started);
        dying.never();
        outside.clock.advance(1000);

        const when = `SECURITY VIOLATION: after a death at call ${call}`;
        expect(codeOf(await act(started)), when).toBe('OK');
        const [guard] = outside.breakGlass.guards();
        const openings = guard?.events.filter(({ status, endsAtMs }) => {
          return status === 'open' && endsAtMs > outside.clock.nowMs();
        });
        expect(openings, when).toHaveLength({ 'a review': 0, 'an opening': 1 }[what] ?? 2);
        expect(outside.breakGlass.places('production').length, when).toBe(
          what === 'a review' ? 0 : 1,
        );
        for (const event of guard?.events ?? []) {
          expect(await outside.breakGlass.locate(event.id), when).toEqual(event);
        }
        for (const { id } of guard?.past ?? []) {
          expect(await outside.breakGlass.locate(id), when).toBeDefined();
        }
      }
    },
  );

  test.each(moments)(
    'SEC-10 of an opening, %s any call: the quota is right for the next after a minute',
    async (moment) => {
      for (let call = 1; call <= 6; call += 1) {
        const started = await start();
        const { outside, dying, open } = started;
        dying.at(call, moment);
        await open();
        dying.never();
        outside.clock.advance(61_000);
        const isOpen = outside.breakGlass.guards()[0]?.events.some((event) => {
          return event.profile === 'production';
        });

        const codes = [codeOf(await open({}, bob)), codeOf(await open({}, carol))];

        expect(codes, `SECURITY VIOLATION: after a death at call ${call}`).toEqual([
          'OK',
          isOpen ? 'QUOTA_EXCEEDED' : 'OK',
        ]);
      }
    },
  );
});

test('SEC-10 an opening whose own item is missing is shown to its invoker, who thereby writes it', async () => {
  const { outside, dying, open, show } = await start();
  dying.at(6, 'before');
  const result = await open();
  dying.never();
  const [event] = outside.breakGlass.guards()[0]?.events.slice(-1) ?? [];
  expect([codeOf(result), event?.profile]).toEqual(['OK', 'production']);
  const id = event?.id ?? opened(result).id;
  expect(await outside.breakGlass.locate(id)).toBeUndefined();
  expect(codeOf(await show(id, carol))).toBe('NOT_FOUND');

  expect(codeOf(await show(id))).toBe('OK');

  expect(await outside.breakGlass.locate(id)).toEqual(event);
  expect(codeOf(await show(id, carol))).toBe('OK');
});

test('SEC-10 whoever is fed by the stream completes what a guard shows, and only that', async () => {
  const { outside, world, dying, open } = await start();
  const before = outside.breakGlass.guards()[0];
  dying.at(6, 'before');
  await open();
  dying.never();
  const after = outside.breakGlass.guards()[0] ?? { events: [] };

  const changed = eventsChanged(before, after);
  await completeGuard({ events: changed }, world);
  await completeGuard(after, world);

  expect(changed.map(({ profile }) => profile)).toEqual(['production']);
  for (const event of after.events) {
    expect(await outside.breakGlass.locate(event.id)).toEqual(event);
  }
});
