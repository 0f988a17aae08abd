import type { SessionPage, SessionQuery } from '@sentinel/core/ports';
import { sessionIndexKeys } from '../table.ts';
import type { DynamoTable } from './dynamo-table.ts';
import type { Condition } from './expression.ts';
import { newestFirst } from './newest-first.ts';
import { fromSessionItem } from './session-item.ts';
import { toTimeText } from './time-text.ts';

/** No session is older and still alive: the longest that settings let one be continued, and what its last vend lasts. */
const longestLifeMs = (168 + 2) * 3_600_000;

const isActive: Condition = ['status', '=', 'active'];

/**
 * One page of sessions, newest first: an owner's, or those of all from two partitions, the revoked and the others,
 * because the revoked are few and looked for. Two reads at most.
 */
export async function listDynamoSessions(
  query: SessionQuery,
  table: DynamoTable,
): Promise<SessionPage> {
  const { items, after } = await newestFirst(
    {
      index: query.subject === undefined ? 'by-time' : 'by-owner',
      partitions: partitionsOf(query),
      where: filterOf(query),
      limit: query.limit,
      after: query.after,
      oldest: query.status === 'active' ? toTimeText(query.nowMs - longestLifeMs) : '',
    },
    table,
  );
  return {
    items: items.map((item) => fromSessionItem(item)),
    ...(after !== undefined && { after }),
  };
}

function partitionsOf({ subject, status }: SessionQuery): readonly string[] {
  if (subject !== undefined) return [sessionIndexKeys.owner(subject)];
  const [revoked, others] = [sessionIndexKeys.state('revoked'), sessionIndexKeys.state('other')];
  switch (status) {
    case undefined:
      return [others, revoked];
    case 'revoked':
      return [revoked];
    case 'active':
    case 'expired':
    case 'ended':
      return [others];
    default:
      return status satisfies never;
  }
}

function filterOf({ profile, status, nowMs }: SessionQuery): readonly Condition[] {
  const now = toTimeText(nowMs);
  const conditions: Condition[] = [];
  if (profile !== undefined) conditions.push(['profile', '=', profile]);
  switch (status) {
    case undefined:
      break;
    case 'active':
      conditions.push(isActive, ['expires_at', '>', now]);
      break;
    case 'expired':
      conditions.push(isActive, ['expires_at', '<=', now]);
      break;
    case 'ended':
    case 'revoked':
      conditions.push(['status', '=', status]);
  }
  return conditions;
}
