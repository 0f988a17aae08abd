import type { BreakGlassEvent } from '../break-glass/event.ts';
import { isUsable } from '../break-glass/glass-use.ts';
import type { Guard } from '../break-glass/guard.ts';
import { lapseMs, type Place, windowStart } from '../break-glass/quota-place.ts';
import type { PersonId } from '../identity/subject.ts';
import type { BreakGlasses, Reservation } from '../ports.ts';
import { listEvents } from './event-list.ts';

export type MemoryBreakGlass = BreakGlasses & {
  guards(): readonly Guard[];
  /** The events' own items. */
  events(): readonly BreakGlassEvent[];
  /** Places taken in a profile's quota, whatever their window. */
  places(profile: string): readonly Place[];
};

/** Guards, events and quotas in maps. Every call does its whole work at once, so none interleaves with another. */
export function memoryBreakGlass(): MemoryBreakGlass {
  const guards = new Map<PersonId, Guard>();
  const events = new Map<string, BreakGlassEvent>();
  const quotas = new Map<string, readonly Place[]>();
  const guardOf = (person: PersonId): Guard =>
    guards.get(person) ?? { person, version: 0, lastChange: '', events: [], past: [] };
  const isNamed = ({ event, person }: Place) => {
    const guard = guardOf(person);
    return [...guard.events, ...guard.past].some(({ id }) => id === event);
  };
  return {
    guard: async (person) => guardOf(person),
    changeGuard: async (before, after) => {
      const now = guardOf(before.person);
      if (now.version === after.version && now.lastChange === after.lastChange) return true;
      if (now.version !== before.version) return false;
      const known = new Map(now.events.map((event) => [event.id, event.sessionIds]));
      guards.set(after.person, {
        ...after,
        events: after.events.map((event) => ({
          ...event,
          sessionIds: known.get(event.id) ?? event.sessionIds,
        })),
      });
      return true;
    },
    use: async (person, use) => {
      const guard = guardOf(person);
      const event = guard.events.find(({ id }) => id === use.event);
      if (event === undefined || !isUsable(event, use)) return undefined;
      if (event.sessionIds.includes(use.sessionId)) return event;
      const used = { ...event, sessionIds: [...event.sessionIds, use.sessionId] };
      guards.set(person, {
        ...guard,
        events: guard.events.map((each) => (each.id === used.id ? used : each)),
      });
      return used;
    },
    putEvent: async (event) => {
      const known = events.get(event.id);
      if (known !== undefined && known.version > event.version) return;
      const sessionIds = [...new Set([...(known?.sessionIds ?? []), ...event.sessionIds])];
      events.set(event.id, { ...event, sessionIds });
    },
    locate: async (id) => events.get(id),
    reserve: async (profile, reservation) => {
      const places = withPlace(quotas.get(profile) ?? [], reservation, isNamed);
      if (places !== undefined) quotas.set(profile, places);
      return places !== undefined;
    },
    release: async (profile, { event, nowMs }) => {
      const places = quotas.get(profile) ?? [];
      quotas.set(
        profile,
        places.filter((place) => place.event !== event || place.atMs !== nowMs),
      );
    },
    list: async (query) => listEvents([...events.values()], query),
    guards: () => [...guards.values()],
    events: () => [...events.values()],
    places: (profile) => quotas.get(profile) ?? [],
  };
}

/** The places with one more, or as they are where the event has one; `undefined`: none is left. */
function withPlace(
  places: readonly Place[],
  { event, person, quota, nowMs }: Reservation,
  isNamed: (place: Place) => boolean,
): readonly Place[] | undefined {
  const startMs = windowStart(quota, nowMs);
  const mayLapse = (place: Place) => nowMs - place.atMs > lapseMs && !isNamed(place);
  if (places.some((place) => place.event === event && nowMs - place.atMs <= lapseMs / 2)) {
    return places;
  }
  const kept = places.filter((place) => place.event !== event && !mayLapse(place));
  if (kept.filter(({ atMs }) => atMs >= startMs).length >= quota.count) return undefined;
  return [...kept, { event, person, atMs: nowMs }];
}
