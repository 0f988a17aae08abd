import type { Reservation } from '@sentinel/core/ports';
import { describe, expect, test } from 'vitest';
import { aGuard, anEvent, aReservation, eventId, noGuard } from './a-guard.ts';
import { noon, person, profile } from './a-session.ts';
import type { BreakGlassFixture } from './break-glass.ts';

const production = profile('production');
const second = 1000;
const midnight = Date.UTC(2026, 0, 26);

/** A place of somebody of their own for each number. */
function nth(index: number, changes: Partial<Reservation> = {}): Reservation {
  return aReservation({
    event: eventId(index.toString(16).padStart(16, '0')),
    person: person(`user-${index}#x@example.com`),
    ...changes,
  });
}

/** What every adapter of `BreakGlasses` must do for the quotas of profiles. */
export function breakGlassQuotaContract(
  name: string,
  start: () => Promise<BreakGlassFixture>,
): void {
  describe(`break-glass quotas: ${name}`, () => {
    const taken = async (...reservations: readonly Reservation[]) => {
      const breakGlass = (await start()).connect();
      for (const each of reservations) {
        expect(await breakGlass.reserve(production, each)).toBe(true);
      }
      return breakGlass;
    };

    test('has as many places as it says, a profile each', async () => {
      const breakGlass = await taken(nth(1), nth(2));

      expect(await breakGlass.reserve(production, nth(3))).toBe(false);
      expect(await breakGlass.reserve(profile('staging'), nth(3))).toBe(true);
    });

    test('begins anew with the next window, which is aligned to the epoch', async () => {
      const breakGlass = await taken(
        nth(1, { nowMs: midnight - 2 }),
        nth(2, { nowMs: midnight - 1 }),
      );

      expect(await breakGlass.reserve(production, nth(3, { nowMs: midnight - 1 }))).toBe(false);
      expect(await breakGlass.reserve(production, nth(3, { nowMs: midnight }))).toBe(true);
    });

    test('an event takes one place, however often it asks', async () => {
      const breakGlass = await taken(nth(1), nth(1, { nowMs: noon + second }), nth(2));

      expect(await breakGlass.reserve(production, nth(1))).toBe(true);
      expect(await breakGlass.reserve(production, nth(3))).toBe(false);
    });

    test('a place that is given back is free', async () => {
      const breakGlass = await taken(nth(1), nth(2));

      await breakGlass.release(production, nth(1));
      await breakGlass.release(production, nth(1));

      expect(await breakGlass.reserve(production, nth(3))).toBe(true);
      expect(await breakGlass.reserve(production, nth(4))).toBe(false);
    });

    test('giving back what was never taken does nothing', async () => {
      const breakGlass = await taken(nth(1), nth(2));

      await breakGlass.release(production, nth(3));
      await breakGlass.release(profile('staging'), nth(1));

      expect(await breakGlass.reserve(production, nth(3))).toBe(false);
    });

    test.each([
      ['not within a minute', 60 * second, false],
      ['after that', 60 * second + 1, true],
    ])('a place that came to nothing lapses: %s', async (_when, afterMs, isFree) => {
      const breakGlass = await taken(nth(1), nth(2));

      const nowMs = noon + afterMs;
      expect(await breakGlass.reserve(production, nth(3, { nowMs }))).toBe(isFree);
    });

    test.each([
      ['an event', aGuard([anEvent()])],
      [
        'a past one',
        aGuard([], {
          past: [{ id: anEvent().id, profile: production, openedAtMs: noon, endedAtMs: noon }],
        }),
      ],
    ])('a place that a guard names as %s never lapses', async (_what, guard) => {
      const breakGlass = await taken(aReservation(), nth(2));
      await breakGlass.changeGuard(noGuard, guard);

      const nowMs = noon + 3600 * second;
      const isTaken = [
        await breakGlass.reserve(production, nth(3, { nowMs })),
        await breakGlass.reserve(production, nth(4, { nowMs })),
      ];

      expect(isTaken, 'SECURITY VIOLATION: a place in a quota was given twice').toEqual([
        true,
        false,
      ]);
    });

    test('a quota whose window is edited counts what was taken under the other', async () => {
      const quota = { count: 2, withinSeconds: 12 * 3600 };
      const breakGlass = await taken(nth(1), nth(2, { quota }));

      const isTaken = [
        await breakGlass.reserve(production, nth(3)),
        await breakGlass.reserve(production, nth(3, { quota })),
        await breakGlass.reserve(production, nth(3, { quota: { ...quota, count: 3 } })),
      ];

      expect(isTaken, 'SECURITY VIOLATION: an edited quota began anew').toEqual([
        false,
        false,
        true,
      ]);
    });

    test('is never passed by many at once', async () => {
      const fixture = await start();
      const quota = { count: 5, withinSeconds: 3600 };

      const isTaken = await Promise.all(
        Array.from({ length: 32 }, (_, index) =>
          fixture.connect().reserve(production, nth(index, { quota })),
        ),
      );

      expect(
        isTaken.filter(Boolean).length,
        'SECURITY VIOLATION: a quota was passed by racing',
      ).toBe(5);
    });
  });
}
