import { awaitsReview, type BreakGlassEvent, shownEventStatus } from '../break-glass/event.ts';
import { SentinelError } from '../errors.ts';
import type { EventQuery, ListPage } from '../ports.ts';
import { together } from '../together.ts';

/** One page of the events that a query asks for, newest first. */
export async function listEvents(
  events: readonly BreakGlassEvent[],
  query: EventQuery,
): Promise<ListPage<BreakGlassEvent>> {
  const { isShown = async () => true } = query;
  const before = query.after === undefined ? undefined : placeFrom(query.after);
  const asked = events
    .filter((event) => isAsked(event, query))
    .filter((event) => before === undefined || placeOf(event) < before)
    .sort((a, b) => (placeOf(a) < placeOf(b) ? 1 : -1));
  const answers = await together(asked.map((event) => () => isShown(event)));
  const found = asked.filter((_, nth) => answers[nth]);
  const items = found.slice(0, query.limit);
  const last = items.at(-1);
  const hasMore = last !== undefined && found.length > items.length;
  return { items, ...(hasMore && { after: placeOf(last) }) };
}

function isAsked(event: BreakGlassEvent, query: EventQuery): boolean {
  return (
    (query.subject === undefined || event.subject === query.subject) &&
    (query.profile === undefined || event.profile === query.profile) &&
    (query.status === undefined || shownEventStatus(event, query.nowMs) === query.status) &&
    (query.isAwaitingReview === undefined || awaitsReview(event))
  );
}

/** Sorts as text in the order of time. */
function placeOf(event: BreakGlassEvent): string {
  return `${new Date(event.openedAtMs).toISOString()}#${event.id}`;
}

function placeFrom(after: string): string {
  if (!/^[-0-9T:.]+Z#[0-9a-f]+$/.test(after)) {
    throw new SentinelError('INTERNAL', 'a page key is malformed');
  }
  return after;
}
