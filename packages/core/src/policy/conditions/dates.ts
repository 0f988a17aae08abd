import * as z from 'zod/mini';
import { condition } from './condition.ts';
import { timezone } from './fields.ts';

const day = 86_400_000;

const calendarDay = z
  .string()
  .check(z.refine(isCalendarDay, 'expected a calendar day as YYYY-MM-DD'));

const span = z
  .strictObject({
    from: z.optional(calendarDay),
    until: z.optional(calendarDay),
    timezone: z.prefault(timezone, 'UTC'),
  })
  .check(
    z.refine(({ from, until }) => from ?? until, 'expected `from` or `until`'),
    z.refine(
      ({ from, until }) => from === undefined || until === undefined || from <= until,
      'expected `until` not to lie before `from`',
    ),
  );

/** `dates`: today, in `timezone` (UTC if left out), is a calendar day between both ends, which are in it. */
export const dates = condition('dates', span, ({ from, until, timezone }) => {
  const opensMs = from === undefined ? Number.NEGATIVE_INFINITY : msOf(from);
  const closesMs = until === undefined ? Number.POSITIVE_INFINITY : msOf(until) + day;

  return {
    holds: ({ nowMs }) => {
      const localMs = timezone.localMs(nowMs);
      return localMs >= opensMs && localMs < closesMs;
    },
    changes: [opensMs, closesMs].filter(Number.isFinite).map((edgeMs) => ({
      weekly: false,
      nextMs: (afterMs: number) => {
        const localMs = timezone.localMs(afterMs);
        const aheadMs = edgeMs - localMs;
        // No clock is set by more than a day: well before the edge nothing changes, well after it nothing more.
        if (aheadMs > 2 * day) return afterMs + aheadMs - 2 * day;
        if (aheadMs < -2 * day) return undefined;
        return timezone.whenShows((Math.floor(localMs / day) + 1) * day, afterMs);
      },
    })),
  };
});

function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const atMs = msOf(text);
  // Date rolls the 30th of February over into March.
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(text);
}

function msOf(calendarDay: string): number {
  return Date.parse(`${calendarDay}T00:00:00Z`);
}
