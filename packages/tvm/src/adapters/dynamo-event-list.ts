import type { BreakGlassEvent } from '@sentinel/core/break-glass/event';
import { breakGlassBounds } from '@sentinel/core/policy/schema/limits';
import type { EventQuery, ListPage } from '@sentinel/core/ports';
import { eventIndexKeys } from '../table.ts';
import type { DynamoTable } from './dynamo-table.ts';
import { fromEventItem } from './event-item.ts';
import type { Condition } from './expression.ts';
import { newestFirst } from './newest-first.ts';
import { toTimeText } from './time-text.ts';

/** One page of events, newest first: an owner's, those that await their review, or all. Two reads at most. */
export async function listDynamoEvents(
  query: EventQuery,
  table: DynamoTable,
): Promise<ListPage<BreakGlassEvent>> {
  const { isShown } = query;
  const { items, after } = await newestFirst(
    {
      index: query.subject === undefined ? 'by-time' : 'by-owner',
      partitions: partitionsOf(query),
      where: filterOf(query),
      ...(isShown && { isShown: (item) => isShown(fromEventItem(item)) }),
      limit: query.limit,
      after: query.after,
      oldest: oldestOf(query),
    },
    table,
  );
  return { items: items.map(fromEventItem), ...(after !== undefined && { after }) };
}

function partitionsOf({ subject, isAwaitingReview }: EventQuery): readonly string[] {
  if (subject !== undefined) return [eventIndexKeys.owner(subject)];
  const awaited = eventIndexKeys.review('awaited');
  return isAwaitingReview ? [awaited] : [awaited, eventIndexKeys.review('settled')];
}

function filterOf(query: EventQuery): readonly Condition[] {
  const now = toTimeText(query.nowMs);
  const where: Condition[] = [];
  if (query.profile !== undefined) where.push(['profile', '=', query.profile]);
  if (query.isAwaitingReview && query.subject !== undefined) {
    where.push([['review', 'required'], '=', true], [['review', 'done'], 'absent']);
  }
  switch (query.status) {
    case undefined:
      break;
    case 'open':
      where.push(['status', '=', 'open'], ['ends_at', '>', now]);
      break;
    case 'expired':
      where.push(['status', '=', 'open'], ['ends_at', '<=', now]);
      break;
    case 'closed':
      where.push(['status', '=', 'closed']);
      break;
    default:
      query.status satisfies never;
  }
  return where;
}

/** Nothing that was opened before lasts until now. */
function oldestOf({ status, nowMs }: EventQuery): string {
  return status === 'open' ? toTimeText(nowMs - breakGlassBounds.max * 1000) : '';
}
