import { SentinelError } from '../errors.ts';
import type { KeyRecord, SessionRef, Sessions } from '../ports.ts';
import { matchesSession } from '../session/matches.ts';
import type { Session } from '../session/session.ts';
import { listSessions } from './session-list.ts';

export type MemorySessions = Sessions & {
  all(): readonly Session[];
  keys(): readonly KeyRecord[];
};

/** Sessions and keys in maps. Every call does its whole work at once, so none interleaves with another. */
export function memorySessions(): MemorySessions {
  const sessions = new Map<string, Session>();
  const keys = new Map<string, KeyRecord>();
  const find = (ref: SessionRef) => {
    const session = sessions.get(ref.id);
    return session?.subject === ref.subject ? session : undefined;
  };
  const change = (ref: SessionRef, changes: (active: Session) => Partial<Session>) => {
    const session = find(ref);
    if (session?.status !== 'active') return undefined;
    const changed = { ...session, ...changes(session) };
    sessions.set(changed.id, changed);
    return changed;
  };
  const close = (ref: SessionRef, status: 'ended' | 'revoked', atMs: number) =>
    change(ref, ({ version }) => ({ status, version: version + 1, endedAtMs: atMs }));
  return {
    find: async (ref) => find(ref),
    locate: async (id) => sessions.get(id),
    open: async (session) => {
      const known = sessions.get(session.id);
      if (known !== undefined && known.lastRequestId !== session.lastRequestId) {
        throw taken(`session \`${session.id}\``);
      }
      if (known === undefined) sessions.set(session.id, session);
    },
    refresh: async (ref, match, vend) => {
      const session = find(ref);
      if (session === undefined || !matchesSession(session, match)) return undefined;
      if (session.lastRequestId === vend.requestId) {
        return session.status === 'active' ? session : undefined;
      }
      if (session.vends >= vend.maxVends) return undefined;
      return change(ref, ({ vends, expiresAtMs }) => ({
        vends: vends + 1,
        lastRequestId: vend.requestId,
        lastVendAtMs: vend.atMs,
        expiresAtMs: Math.max(expiresAtMs, vend.expiresAtMs),
      }));
    },
    commit: async (ref, vend) =>
      change(ref, ({ expiresAtMs }) => ({
        expiresAtMs: Math.max(expiresAtMs, vend.expiresAtMs),
      })) !== undefined,
    end: async (ref, atMs) => close(ref, 'ended', atMs) ?? find(ref),
    revoke: async (ref, atMs) => close(ref, 'revoked', atMs) ?? find(ref),
    activeOf: async (subject, { profile, expiringAfterMs }) =>
      [...sessions.values()]
        .filter((session) => session.subject === subject && session.status === 'active')
        .filter((session) => session.expiresAtMs > expiringAfterMs)
        .filter((session) => profile === undefined || session.profile === profile)
        .map(({ id }) => ({ subject, id })),
    findKey: async (accessKeyId) => keys.get(accessKeyId),
    putKey: async (key) => {
      const known = keys.get(key.accessKeyId);
      if (known !== undefined && known.requestId !== key.requestId) {
        throw taken(`key \`${key.accessKeyId}\``);
      }
      keys.set(key.accessKeyId, key);
    },
    list: async (query) => listSessions([...sessions.values()], query),
    all: () => [...sessions.values()],
    keys: () => [...keys.values()],
  };
}

function taken(what: string): SentinelError {
  return new SentinelError('DEPENDENCY_UNAVAILABLE', `${what} exists already`);
}
