/** What a clock and a calendar on the wall show. */
export type Reading = {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** In lower case, as documents spell it. */
  readonly weekday: string;
  /** Minutes since the hands showed 00:00, from 0 to 1439. */
  readonly minute: number;
};

/** Reads the wall clock of an IANA zone at a moment in milliseconds since the epoch. */
export type ReadClock = (atMs: number, zone: string) => Reading;

const quarterMs = 15 * 60_000;

/**
 * A reader of wall clocks that asks ICU once per zone and quarter of an hour, and counts minutes within it: since 2012
 * no zone has changed its offset anywhere else, and none has one that is not whole quarters of an hour.
 */
export function wallClocks(): ReadClock {
  const zones = new Map<string, { readonly icu: ReadIcu; readonly shown: Map<number, Reading> }>();

  return (atMs, zone) => {
    const { icu, shown } = zones.get(zone) ?? { icu: icuClock(zone), shown: new Map() };
    zones.set(zone, { icu, shown });
    const quarter = Math.floor(atMs / quarterMs);
    if (shown.size > 20_000) shown.clear();
    const reading = shown.get(quarter) ?? icu(quarter * quarterMs);
    shown.set(quarter, reading);
    const { date, weekday, minute } = reading;
    return { date, weekday, minute: minute + Math.floor((atMs - quarter * quarterMs) / 60_000) };
  };
}

type ReadIcu = (atMs: number) => Reading;

/** The wall clock of one zone, read from ICU each time. */
export function icuClock(zone: string): ReadIcu {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    weekday: 'long',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (atMs) => {
    const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
    return {
      date: `${part('year')}-${part('month')}-${part('day')}`,
      weekday: part('weekday').toLowerCase(),
      minute: Number(part('hour')) * 60 + Number(part('minute')),
    };
  };
}

/** The weekday of the calendar day that ended when the one at this moment began. */
export function weekdayBefore(atMs: number, zone: string, read: ReadClock): string {
  const { date: today, minute } = read(atMs, zone);
  let beforeMs = atMs - minute * 60_000;
  while (read(beforeMs, zone).date === today) beforeMs -= quarterMs;
  return read(beforeMs, zone).weekday;
}
