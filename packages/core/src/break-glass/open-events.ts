import type { Quota } from '../policy/document.ts';
import type { ProfileName } from '../policy/names.ts';
import { type Refusal, reasons } from '../reasons.ts';
import { awaitsReview, type BreakGlassEvent, type EventId, isOver, reviewDueMs } from './event.ts';
import type { Guard } from './guard.ts';
import { secondsToNextWindow, windowStart } from './quota-place.ts';
import { keptPast, settled, toPast } from './settle.ts';

/** One opening, and what policy says of how often there may be one. */
export type Opening = {
  /** As it will be stored. */
  readonly event: BreakGlassEvent;
  readonly cooldownSeconds?: number;
  readonly perUser?: Quota;
};

/** Openings of one call: all of them or none. */
export type OpenEvents = {
  readonly kind: 'open';
  /** Id of the HTTP request. */
  readonly change: string;
  readonly openings: readonly Opening[];
  /** Guards of the same person under other names: they count, and stay as they are. */
  readonly elsewhere: readonly Guard[];
  /** Events whose own item has been written as they ended: of these little need stay. */
  readonly written: ReadonlySet<EventId>;
};

/** What one person may have open at once. */
export const mostOpen = 5;

/** Events of a guard that are open or await their review; what is left of others. One item holds them. */
const most = { events: 25, past: 200, bytes: 150_000 } as const;

/** The guard with all openings in it, or why none may be. */
export function openEvents(state: Guard, change: OpenEvents, nowMs: number): Guard | Refusal {
  const seen = [state, ...change.elsewhere];
  const events = seen.flatMap((guard) => guard.events);
  const overdue = events.find(
    (event) => awaitsReview(event) && isOver(event, nowMs) && reviewDueMs(event) <= nowMs,
  );
  if (overdue !== undefined) return reasons.reviewOverdue(overdue.id);

  const open = events.filter((event) => !isOver(event, nowMs));
  const refusal = refuseOpen(open, change.openings) ?? refuseMany(open, change.openings, nowMs);
  if (refusal !== undefined) return refusal;

  const ended = seen.flatMap((guard) => [...guard.past, ...guard.events.map(toPast)]);
  for (const opening of change.openings) {
    const tooSoon = refuseCooldown(opening, ended, nowMs) ?? refuseQuota(opening, ended, nowMs);
    if (tooSoon !== undefined) return tooSoon;
  }
  return fitting({
    ...state,
    version: state.version + 1,
    lastChange: change.change,
    events: [
      ...state.events.filter((event) => !settled(event, change.written, nowMs)),
      ...change.openings.map(({ event }) => event),
    ],
    past: keptPast(state, change.written, nowMs),
  });
}

function refuseOpen(
  open: readonly BreakGlassEvent[],
  openings: readonly Opening[],
): Refusal | undefined {
  const profiles = new Map<ProfileName, EventId>(open.map(({ profile, id }) => [profile, id]));
  for (const { event } of openings) {
    const id = profiles.get(event.profile);
    if (id !== undefined) return reasons.glassIsBroken(event.profile, id);
    profiles.set(event.profile, event.id);
  }
  return undefined;
}

function refuseMany(
  open: readonly BreakGlassEvent[],
  openings: readonly Opening[],
  nowMs: number,
): Refusal | undefined {
  if (open.length + openings.length <= mostOpen) return undefined;
  const what = `you may have ${mostOpen} break-glass events open at once`;
  const firstEndMs = Math.min(...open.map(({ endsAtMs }) => endsAtMs));
  if (!Number.isFinite(firstEndMs)) return reasons.glassQuota(what);
  return reasons.glassQuota(what, Math.ceil((firstEndMs - nowMs) / 1000));
}

type Ended = ReturnType<typeof toPast>;

function refuseCooldown(
  { event, cooldownSeconds }: Opening,
  ended: readonly Ended[],
  nowMs: number,
): Refusal | undefined {
  if (cooldownSeconds === undefined) return undefined;
  const ends = ended.filter(({ profile }) => profile === event.profile);
  const overMs = Math.max(...ends.map(({ endedAtMs }) => endedAtMs)) + cooldownSeconds * 1000;
  if (!(overMs > nowMs)) return undefined;
  return reasons.cooldown(event.profile, Math.ceil((overMs - nowMs) / 1000));
}

function refuseQuota(
  { event, perUser }: Opening,
  ended: readonly Ended[],
  nowMs: number,
): Refusal | undefined {
  if (perUser === undefined) return undefined;
  const startMs = windowStart(perUser, nowMs);
  const own = ended.filter((each) => each.profile === event.profile && each.openedAtMs >= startMs);
  if (own.length < perUser.count) return undefined;
  return reasons.glassQuota(
    `you have broken the glass for \`${event.profile}\` ${own.length} times in this window`,
    secondsToNextWindow(perUser, nowMs),
  );
}

/** Nothing is dropped for lack of room: a guard that is full takes no more. */
function fitting(guard: Guard): Guard | Refusal {
  const isFull =
    guard.events.length > most.events ||
    guard.past.length > most.past ||
    bytesOf(JSON.stringify(guard)) > most.bytes;
  return isFull
    ? reasons.glassQuota('too many of your break-glass events await their review or are recent')
    : guard;
}

/** Of UTF-8. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (const sign of text) {
    bytes += sign < '\u0080' ? 1 : sign < '\u0800' ? 2 : sign.length === 1 ? 3 : 4;
  }
  return bytes;
}
