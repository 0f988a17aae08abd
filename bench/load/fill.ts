import { marshall } from '@aws-sdk/util-dynamodb';
import { aRequest, requestId } from '@sentinel/core/testing/contracts/a-request';
import {
  aSession,
  person,
  profile,
  sessionId,
  subject,
} from '@sentinel/core/testing/contracts/a-session';
import { toRequestItem } from '@sentinel/tvm/adapters/request-item';
import { toSessionItem } from '@sentinel/tvm/adapters/session-item';
import type { Table } from './table/answer.ts';
import type { Item } from './table/value.ts';

/** What a table holds before anything is measured. */
export type Filling = {
  /** As many sessions as requests, a tenth of them of one person: the caller who then is measured. */
  readonly each: number;
  readonly caller: string;
  /** Whose the others are: so many people. */
  readonly others: number;
  readonly nowMs: number;
};

const retentionMs = 400 * 86_400_000;
const day = 86_400_000;

/** Puts sessions that have ended and requests that were denied, as old as three months; the number of items then. */
export function fill({ store, answer }: Table, filling: Filling): number {
  const put = (item: object) => {
    const Item: Item = JSON.parse(JSON.stringify(marshall(item, { removeUndefinedValues: true })));
    const { status, body } = answer('PutItem', JSON.stringify({ Item }));
    if (status !== 200) throw new Error(body);
  };
  for (let nth = 0; nth < filling.each; nth += 1) {
    const id = (0xf0000000 + nth).toString(16).padStart(16, '0');
    const who = nth % 10 === 0 ? filling.caller : `other${nth % filling.others}@example.com`;
    const whose = { subject: subject(who), person: person(who) };
    // From the oldest on, as they would have come.
    const atMs = filling.nowMs - 90 * day + Math.floor((nth * 89 * day) / filling.each);
    const session = aSession({
      ...whose,
      id: sessionId(id),
      status: 'ended',
      openedAtMs: atMs,
      lastVendAtMs: atMs,
      expiresAtMs: atMs + 3_600_000,
      endedAtMs: atMs + 3_600_000,
    });
    put(toSessionItem(session, retentionMs));
    const request = aRequest({
      ...whose,
      // Those of the caller are for another profile than the one that is measured: of one there are few in 30 days.
      profile: profile(nth % 10 === 0 ? 'archive' : 'database'),
      id: requestId(`e${id.slice(1)}`),
      status: 'denied',
      createdAtMs: atMs,
      expiresAtMs: atMs + day,
    });
    put(toRequestItem(request, retentionMs));
  }
  return store.size();
}
