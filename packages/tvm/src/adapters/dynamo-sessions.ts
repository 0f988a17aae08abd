import { lazily } from '@sentinel/core/contract/lazily';
import type { SubjectId } from '@sentinel/core/identity/subject';
import type { KeyRecord, SessionRef, Sessions } from '@sentinel/core/ports';
import { matchesSession } from '@sentinel/core/session/matches';
import type { Session, SessionId, SessionMatch, Vend } from '@sentinel/core/session/session';
import { together } from '@sentinel/core/together';
import * as z from 'zod/mini';
import { indexes, keys, sessionIndexKeys, ttlAttribute } from '../table.ts';
import { listDynamoSessions } from './dynamo-session-list.ts';
import type { DynamoTable, Item, Update } from './dynamo-table.ts';
import type { Condition } from './expression.ts';
import { counter, garbled, readStrictly, timeMs } from './garbled.ts';
import { orReadBack } from './or-read-back.ts';
import { putOnce } from './put-once.ts';
import { expiry, fromSessionItem, toSessionItem } from './session-item.ts';
import { toTimeText } from './time-text.ts';

const pointer = lazily(() => z.object({ item_pk: z.string(), item_sk: z.string() }));

const isActive: Condition = ['status', '=', 'active'];

/** Sessions, their id pointers and their keys in the table; kept for `retentionMs` after their end. */
export function dynamoSessions(table: DynamoTable, retentionMs: number): Sessions {
  const find = async (ref: SessionRef) => {
    const item = await table.get(keys.session(ref.subject, ref.id));
    return item === undefined ? undefined : fromSessionItem(item, ref);
  };
  const close = async (ref: SessionRef, status: 'ended' | 'revoked', atMs: number) => {
    const write = async () => {
      const item = await table.update({
        key: keys.session(ref.subject, ref.id),
        set: {
          status,
          ended_at: toTimeText(atMs),
          ...(status === 'revoked' && { [indexes['by-time'].pk]: sessionIndexKeys.state(status) }),
        },
        add: { version: 1 },
        when: [isActive],
      });
      return item === undefined ? find(ref) : fromSessionItem(item, ref);
    };
    return orReadBack(write(), async () => {
      const session = await find(ref);
      return session?.status === 'active' ? undefined : session;
    });
  };
  /** Another vend of the session may have issued what lives longer: its expiry never becomes an earlier one. */
  const extend = async (update: Update & { readonly when: readonly Condition[] }, vend: Vend) => {
    const { expiresAtMs } = vend;
    const longer = await table.update({
      ...update,
      set: { ...update.set, ...expiry(expiresAtMs, retentionMs) },
      when: [...update.when, ['expires_at', '<=', toTimeText(expiresAtMs)]],
    });
    if (longer !== undefined) return longer;
    const now = await table.get(update.key);
    const isLater = now !== undefined && fromSessionItem(now).expiresAtMs > expiresAtMs;
    return isLater ? table.update(update) : undefined;
  };
  return {
    find,

    locate: async (id) => {
      const place = await table.get(keys.idPointer(id));
      if (place === undefined) return undefined;
      const { item_pk: pk, item_sk: sk } = readStrictly(pointer, place, 'an id pointer');
      // Ids of other kinds of items have pointers too.
      if (sk !== keys.session('', id).sk) return undefined;
      const item = await table.get({ pk, sk });
      return item === undefined ? undefined : fromSessionItem(item);
    },

    open: async (session) => {
      const item = toSessionItem(session, retentionMs);
      const { pk: item_pk, sk: item_sk, request } = item;
      const ttl = { [ttlAttribute]: item[ttlAttribute] };
      const place = { ...keys.idPointer(session.id), item_pk, item_sk, request, ...ttl };
      await together([() => putOnce(place, table), () => putOnce(item, table)]);
    },

    refresh: async (ref, match, vend) => {
      const write = async () => {
        const item = await extend(refreshUpdate(ref, match, vend), vend);
        return item === undefined ? undefined : fromSessionItem(item, ref);
      };
      const counted = async () => {
        const session = await find(ref);
        return session !== undefined && isCounted(session, match, vend) ? session : undefined;
      };
      // A client that repeats a write whose reply was lost is told that the condition failed.
      return (await orReadBack(write(), counted)) ?? counted();
    },

    commit: async (ref, vend) => {
      const write = async () => {
        const key = keys.session(ref.subject, ref.id);
        const update = { key, set: { last_commit: vend.requestId }, when: [isActive] };
        const item = await extend(update, vend);
        return item !== undefined && fromSessionItem(item, ref).status === 'active';
      };
      return orReadBack(write(), async () => {
        const item = await table.get(keys.session(ref.subject, ref.id));
        if (item === undefined || fromSessionItem(item, ref).status !== 'active') return false;
        return item['last_commit'] === vend.requestId ? true : undefined;
      });
    },

    end: (ref, atMs) => close(ref, 'ended', atMs),

    revoke: (ref, atMs) => close(ref, 'revoked', atMs),

    activeOf: async (subject, { profile, expiringAfterMs }) => {
      const { pk, sk: first } = keys.session(subject, '');
      const where: readonly Condition[] = [
        isActive,
        ['expires_at', '>', toTimeText(expiringAfterMs)],
        ...(profile === undefined ? [] : [['profile', '=', profile] as const]),
      ];
      const found: SessionRef[] = [];
      let after: Item | undefined;
      do {
        const page = await table.range({
          partition: pk,
          between: [first, `${first}~`],
          where,
          ...(after !== undefined && { after }),
        });
        for (const item of page.items) {
          const session = fromSessionItem(item);
          if (session.subject !== subject) throw garbled('a session', 'it is of another subject');
          found.push({ subject, id: session.id });
        }
        after = page.next;
      } while (after !== undefined);
      return found;
    },

    findKey: async (accessKeyId) => {
      const item = await table.get(keys.accessKey(accessKeyId));
      return item === undefined ? undefined : fromKeyItem(accessKeyId, item);
    },

    putKey: (key) => putOnce(toKeyItem(key, retentionMs), table),

    list: (query) => listDynamoSessions(query, table),
  };
}

