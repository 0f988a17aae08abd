import * as z from 'zod/mini';
import { condition } from './condition.ts';
import { listOf, timezone } from './fields.ts';

const day = 86_400_000;
const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

const clock = 'expected a time of day as "HH:MM"';
const hours = z
  .strictObject({
    start: z.string().check(z.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, clock)),
    end: z
      .string()
      .check(z.regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, `${clock}, "24:00" at most`)),
  })
  .check(z.refine(({ start, end }) => start !== end, 'expected `end` to differ from `start`'));

const window = z
  .strictObject({
    days: z.optional(listOf(z.enum(weekdays))),
    hours: z.optional(hours),
    timezone,
  })
  .check(z.refine((given) => given.days ?? given.hours, 'expected `days` or `hours`'));

/**
 * `time`: what the clock shows in `timezone` lies in a weekly window. `start` is in it, `end` is not;
 * a window that wraps past midnight belongs to the day on which it opened.
 * By the clock on the wall: an hour that is skipped never comes, one that is repeated counts twice.
 */
export const time = condition('time', window, ({ days, hours, timezone }) => {
  const opensOn = weekdays.map((weekday) => days?.includes(weekday) ?? true);
  const startMs = msOfDay(hours?.start ?? '00:00');
  const endMs = msOfDay(hours?.end ?? '24:00');
  const edgesMs = [startMs, endMs].toSorted((a, b) => a - b);

  return {
    holds: ({ nowMs }) => {
      const localMs = timezone.localMs(nowMs);
      const today = Math.floor(localMs / day);
      const sinceMidnightMs = localMs - today * day;
      const isOpen = (dayNumber: number) => opensOn[weekdayOf(dayNumber)] === true;
      if (startMs < endMs) {
        return sinceMidnightMs >= startMs && sinceMidnightMs < endMs && isOpen(today);
      }
      return sinceMidnightMs >= startMs
        ? isOpen(today)
        : sinceMidnightMs < endMs && isOpen(today - 1);
    },
    changes: [
      {
        weekly: true,
        nextMs: (afterMs) => {
          const localMs = timezone.localMs(afterMs);
          const midnightMs = Math.floor(localMs / day) * day;
          const edgeMs = edgesMs.find((edge) => midnightMs + edge > localMs) ?? day;
          return timezone.whenShows(midnightMs + edgeMs, afterMs);
        },
      },
    ],
  };
});

function msOfDay(text: string): number {
  return Number(text.slice(0, 2)) * 3_600_000 + Number(text.slice(3)) * 60_000;
}

/** Position in the week, Monday 0, of a day counted from 1970-01-01, a Thursday. */
function weekdayOf(dayNumber: number): number {
  return (((dayNumber + 3) % 7) + 7) % 7;
}
