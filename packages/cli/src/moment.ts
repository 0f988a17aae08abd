const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/;

const clock = /^([01]\d|2[0-3]):([0-5]\d)$/;

/**
 * Milliseconds since the epoch of RFC 3339 with its zone, or of `HH:MM` on this machine's clock: today, or tomorrow
 * where that has passed. `undefined` if it is neither.
 */
export function parseMoment(text: string, nowMs: number): number | undefined {
  const time = clock.exec(text);
  if (time !== null) return nextAt(Number(time[1]), Number(time[2]), nowMs);
  const date = rfc3339.exec(text);
  if (date === null || !isDay(Number(date[1]), Number(date[2]), Number(date[3]))) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}

/** `2026-01-25T22:00:00Z (Sun 25 Jan, 23:00 CET here)`. */
export function momentText(ms: number): string {
  const local = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  return `${utc(ms)} (${local.format(ms)} here)`;
}

/** RFC 3339 in UTC, to the second. */
export function utc(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

function nextAt(hours: number, minutes: number, nowMs: number): number {
  const now = new Date(nowMs);
  const on = (days: number) =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hours, minutes).getTime();
  return on(0) > nowMs ? on(0) : on(1);
}

// `Date` takes the 30th of February for the 2nd of March.
function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
