import type { AccessRequest } from '@sentinel/core/approval/request';
import { type RequestEvent, transition } from '@sentinel/core/approval/transition';
import type { Requests } from '@sentinel/core/ports';
import { isRefusal } from '@sentinel/core/reasons';
import { aGrant, aRequest, aUse, requestId } from '@sentinel/core/testing/contracts/a-request';
import { noon, person, subject } from '@sentinel/core/testing/contracts/a-session';
import { grantUseContract } from '@sentinel/core/testing/contracts/grant-use';
import { afterAll, beforeAll, expect, test } from 'vitest';
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

/** Runs clients against each other, 50 times, each time on a request of its own. */
async function race<T>(
  given: { readonly request: Partial<AccessRequest>; readonly clients: number },
  client: (request: AccessRequest, nth: number, requests: Requests) => Promise<T>,
  check: (after: AccessRequest, results: readonly T[]) => void,
) {
  const table = await tables.create();
  const connect = () => dynamoRequests(table.connect(), retentionMs);
  const tool = connect();
  const connected = Array.from({ length: 8 }, connect);
  const ids = Array.from({ length: rounds }, (_, index) => requestId(hex(index)));
  while (ids.length > 0) {
    await Promise.all(
      ids.splice(0, atOnce).map(async (id) => {
        const before = await tool.create(aRequest({ id, ...given.request }));
        const results = await Promise.all(
          Array.from({ length: given.clients }, (_, nth) =>
            client(before, nth, connected[nth % connected.length] ?? tool),
          ),
        );
        const after = await tool.find(before);
        if (after === undefined) throw new Error('it is gone');
        check(after, results);
      }),
    );
  }
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

test('SEC-08 64 calls at once of two approvers and those who deny, 50 times: two approve, or one denies', async () => {
  // Who comes first is another in each round; most calls are one approver's, who counts once.
  const eventOf = (request: AccessRequest, nth: number) => {
    const turn = (nth + Number(`0x${request.id}`)) % 8;
    if (turn === 0) return aDenial(request, nth, `denier-${nth}`);
    return anApproval(request, nth, turn === 4 ? 'dan@example.com' : 'carol@example.com');
  };
  const readAgain = sharedReads();
  const seen = { approved: 0, denied: 0, deniedAfterOne: 0 };
  await race(
    { request: { needed: 2 }, clients },
    async (request, nth, requests) => {
      let before = request;
      for (let tries = 0; tries < 8; tries += 1) {
        const after = transition(before, eventOf(before, nth), noon + 90_000);
        if (isRefusal(after)) return false;
        if (await requests.change(before, after)) return true;
        before = await readAgain(before, requests);
      }
      throw new Error('it lost each time');
    },
    (after, results) => {
      const { status, version, grant, closed, approvals } = after;
      if (status !== 'approved' && status !== 'denied') throw new Error(status);
      seen[status] += 1;
      if (status === 'denied' && approvals.length === 1) seen.deniedAfterOne += 1;
      const won = results.filter(Boolean).length;
      const persons = approvals.map((each) => each.person).sort();
      expect([won, version], 'SECURITY VIOLATION: who lost was told that it was done').toEqual(
        status === 'approved' ? [2, 3] : [approvals.length + 1, approvals.length + 2],
      );
      expect(
        [grant !== undefined, closed !== undefined],
        'SECURITY VIOLATION: approved and denied',
      ).toEqual([status === 'approved', status === 'denied']);
      if (status === 'approved') {
        expect(persons, 'SECURITY VIOLATION: approved by one person twice').toEqual([
          'carol@example.com',
          'dan@example.com',
        ]);
      } else expect(persons.length, 'SECURITY VIOLATION: two approved').toBeLessThan(2);
      for (let nth = 0; nth < 8; nth += 1) {
        const again = transition(after, eventOf(after, nth), noon + 90_000);
        expect(again, 'SECURITY VIOLATION: who lost did it after all').toMatchObject({
          code: 'CONFLICT',
          message: `the request is \`${status}\``,
        });
      }
    },
  );
  expect(seen.approved + seen.denied).toBe(rounds);
  expect(Math.min(seen.approved, seen.denied, seen.deniedAfterOne)).toBeGreaterThan(0);
}, 120_000);

/** Reads what a request has become: once for all who lost to the same change of it. */
function sharedReads() {
  const reads = new Map<string, Promise<AccessRequest | undefined>>();
  return async (lost: AccessRequest, requests: Requests): Promise<AccessRequest> => {
    const key = `${lost.id} ${lost.version}`;
    const read = reads.get(key) ?? requests.find(lost);
    reads.set(key, read);
    const found = await read;
    if (found === undefined) throw new Error('it is gone');
    return found;
  };
}

test('SEC-09 64 clients at once, 50 times: the last uses are consumed, and never one more', async () => {
  const { status, approvals, grant } = aGrant();
  await race(
    { request: { status, approvals, ...(grant && { grant }), maxUses: 3 }, clients },
    (request, nth, requests) => requests.use(request, aUse(nth + 1)),
    (after, results) => {
      const counted = results.filter((used) => used !== undefined);
      expect(after.sessionIds, 'SECURITY VIOLATION: more uses than approved').toHaveLength(3);
      expect(counted, 'SECURITY VIOLATION: more uses than approved').toHaveLength(3);
    },
  );
}, 120_000);
