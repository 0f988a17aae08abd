import type { RawConditions, RawDates, RawSubjectSet, RawTime } from './raw.ts';
import { type ReadClock, weekdayBefore } from './wall-clock.ts';

/** The facts that the oracle looks at, as texts. */
export type OracleFacts = {
  readonly subject: string;
  readonly groups: ReadonlySet<string>;
  readonly profile: string;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  readonly justification: string;
  readonly ticket: string;
};

/** Whether every condition that is written holds. */
export function holds(written: RawConditions, facts: OracleFacts, read: ReadClock): boolean {
  const { time, dates, mode, justification: asked, not } = written;
  return (
    isWho(written, facts) &&
    (mode === undefined || mode.includes('server')) &&
    (asked === undefined || facts.justification !== '') &&
    (asked?.tickets === undefined || asked.tickets.some((glob) => fits(glob, facts.ticket))) &&
    (dates === undefined || isWithin(dates, facts.nowMs, read)) &&
    (time === undefined || isOpen(time, facts.nowMs, read)) &&
    (not === undefined || !holds(not, facts, read))
  );
}

/** Whether someone is in a set of subjects, where one entry of either list suffices. */
export function isIn(set: RawSubjectSet, facts: OracleFacts): boolean {
  return [
    ...(set.users ?? []).map((user) => user === facts.subject),
    ...(set.groups ?? []).map((group) => facts.groups.has(group)),
  ].includes(true);
}

/**
 * Whether conditions hold for someone as far as `users`, `groups` and `profiles` tell: every other condition is taken
 * to hold, and a `not` with one of them anywhere inside too, even where no turn of events could make it hold.
 */
export function mayHold(written: RawConditions, facts: OracleFacts): boolean {
  const { not } = written;
  return isWho(written, facts) && (not === undefined || hasOthers(not) || !mayHold(not, facts));
}

function hasOthers({
  users: _u,
  groups: _g,
  profiles: _p,
  not,
  ...others
}: RawConditions): boolean {
  return Object.keys(others).length > 0 || (not !== undefined && hasOthers(not));
}

function isWho({ users, groups, profiles }: RawConditions, facts: OracleFacts): boolean {
  return (
    (users === undefined || users.includes(facts.subject)) &&
    (groups === undefined || groups.some((group) => facts.groups.has(group))) &&
    (profiles === undefined || profiles.some((glob) => fits(glob, facts.profile)))
  );
}

function isOpen({ days, hours, timezone }: RawTime, atMs: number, read: ReadClock): boolean {
  const { weekday, minute } = read(atMs, timezone);
  const isDay = (day: string) => days === undefined || days.includes(day);
  if (hours === undefined) return isDay(weekday);
  const start = minutesOf(hours.start);
  const end = minutesOf(hours.end);
  if (start < end) return isDay(weekday) && start <= minute && minute < end;
  const opensToday = isDay(weekday) && start <= minute;
  return opensToday || (minute < end && isDay(weekdayBefore(atMs, timezone, read)));
}

function isWithin({ from, until, timezone }: RawDates, atMs: number, read: ReadClock): boolean {
  const { date } = read(atMs, timezone ?? 'UTC');
  return (from === undefined || from <= date) && (until === undefined || date <= until);
}

function minutesOf(clock: string): number {
  const [hours, minutes] = clock.split(':').map(Number);
  return (hours ?? Number.NaN) * 60 + (minutes ?? Number.NaN);
}

/** Whether a glob fits a text, by trying every length that a star may have; slow on purpose. */
function fits(glob: string, text: string): boolean {
  if (glob === '') return text === '';
  const rest = glob.slice(1);
  const isFree = text !== '' && !'/:'.includes(text.charAt(0));
  switch (glob.charAt(0)) {
    case '*':
      return fits(rest, text) || (isFree && fits(glob, text.slice(1)));
    case '?':
      return isFree && fits(rest, text.slice(1));
    default:
      return glob.charAt(0) === text.charAt(0) && fits(rest, text.slice(1));
  }
}
