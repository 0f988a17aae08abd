import { SentinelError } from '../errors.ts';
import type { ListPage, RevocationQuery, Revocations } from '../ports.ts';
import { isLive, type Revocation } from '../revocation/revocation.ts';

export type MemoryRevocations = Revocations & { all(): readonly Revocation[] };

/** Revocations in a map. Every call does its whole work at once, so none interleaves with another. */
export function memoryRevocations(): MemoryRevocations {
  const revocations = new Map<string, Revocation>();
  return {
    create: async (revocation) => {
      const known = revocations.get(revocation.id);
      if (known === undefined) revocations.set(revocation.id, revocation);
      return known ?? revocation;
    },

    find: async (id) => revocations.get(id),

    change: async (before, after) => {
      const stored = revocations.get(before.id);
      if (stored === undefined) return false;
      if (stored.status !== before.status || stored.version !== before.version) {
        return stored.version === after.version && stored.lastChange === after.lastChange;
      }
      const { status, version, lastChange, doneAtMs, lifted } = after;
      revocations.set(stored.id, {
        ...stored,
        status,
        version,
        lastChange,
        ...(doneAtMs === undefined ? {} : { doneAtMs }),
        ...(lifted === undefined ? {} : { lifted }),
      });
      return true;
    },

    noteEffect: async (id, account, effect) => {
      const stored = revocations.get(id);
      if (stored === undefined || stored.effects.has(account)) return;
      revocations.set(id, { ...stored, effects: new Map([...stored.effects, [account, effect]]) });
    },

    since: async (atMs) =>
      [...revocations.values()]
        .filter(({ createdAtMs }) => createdAtMs >= atMs)
        .sort((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1)),

    list: async (query) => listRevocations([...revocations.values()], query),

    all: () => [...revocations.values()],
  };
}

function listRevocations(
  revocations: readonly Revocation[],
  query: RevocationQuery,
): ListPage<Revocation> {
  const { after, profile, nowMs, limit } = query;
  if (after !== undefined && !/^[-0-9T:.]+Z#[0-9a-f]+$/.test(after)) {
    throw new SentinelError('INTERNAL', 'a page key is malformed');
  }
  const found = revocations
    .filter(({ target }) => profile === undefined || target.profile === profile)
    .filter((revocation) => query.isLive === undefined || isLive(revocation, nowMs))
    .filter((revocation) => after === undefined || placeOf(revocation) < after)
    .sort((one, other) => (placeOf(one) < placeOf(other) ? 1 : -1));
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, ...(last !== undefined && found.length > limit && { after: placeOf(last) }) };
}

/** Sorts as text in the order of time. */
function placeOf({ createdAtMs, id }: Revocation): string {
  return `${new Date(createdAtMs).toISOString()}#${id}`;
}
