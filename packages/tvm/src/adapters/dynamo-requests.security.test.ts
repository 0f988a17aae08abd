import type { AccessRequest } from '@sentinel/core/approval/request';
import { type RequestEvent, transition } from '@sentinel/core/approval/transition';
import { isRefusal } from '@sentinel/core/reasons';
import { aGrant, aRequest, aUse, requestId } from '@sentinel/core/testing/contracts/a-request';
import { noon, person, subject } from '@sentinel/core/testing/contracts/a-session';
import { grantUseContract } from '@sentinel/core/testing/contracts/grant-use';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalTables, localTables } from '../../testing/local-table.ts';
import { dynamoRequests } from './dynamo-requests.ts';

const retentionMs = 400 * 86_400_000;
const clients = 64;
const rounds = 50;
/** Rounds that run beside each other, each on a request of its own. */
const atOnce = 2;

let tables: LocalTables;
beforeAll(async () => {
  tables = await localTables();
});
afterAll(() => tables.close());

grantUseContract('in DynamoDB', async () => {
  const table = await tables.create();
  return { connect: () => dynamoRequests(table.connect(), retentionMs) };
});

/** Runs 64 clients against each other, 50 times, each time on a request of its own. */
async function race<T>(
  request: Partial<AccessRequest>,
  client: (request: AccessRequest, nth: number) => Promise<T>,
  check: (after: AccessRequest, results: readonly T[]) => void,
) {
  const table = await tables.create();
  connected = Array.from({ length: 8 }, () => dynamoRequests(table.connect(), retentionMs));
  const tool = requests(0);
  const ids = Array.from({ length: rounds }, (_, index) => requestId(hex(index)));
  while (ids.length > 0) {
    await Promise.all(
      ids.splice(0, atOnce).map(async (id) => {
        const before = await tool.create(aRequest({ id, ...request }));
        const results = await Promise.all(
          Array.from({ length: clients }, (_, nth) => client(before, nth)),
        );
        const after = await tool.find(before);
        if (after === undefined) throw new Error('it is gone');
        check(after, results);
      }),
    );
  }
}

let connected: readonly ReturnType<typeof dynamoRequests>[] = [];

function requests(nth: number): ReturnType<typeof dynamoRequests> {
  const one = connected[nth % connected.length];
  if (one === undefined) throw new Error('nobody is connected');
  return one;
}

function hex(index: number): string {
  return index.toString(16).padStart(16, '0');
}

/** Carol's, or somebody else's, in a call of its own. */
function anAct({ person: requester }: AccessRequest, change: string, who: string) {
  return {
    by: { subject: subject(who), person: person(who), callerArn: 'arn:x', comment: '' },
    change,
    keyed: { id: change, body: '' },
    requester,
  };
}

function anApproval(request: AccessRequest, nth: number, who: string): RequestEvent {
  const standings = request.approvals.map((each) => ({ person: each.person, isGood: true }));
  return { ...anAct(request, `approve-${nth}`, who), kind: 'approve', standings, needed: 1 };
}

function aDenial(request: AccessRequest, nth: number, who: string): RequestEvent {
  return { ...anAct(request, `deny-${nth}`, who), kind: 'deny' };
}

/** Reads, judges and writes until it is done or refused; whether it was done. */
async function settle(
  request: AccessRequest,
  nth: number,
  event: (request: AccessRequest) => RequestEvent,
): Promise<boolean> {
  let before: AccessRequest | undefined = request;
  for (let tries = 0; tries < 8 && before !== undefined; tries += 1) {
    const after = transition(before, event(before), noon + 1);
    if (isRefusal(after)) return false;
    if (await requests(nth).change(before, after)) return true;
    before = await requests(nth).find(before);
  }
  return false;
}

describe('SEC-08 64 clients at once, 50 times', () => {
  test('SEC-08 the same approver approves: it counts once', async () => {
    await race(
      { needed: 2 },
      async (request, nth) => {
        const after = transition(request, anApproval(request, nth, 'carol@example.com'), noon + 1);
        if (isRefusal(after)) throw new Error(after.message);
        return requests(nth).change(request, after);
      },
      (after, results) => {
        expect(after.approvals, 'SECURITY VIOLATION: one person approved twice').toHaveLength(1);
        expect([after.status, after.version]).toEqual(['pending', 2]);
        expect(results.filter(Boolean), 'SECURITY VIOLATION: told twice').toHaveLength(1);
        const again = transition(after, anApproval(after, 99, 'carol@example.com'), noon + 1);
        expect(again, 'SECURITY VIOLATION: who lost may try again').toMatchObject({
          code: 'CONFLICT',
        });
      },
    );
  }, 120_000);

  test('SEC-08 two approvals against one denial: never both outcomes', async () => {
    const seen = { approved: 0, denied: 0 };
    await race(
      { needed: 2 },
      (request, nth) =>
        settle(request, nth, (now) =>
          nth % 3 === 2
            ? aDenial(now, nth, `denier-${nth}`)
            : anApproval(now, nth, `approver-${nth % 3}`),
        ),
      (after, results) => {
        const isApproved = after.status === 'approved';
        seen[isApproved ? 'approved' : 'denied'] += 1;
        const denials = results.filter((isDone, nth) => isDone && nth % 3 === 2).length;
        expect(denials, 'SECURITY VIOLATION: approved and denied').toBe(isApproved ? 0 : 1);
        expect(after.grant !== undefined, 'SECURITY VIOLATION: approved and denied').toBe(
          isApproved,
        );
        expect(after.approvals.length).toBeLessThanOrEqual(2);
        expect(results.filter(Boolean)).toHaveLength(after.version - 1);
      },
    );
    expect(seen.approved + seen.denied).toBe(rounds);
  }, 120_000);
});

test('SEC-09 64 clients at once, 50 times: the last uses are consumed, and never one more', async () => {
  const { status, approvals, grant } = aGrant();
  await race(
    { status, approvals, ...(grant && { grant }), maxUses: 3 },
    (request, nth) => requests(nth).use(request, aUse(nth + 1)),
    (after, results) => {
      const counted = results.filter((used) => used !== undefined);
      expect(after.sessionIds, 'SECURITY VIOLATION: more uses than approved').toHaveLength(3);
      expect(counted, 'SECURITY VIOLATION: more uses than approved').toHaveLength(3);
    },
  );
}, 120_000);
