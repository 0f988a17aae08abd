import { awaitsReview, type BreakGlassEvent } from '@sentinel/core/break-glass/event';
import { isUsable, maxSessions } from '@sentinel/core/break-glass/glass-use';
import { lazily } from '@sentinel/core/contract/lazily';
import type { PersonId } from '@sentinel/core/identity/subject';
import type { BreakGlasses, GlassUse } from '@sentinel/core/ports';
import { together } from '@sentinel/core/together';
import * as z from 'zod/mini';
import { eventIndexKeys, type Key, keys, ttlAttribute } from '../table.ts';
import { listDynamoEvents } from './dynamo-event-list.ts';
import { dynamoQuotas } from './dynamo-quota.ts';
import type { DynamoTable, Update } from './dynamo-table.ts';
import { fromEventItem, toStoredEvent } from './event-item.ts';
import { garbled, readStrictly } from './garbled.ts';
import { eventAttribute, fromGuardItem, guardUpdate, sessionsAttribute } from './guard-item.ts';
import { orReadBack } from './or-read-back.ts';
import { toTimeText } from './time-text.ts';

const pointer = lazily(() => z.object({ item_pk: z.string(), item_sk: z.string() }));

/** Guards, events with their id pointers, and quotas in the table; events are kept for `retentionMs` after their end. */
export function dynamoBreakGlass(table: DynamoTable, retentionMs: number): BreakGlasses {
  const guard = async (person: PersonId) => {
    const item = await table.get(keys.guard(person));
    if (item !== undefined) return fromGuardItem(item);
    return { person, version: 0, lastChange: '', events: [], past: [] };
  };
  return {
    guard,

    changeGuard: async (before, after) => {
      const isWritten = async () => {
        const { version, lastChange } = await guard(after.person);
        return version === after.version && lastChange === after.lastChange;
      };
      const write = async () => {
        const item = await table.update(guardUpdate(before, after, retentionMs));
        // A client that repeats a write whose reply was lost is told that the condition failed.
        return item !== undefined || isWritten();
      };
      return orReadBack(write(), async () => ((await isWritten()) ? true : undefined));
    },

    use: async (person, use) => {
      const write = async () => {
        const item = await table.update(useUpdate(person, use));
        return item === undefined ? undefined : eventOf(fromGuardItem(item).events, use);
      };
      return orReadBack(write(), async () => {
        const event = eventOf((await guard(person)).events, use);
        const isCounted = event?.sessionIds.includes(use.sessionId) && isUsable(event, use);
        return isCounted ? event : undefined;
      });
    },

    putEvent: async (event) => {
      const key = keys.breakGlass(event.person, event.profile, event.id);
      await together([
        () => putPointer(event, { key, retentionMs }, table),
        () => table.update(eventUpdate(event, key, retentionMs)),
      ]);
    },

    locate: async (id) => {
      const place = await table.get(keys.idPointer(id));
      if (place === undefined) return undefined;
      const { item_pk: pk, item_sk: sk } = readStrictly(pointer, place, 'an id pointer');
      // Ids of other kinds of items have pointers too.
      if (!isEventKey(sk)) return undefined;
      const item = await table.get({ pk, sk });
      return item === undefined ? undefined : fromEventItem(item);
    },

    ...dynamoQuotas(table, guard),

    list: (query) => listDynamoEvents(query, table),
  };
}

function eventOf(events: readonly BreakGlassEvent[], use: GlassUse): BreakGlassEvent | undefined {
  return events.find(({ id }) => id === use.event);
}

/** Everything that must hold of the event holds in the write that counts the session. */
function useUpdate(person: PersonId, use: GlassUse): Update {
  const event = eventAttribute(use.event);
  const sessions = sessionsAttribute(use.event);
  return {
    key: keys.guard(person),
    add: { [sessions]: new Set([use.sessionId]) },
    when: [
      [[event, 'status'], '=', 'open'],
      [[event, 'ends_at'], '>', toTimeText(use.nowMs)],
      [[event, 'subject'], '=', use.subject],
      [[event, 'subject_epoch'], '=', use.subjectEpoch],
      [[event, 'profile_epoch'], '=', use.profileEpoch],
      {
        either: [
          [sessions, 'absent or smaller', maxSessions],
          [sessions, 'has', use.sessionId],
        ],
      },
    ],
  };
}

function eventUpdate(event: BreakGlassEvent, key: Key, retentionMs: number): Update {
  const place = eventIndexKeys.place({ time: toTimeText(event.openedAtMs), id: event.id });
  return {
    key,
    set: {
      ...toStoredEvent(event),
      gsi1pk: eventIndexKeys.owner(event.subject),
      gsi1sk: place,
      gsi2pk: eventIndexKeys.review(awaitsReview(event) ? 'awaited' : 'settled'),
      gsi2sk: place,
      ...ttlOf(event, retentionMs).set,
    },
    ...(event.sessionIds.length > 0 && { add: { sessions: new Set(event.sessionIds) } }),
    remove: ttlOf(event, retentionMs).remove,
    when: [['version', 'absent or <', event.version + 1]],
  };
}

/** Whoever puts the event writes the same pointer; another one there is of something else. */
async function putPointer(
  event: BreakGlassEvent,
  to: { readonly key: Key; readonly retentionMs: number },
  table: DynamoTable,
): Promise<void> {
  const { set, remove } = ttlOf(event, to.retentionMs);
  const item = await table.update({
    key: keys.idPointer(event.id),
    set: { item_pk: to.key.pk, item_sk: to.key.sk, ...set },
    remove,
    when: [
      {
        either: [
          ['item_pk', 'absent'],
          ['item_pk', '=', to.key.pk],
        ],
      },
      {
        either: [
          ['item_sk', 'absent'],
          ['item_sk', '=', to.key.sk],
        ],
      },
    ],
  });
  if (item === undefined) throw garbled('an id pointer', 'it is of something else');
}

/** What awaits its review is kept until then, however long that takes. */
function ttlOf(event: BreakGlassEvent, retentionMs: number) {
  if (awaitsReview(event)) return { set: {}, remove: [ttlAttribute] };
  return { set: { [ttlAttribute]: Math.ceil((event.lastEndMs + retentionMs) / 1000) }, remove: [] };
}

function isEventKey(sk: string): boolean {
  return sk.startsWith(keys.breakGlass('', '', '').sk.slice(0, -1));
}
