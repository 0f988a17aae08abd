import fc from 'fast-check';
import { days, groups, profiles, subjects, tickets, zones } from './arbitrary-conditions.ts';
import type { OracleFacts } from './holds.ts';
import type { RawConditions, RawPolicy } from './raw.ts';
import type { ReadClock } from './wall-clock.ts';

const dayMs = 86_400_000;
const firstDayMs = Date.UTC(2026, 0, 1);
const lastDayMs = Date.UTC(2028, 11, 31);

/** Facts whose moment is still relative to what a document makes of time. */
export type Question = Omit<OracleFacts, 'nowMs'> & {
  readonly near: 'edge' | 'change' | 'any';
  /** Which edge or change, counted round. */
  readonly pick: number;
  /** One of the days that documents name, or up to three days off, counted round. */
  readonly day: number;
  readonly offMs: number;
};

/** Somebody who asks at an edge of a window, at a change of clocks, or at any time near the days of documents. */
export const anyQuestion: fc.Arbitrary<Question> = fc.record({
  subject: fc.constantFrom(...subjects),
  groups: fc.subarray([...groups]).map((of): ReadonlySet<string> => new Set(of)),
  profile: fc.constantFrom(...profiles),
  justification: fc.constantFrom('', 'an incident'),
  ticket: fc.constantFrom(...tickets),
  near: fc.constantFrom('edge', 'edge', 'edge', 'change', 'change', 'any'),
  pick: fc.nat(9999),
  day: fc.nat(7 * days.length - 1),
  offMs: fc.oneof(
    {
      weight: 5,
      arbitrary: fc.constantFrom(
        0,
        -1,
        1,
        59_999,
        60_000,
        -60_000,
        3_600_000,
        -3_600_000,
        1_800_000,
        -1_800_000,
      ),
    },
    { weight: 1, arbitrary: fc.integer({ min: -dayMs, max: dayMs }) },
  ),
});

/** Turns questions about a policy into facts; finds the changes of clocks once. */
export function factsFor(read: ReadClock) {
  const changesMs = new Map<string, readonly number[]>(
    zones.map((zone) => [zone, changesOf(zone, read)]),
  );

  return ({ baseline, document }: RawPolicy) => {
    const rules = [...(baseline?.rules ?? []), ...document.rules];
    const edges = rules.flatMap((rule) => edgesOf(rule.conditions));
    const changes = edges.flatMap(({ zone }) => changesMs.get(zone) ?? []);

    return ({ near, pick, day, offMs, ...who }: Question): OracleFacts => {
      const name = days[day % days.length] ?? '';
      const dayStartMs = Date.parse(name) + (Math.floor(day / days.length) - 3) * dayMs;
      const edge = near === 'edge' ? edges[pick % edges.length] : undefined;
      const changeMs = near === 'change' ? changes[pick % changes.length] : undefined;
      const anchorMs = edge ? momentOf({ dayStartMs, ...edge }, read) : (changeMs ?? dayStartMs);
      return { ...who, nowMs: anchorMs + offMs };
    };
  };
}

type Edge = { readonly dayStartMs?: number; readonly minute: number; readonly zone: string };

/** Where windows begin and end by the clock on the wall: on a day of their own, or on any. */
function edgesOf({ time, dates, not }: RawConditions): readonly Edge[] {
  const zone = dates?.timezone ?? 'UTC';
  return [
    ...(time === undefined
      ? []
      : Object.values(time.hours ?? { start: '00:00' }).map((hour) => ({
          minute: Number(hour.slice(0, 2)) * 60 + Number(hour.slice(3)),
          zone: time.timezone,
        }))),
    ...(dates?.from === undefined ? [] : [{ dayStartMs: Date.parse(dates.from), minute: 0, zone }]),
    ...(dates?.until === undefined
      ? []
      : [{ dayStartMs: Date.parse(dates.until), minute: 1440, zone }]),
    ...(not === undefined ? [] : edgesOf(not)),
  ];
}

/** The moment at which a zone's wall clock shows a minute of a day, or near it where it never does. */
function momentOf(edge: Required<Edge>, read: ReadClock): number {
  const shownMs = edge.dayStartMs + edge.minute * 60_000;
  const guessMs = shownMs - offsetMs(shownMs, edge.zone, read);
  return shownMs - offsetMs(guessMs, edge.zone, read);
}

function offsetMs(atMs: number, zone: string, read: ReadClock): number {
  const { date, minute } = read(atMs, zone);
  return Date.parse(date) + minute * 60_000 - Math.floor(atMs / 60_000) * 60_000;
}

/** The moments of these years at which a zone's offset changes, to the minute. */
function changesOf(zone: string, read: ReadClock): readonly number[] {
  const found: number[] = [];
  for (let atMs = firstDayMs; atMs < lastDayMs; atMs += dayMs) {
    let [beforeMs, afterMs] = [atMs, atMs + dayMs];
    const before = offsetMs(beforeMs, zone, read);
    if (before === offsetMs(afterMs, zone, read)) continue;
    while (afterMs - beforeMs > 60_000) {
      const middleMs = Math.floor((beforeMs + afterMs) / 120_000) * 60_000;
      if (offsetMs(middleMs, zone, read) === before) beforeMs = middleMs;
      else afterMs = middleMs;
    }
    found.push(afterMs);
  }
  return found;
}