function refreshUpdate(ref: SessionRef, match: SessionMatch, vend: Vend) {
  return {
    key: keys.session(ref.subject, ref.id),
    set: {
      last_request: vend.requestId,
      last_vend_at: toTimeText(vend.atMs),
    },
    add: { vends: 1 },
    when: [
      isActive,
      ['profile', '=', match.profile],
      ['role_arn', '=', match.roleArn],
      ['via', '=', match.via],
      equalOrAbsent('entitlement_id', match.entitlementId),
      equalOrAbsent('scope', match.scope),
      ['principal_id', '=', match.principalId],
      ['profile_epoch', '=', match.profileEpoch],
      ['vends', '<', vend.maxVends],
      ['last_request', '<>', vend.requestId],
    ],
  } as const;
}

function equalOrAbsent(attribute: string, value: string | undefined): Condition {
  return value === undefined ? [attribute, 'absent'] : [attribute, '=', value];
}

function isCounted(session: Session, match: SessionMatch, vend: Vend): boolean {
  return (
    session.status === 'active' &&
    session.lastRequestId === vend.requestId &&
    matchesSession(session, match)
  );
}

const storedKey = lazily(() =>
  z.object({
    request: z.string(),
    subject: z.custom<SubjectId>((subject) => typeof subject === 'string' && subject !== ''),
    session_id: z.custom<SessionId>((id) => typeof id === 'string' && id !== ''),
    line: z.strictObject({ writer: z.string(), seq: counter(), hash: z.string() }),
    expires_at: timeMs(),
  }),
);

function fromKeyItem(accessKeyId: string, item: Item): KeyRecord {
  const read = readStrictly(storedKey, item, 'a key');
  return {
    accessKeyId,
    session: { subject: read.subject, id: read.session_id },
    requestId: read.request,
    expiresAtMs: read.expires_at,
    line: read.line,
  };
}

function toKeyItem(key: KeyRecord, retentionMs: number) {
  return {
    ...keys.accessKey(key.accessKeyId),
    request: key.requestId,
    subject: key.session.subject,
    session_id: key.session.id,
    line: { writer: key.line.writer, seq: key.line.seq, hash: key.line.hash },
    ...expiry(key.expiresAtMs, retentionMs),
  };
}
