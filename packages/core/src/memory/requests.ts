import { type AccessRequest, shownRequestStatus } from '../approval/request.ts';
import { isWithinUse } from '../approval/within-use.ts';
import { SentinelError } from '../errors.ts';
import type { ListPage, RequestQuery, RequestRef, Requests } from '../ports.ts';
import { together } from '../together.ts';

export type MemoryRequests = Requests & { all(): readonly AccessRequest[] };

/** Requests in a map. Every call does its whole work at once, so none interleaves with another. */
export function memoryRequests(): MemoryRequests {
  const requests = new Map<string, AccessRequest>();
  const find = (ref: RequestRef) => {
    const request = requests.get(ref.id);
    const isSame =
      request?.subject === ref.subject &&
      request.profile === ref.profile &&
      request.createdAtMs === ref.createdAtMs;
    return isSame ? request : undefined;
  };
  return {
    create: async (request) => {
      const known = requests.get(request.id);
      if (known === undefined) requests.set(request.id, request);
      else if (known.subject !== request.subject) {
        throw new SentinelError('DEPENDENCY_UNAVAILABLE', `\`${request.id}\` exists already`);
      }
      return known ?? request;
    },

    find: async (ref) => find(ref),

    locate: async (id) => requests.get(id),

    ofProfile: async (subject, profile, sinceMs) =>
      [...requests.values()]
        .filter((request) => request.subject === subject && request.profile === profile)
        .filter((request) => request.createdAtMs >= sinceMs)
        .sort(newestFirst),

    change: async (before, after) => {
      const stored = find(before);
      if (stored === undefined) return false;
      if (stored.status !== before.status || stored.version !== before.version) {
        return stored.version === after.version && stored.lastChange === after.lastChange;
      }
      requests.set(stored.id, { ...after, sessionIds: stored.sessionIds });
      return true;
    },

    use: async (ref, use) => {
      const request = find(ref);
      if (request === undefined || !isWithinUse(request, use)) return undefined;
      const sessionIds = [...new Set([...request.sessionIds, use.sessionId])].sort();
      const used = { ...request, sessionIds };
      requests.set(used.id, used);
      return used;
    },

    list: async (query) => listRequests([...requests.values()], query),

    all: () => [...requests.values()],
  };
}

async function listRequests(
  requests: readonly AccessRequest[],
  query: RequestQuery,
): Promise<ListPage<AccessRequest>> {
  const { after, subject, profile, status, nowMs, limit, isShown = async () => true } = query;
  if (after !== undefined && !/^[-0-9T:.]+Z#[0-9a-f]+$/.test(after)) {
    throw new SentinelError('INTERNAL', 'a page key is malformed');
  }
  const asked = requests
    .filter((request) => subject === undefined || request.subject === subject)
    .filter((request) => profile === undefined || request.profile === profile)
    .filter((request) => status === undefined || shownRequestStatus(request, nowMs) === status)
    .filter((request) => after === undefined || placeOf(request) < after)
    .sort(newestFirst);
  const answers = await together(asked.map((request) => () => isShown(request)));
  const found = asked.filter((_, nth) => answers[nth]);
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, ...(last !== undefined && found.length > limit && { after: placeOf(last) }) };
}

function newestFirst(one: AccessRequest, other: AccessRequest): number {
  return placeOf(one) < placeOf(other) ? 1 : -1;
}

/** Sorts as text in the order of time. */
function placeOf({ createdAtMs, id }: AccessRequest): string {
  return `${new Date(createdAtMs).toISOString()}#${id}`;
}
