import { awaitsReview, type BreakGlassEvent, type EventId } from '@sentinel/core/break-glass/event';
import type { Guard, PastEvent } from '@sentinel/core/break-glass/guard';
import { lazily } from '@sentinel/core/contract/lazily';
import type { PersonId } from '@sentinel/core/identity/subject';
import { isProfileName, type ProfileName } from '@sentinel/core/policy/names';
import { waitBounds } from '@sentinel/core/policy/schema/limits';
import * as z from 'zod/mini';
import { keys, ttlAttribute } from '../table.ts';
import type { Item, Update } from './dynamo-table.ts';
import { fromStoredEvent, toStoredEvent } from './event-item.ts';
import { garbled, positive, readStrictly, timeMs } from './garbled.ts';
import { toTimeText } from './time-text.ts';

const what = 'a break-glass guard';
const eventPrefix = 'event_';
const sessionsPrefix = 'sessions_';

const stored = lazily(() =>
  z.object({
    person: z.custom<PersonId>((value) => typeof value === 'string' && value !== ''),
    version: positive(),
    last_change: z.string().check(z.minLength(1)),
    past: z.array(
      z.object({
        id: z.custom<EventId>((value) => typeof value === 'string' && value !== ''),
        profile: z.custom<ProfileName>(
          (value) => typeof value === 'string' && isProfileName(value),
        ),
        opened_at: timeMs(),
        ended_at: timeMs(),
        keyed: z.exactOptional(z.object({ id: z.string(), body: z.string() })),
      }),
    ),
  }),
);

/** Attribute of one whole event. One each, not an entry of one map, so that a use conditions on its members. */
export function eventAttribute(id: string): string {
  return eventPrefix + id;
}

/** Attribute of the set of the sessions opened under an event: a use adds to it, nothing else does. */
export function sessionsAttribute(id: string): string {
  return sessionsPrefix + id;
}

/** Reads a guard whole; throws `DEPENDENCY_UNAVAILABLE` where it is garbled. */
export function fromGuardItem(item: Item): Guard {
  const { person, version, last_change, past } = readStrictly(stored, item, what);
  const { pk, sk } = keys.guard(person);
  if (item['pk'] !== pk || item['sk'] !== sk) throw garbled(what, 'its key');
  const events = Object.entries(item)
    .filter(([attribute]) => attribute.startsWith(eventPrefix))
    .map(([attribute, value]) => {
      const id = attribute.slice(eventPrefix.length);
      const event = fromStoredEvent(value, item[sessionsAttribute(id)]);
      if (event.id !== id) throw garbled(what, attribute);
      return event;
    })
    .sort(inOrder);
  return {
    person,
    version,
    lastChange: last_change,
    events,
    past: past.map(({ id, profile, opened_at, ended_at, keyed }) => ({
      id,
      profile,
      openedAtMs: opened_at,
      endedAtMs: ended_at,
      ...(keyed === undefined ? {} : { keyed }),
    })),
  };
}

/** The one update that makes `after` of `before`, if nobody has changed it since. */
export function guardUpdate(before: Guard, after: Guard, retentionMs: number): Update {
  const known = new Map(before.events.map((event) => [event.id, event.version]));
  const kept = new Set(after.events.map(({ id }) => id));
  const changed = after.events.filter(({ id, version }) => known.get(id) !== version);
  const gone = before.events.filter(({ id }) => !kept.has(id));
  const sessions = after.events.filter(({ id, sessionIds }) => !known.has(id) && sessionIds.length);
  const isKept = after.events.some(awaitsReview);
  return {
    key: keys.guard(after.person),
    set: {
      person: after.person,
      version: after.version,
      last_change: after.lastChange,
      past: after.past.map(toStoredPast),
      ...Object.fromEntries(
        changed.map((event) => [eventAttribute(event.id), toStoredEvent(event)]),
      ),
      ...Object.fromEntries(
        sessions.map(({ id, sessionIds }) => [sessionsAttribute(id), new Set(sessionIds)]),
      ),
      ...(isKept ? {} : { [ttlAttribute]: guardTtl(after, retentionMs) }),
    },
    remove: [
      ...gone.flatMap(({ id }) => [eventAttribute(id), sessionsAttribute(id)]),
      // What must be reviewed waits for it, however long that takes.
      ...(isKept ? [ttlAttribute] : []),
    ],
    when: [before.version === 0 ? ['version', 'absent'] : ['version', '=', before.version]],
  };
}

/** Far behind all that a cooldown or a quota may look back to. */
function guardTtl({ events, past }: Guard, retentionMs: number): number {
  const endsMs = [...events.map((event) => event.lastEndMs), ...past.map((each) => each.endedAtMs)];
  const keptMs = Math.max(retentionMs, 2 * waitBounds.max * 1000);
  return Math.ceil((Math.max(0, ...endsMs) + keptMs) / 1000);
}

function toStoredPast({ id, profile, openedAtMs, endedAtMs, keyed }: PastEvent) {
  return {
    id,
    profile,
    opened_at: toTimeText(openedAtMs),
    ended_at: toTimeText(endedAtMs),
    ...(keyed === undefined ? {} : { keyed: { id: keyed.id, body: keyed.body } }),
  };
}

function inOrder(one: BreakGlassEvent, other: BreakGlassEvent): number {
  return one.openedAtMs - other.openedAtMs || (one.id < other.id ? -1 : 1);
}
