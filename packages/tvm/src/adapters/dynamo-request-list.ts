import type { AccessRequest } from '@sentinel/core/approval/request';
import { requestTtlBounds } from '@sentinel/core/policy/schema/limits';
import type { ListPage, RequestQuery } from '@sentinel/core/ports';
import { requestIndexKeys } from '../table.ts';
import type { DynamoTable } from './dynamo-table.ts';
import type { Condition } from './expression.ts';
import { newestFirst } from './newest-first.ts';
import { fromRequestItem } from './request-item.ts';
import { toTimeText } from './time-text.ts';

const isPending: Condition = ['status', '=', 'pending'];
const isApproved: Condition = ['status', '=', 'approved'];

/**
 * One page of requests, newest first: an owner's, or those of all from two partitions, pending and settled. Two reads
 * at most.
 */
export async function listDynamoRequests(
  query: RequestQuery,
  table: DynamoTable,
): Promise<ListPage<AccessRequest>> {
  const { isShown } = query;
  const { items, after } = await newestFirst(
    {
      index: query.subject === undefined ? 'by-time' : 'by-owner',
      partitions: partitionsOf(query),
      where: filterOf(query),
      ...(isShown && { isShown: (item) => isShown(fromRequestItem(item)) }),
      limit: query.limit,
      after: query.after,
      oldest: oldestOf(query),
    },
    table,
  );
  return {
    items: items.map((item) => fromRequestItem(item)),
    ...(after !== undefined && { after }),
  };
}

function partitionsOf({ subject, status }: RequestQuery): readonly string[] {
  if (subject !== undefined) return [requestIndexKeys.owner(subject)];
  const [pending, settled] = [requestIndexKeys.state('pending'), requestIndexKeys.state('settled')];
  switch (status) {
    case 'pending':
      return [pending];
    case 'approved':
    case 'denied':
    case 'cancelled':
    case 'withdrawn':
      return [settled];
    case 'expired':
    case undefined:
      return [pending, settled];
    default:
      return status satisfies never;
  }
}

/** No older request is shown: one that is pending has not expired. */
function oldestOf({ status, nowMs }: RequestQuery): string {
  return status === 'pending' ? toTimeText(nowMs - requestTtlBounds.max * 1000) : '';
}

function filterOf({ profile, status, nowMs }: RequestQuery): readonly Condition[] {
  const now = toTimeText(nowMs);
  const where: Condition[] = [];
  if (profile !== undefined) where.push(['profile', '=', profile]);
  switch (status) {
    case undefined:
      break;
    case 'pending':
      where.push(isPending, ['expires_at', '>', now]);
      break;
    case 'approved':
      where.push(isApproved, ['grant_until', '>', now]);
      break;
    case 'expired':
      where.push(
        { either: [isPending, isApproved] },
        { either: [isPending, ['grant_until', '<=', now]] },
        { either: [isApproved, ['expires_at', '<=', now]] },
      );
      break;
    default:
      where.push(['status', '=', status]);
  }
  return where;
}
