import { SentinelError } from '../errors.ts';
import type { SessionPage, SessionQuery } from '../ports.ts';
import type { Session } from '../session/session.ts';

/** One page of the sessions that a query asks for, newest first. */
export function listSessions(sessions: readonly Session[], query: SessionQuery): SessionPage {
  const before = query.after === undefined ? undefined : placeFrom(query.after);
  const found = sessions
    .filter((session) => isAsked(session, query))
    .map((session) => ({ session, place: placeOf(session) }))
    .filter(({ place }) => before === undefined || place < before)
    .sort((a, b) => (a.place < b.place ? 1 : -1));
  const page = found.slice(0, query.limit);
  const last = page.at(-1);
  return {
    items: page.map(({ session }) => session),
    ...(last !== undefined && found.length > page.length && { after: last.place }),
  };
}

function isAsked(session: Session, query: SessionQuery): boolean {
  const isExpired = session.status === 'active' && session.expiresAtMs <= query.nowMs;
  const shown = isExpired ? 'expired' : session.status;
  return (
    (query.subject === undefined || session.subject === query.subject) &&
    (query.profile === undefined || session.profile === query.profile) &&
    (query.status === undefined || shown === query.status)
  );
}

/** Sorts as text in the order of time. */
function placeOf(session: Session): string {
  return `${new Date(session.openedAtMs).toISOString()}#${session.id}`;
}

function placeFrom(after: string): string {
  if (!/^[-0-9T:.]+Z#[0-9a-f]+$/.test(after)) {
    throw new SentinelError('INTERNAL', 'a page key is malformed');
  }
  return after;
}
