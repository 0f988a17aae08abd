import type { AccessRequest } from '@sentinel/core/approval/request';
import { mostSessions } from '@sentinel/core/approval/usable-grants';
import { isWithinUse } from '@sentinel/core/approval/within-use';
import { lazily } from '@sentinel/core/contract/lazily';
import { SentinelError } from '@sentinel/core/errors';
import type { GrantUse, RequestRef, Requests } from '@sentinel/core/ports';
import * as z from 'zod/mini';
import { type Key, keys, ttlAttribute } from '../table.ts';
import { listDynamoRequests } from './dynamo-request-list.ts';
import type { DynamoTable, Item } from './dynamo-table.ts';
import type { Condition } from './expression.ts';
import { readStrictly, timeMs } from './garbled.ts';
import { orReadBack } from './or-read-back.ts';
import { fromRequestItem, requestKey, toRequestItem } from './request-item.ts';
import { toTimeText } from './time-text.ts';

const pointer = lazily(() =>
  z.object({ item_pk: z.string(), item_sk: z.string(), created_at: timeMs() }),
);

/** Requests and their id pointers in the table; kept for `retentionMs` after their end. */
export function dynamoRequests(table: DynamoTable, retentionMs: number): Requests {
  const find = async (ref: RequestRef) => {
    const item = await table.get(requestKey(ref));
    return item === undefined ? undefined : fromRequestItem(item, ref);
  };
  return {
    create: async (request) => {
      const placed = await place(request, retentionMs, table);
      const item = toRequestItem(placed, retentionMs);
      const write = async () => ((await table.create(item)) ? placed : undefined);
      const stored = await orReadBack(write(), () => find(placed));
      return stored ?? (await find(placed)) ?? gone(placed.id);
    },

    find,

    locate: async (id) => {
      const found = await table.get(keys.idPointer(id));
      // Ids of other kinds of items have pointers too.
      if (found === undefined || !isRequestPointer(found)) return undefined;
      const { item_pk: pk, item_sk: sk } = readStrictly(pointer, found, 'an id pointer');
      const item = await table.get({ pk, sk });
      return item === undefined ? undefined : fromRequestItem(item);
    },

    ofProfile: async (subject, profile, sinceMs) => {
      const since = keys.request(subject, profile, { time: toTimeText(sinceMs), id: '' });
      const { sk: last } = keys.request(subject, profile, { time: '~', id: '' });
      const found: AccessRequest[] = [];
      let after: Item | undefined;
      do {
        const page = await table.range({
          partition: since.pk,
          between: [since.sk, last],
          newestFirst: true,
          ...(after !== undefined && { after }),
        });
        found.push(...page.items.map((item) => fromRequestItem(item)));
        after = page.next;
      } while (after !== undefined);
      return found;
    },

    change: async (before, after) => {
      const isWritten = async () => {
        const { version, lastChange } = (await find(before)) ?? {};
        return version === after.version && lastChange === after.lastChange;
      };
      const write = async () => {
        const item = await table.update(changeUpdate(before, after, retentionMs));
        // A client that repeats a write whose reply was lost is told that the condition failed.
        return item !== undefined || isWritten();
      };
      return orReadBack(write(), async () => ((await isWritten()) ? true : undefined));
    },

    use: async (ref, use) => {
      const write = async () => {
        const item = await table.update({
          key: requestKey(ref),
          add: { session_ids: new Set([use.sessionId]) },
          when: whenUsable(use),
        });
        return item === undefined ? undefined : fromRequestItem(item, ref);
      };
      return orReadBack(write(), async () => {
        const request = await find(ref);
        const isCounted = request?.sessionIds.includes(use.sessionId) && isWithinUse(request, use);
        return isCounted ? request : undefined;
      });
    },

    list: (query) => listDynamoRequests(query, table),
  };
}

/**
 * Puts the id pointer, or takes the place that an earlier one names: of many that make one request at once, all write
 * to one place, also where the first of them died before it wrote.
 */
async function place(
  request: AccessRequest,
  retentionMs: number,
  table: DynamoTable,
): Promise<AccessRequest> {
  const { pk: item_pk, sk: item_sk, ...item } = toRequestItem(request, retentionMs);
  const key = keys.idPointer(request.id);
  const { created_at, [ttlAttribute]: ttl } = item;
  const write = table.create({ ...key, item_pk, item_sk, created_at, [ttlAttribute]: ttl });
  const isNew = await orReadBack(write, async () => ((await table.get(key)) ? false : undefined));
  if (isNew) return request;
  const found = await table.get(key);
  if (found === undefined) return gone(request.id);
  const { created_at: createdAtMs, ...at } = readStrictly(pointer, found, 'an id pointer');
  const placed = { ...request, createdAtMs };
  const { pk, sk } = requestKey(placed);
  if (pk === at.item_pk && sk === at.item_sk) return placed;
  return ofAnotherProfile(request, { pk: at.item_pk, sk: at.item_sk }, table);
}

/** The same id of the same subject with another profile: what it made is the answer, as it is for the same profile. */
async function ofAnotherProfile(
  request: AccessRequest,
  key: Key,
  table: DynamoTable,
): Promise<AccessRequest> {
  const item = await table.get(key);
  if (item === undefined) return gone(request.id);
  const known = fromRequestItem(item);
  return known.subject === request.subject ? known : gone(request.id);
}

function gone(id: string): never {
  throw new SentinelError('DEPENDENCY_UNAVAILABLE', `\`${id}\` exists already, for something else`);
}

/** `request#...`, whatever the profile. */
function isRequestPointer(item: Item): boolean {
  return typeof item['item_sk'] === 'string' && item['item_sk'].startsWith('request#');
}

/** Only what differs is written: the version tells that the rest is as it was. */
function changeUpdate(before: AccessRequest, after: AccessRequest, retentionMs: number) {
  const known = new Map<string, unknown>(Object.entries(toRequestItem(before, retentionMs)));
  const { pk, sk, ...attributes } = toRequestItem(after, retentionMs);
  const changed = Object.entries(attributes).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(known.get(name)),
  );
  return {
    key: { pk, sk },
    set: Object.fromEntries(changed.filter(([, value]) => value !== undefined)),
    remove: changed.flatMap(([name, value]) => (value === undefined ? [name] : [])),
    when: [
      ['status', '=', before.status],
      ['version', '=', before.version],
    ],
  } as const;
}

/** What `isWithinUse` says, in one write. */
function whenUsable(use: GrantUse): readonly Condition[] {
  const now = toTimeText(use.nowMs);
  const most = Math.min(use.maxUses ?? mostSessions, mostSessions);
  const isIn: Condition = ['session_ids', 'has', use.sessionId];
  return [
    ['status', '=', 'approved'],
    ['grant_from', '<=', now],
    ['grant_until', '>', now],
    ['role_arn', '=', use.terms.roleArn],
    ['rule', '=', use.terms.rule],
    ['session_policy', '=', use.terms.sessionPolicy],
    ['subject_epoch', '=', use.subjectEpoch],
    ['profile_epoch', '=', use.profileEpoch],
    { either: [isIn, ['session_ids', 'absent or smaller', most]] },
    {
      either: [isIn, ['max_uses', 'absent'], ['session_ids', 'absent or smaller than', 'max_uses']],
    },
  ];
}
