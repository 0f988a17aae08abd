import type { AccessRequest } from '@sentinel/core/approval/request';
import type { BreakGlassEvent } from '@sentinel/core/break-glass/event';
import type { GlassUse, GrantUse } from '@sentinel/core/ports';
import {
  aGlassUse,
  aGuard,
  anEvent,
  eventId,
  noGuard,
} from '@sentinel/core/testing/contracts/a-guard';
import {
  aGrant,
  aRequest,
  aStep,
  aUse,
  requestId,
} from '@sentinel/core/testing/contracts/a-request';
import {
  aSession,
  aVend,
  noon,
  person,
  profile,
  sessionId,
  subject,
} from '@sentinel/core/testing/contracts/a-session';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalTables, localTables } from '../../testing/local-table.ts';
import { dynamoBreakGlass } from './dynamo-break-glass.ts';
import { dynamoRequests } from './dynamo-requests.ts';
import { dynamoSessions } from './dynamo-sessions.ts';
import { dynamoSubjects } from './dynamo-subjects.ts';
import type { DynamoTable } from './dynamo-table.ts';

// Whoever wrote between a read and a write is seen by the write's own condition: each is broken here alone.

const retentionMs = 400 * 86_400_000;
const hour = 3_600_000;

let tables: LocalTables;
let table: DynamoTable;

beforeAll(async () => {
  tables = await localTables();
  table = (await tables.create()).connect();
});
afterAll(() => tables.close());

let made = 0;

/** 16 hex characters that no other test has. */
function anId(): string {
  made += 1;
  return made.toString(16).padStart(16, '0');
}

describe('SEC-09 the write that counts a session under a grant', () => {
  test.each<[string, Partial<AccessRequest>, Partial<GrantUse>]>([
    ['one that was withdrawn', { status: 'withdrawn', closed: aStep() }, {}],
    ['one that has not begun', {}, { nowMs: noon + 59_999 }],
    ['one that is over', {}, { nowMs: noon + 3_660_000 }],
    ['one for another role', {}, { terms: { ...aRequest().terms, roleArn: 'arn:other' } }],
    ['one under another rule', {}, { terms: { ...aRequest().terms, rule: 'other' } }],
    ['one that is narrowed', {}, { terms: { ...aRequest().terms, sessionPolicy: '{}' } }],
    ['one of before a block of its subject', {}, { subjectEpoch: 1 }],
    ['one of before a block of its profile', {}, { profileEpoch: 1 }],
  ])('SEC-09 counts none under %s', async (what, stored, use) => {
    const requests = dynamoRequests(table, retentionMs);
    const grant = aGrant({ id: requestId(anId()), ...stored });
    await requests.create(grant);

    const used = await requests.use(grant, aUse(1, use));

    expect(used, `SECURITY VIOLATION: a session was opened under ${what}`).toBeUndefined();
  });

  test.each([
    ['the approval', { maxUses: 2 }, {}],
    ['the policy of now', {}, { maxUses: 2 }],
  ])('SEC-09 counts no more than %s lets it', async (whose, stored, use) => {
    const requests = dynamoRequests(table, retentionMs);
    const grant = aGrant({ id: requestId(anId()), ...stored });
    await requests.create(grant);

    const used = await Promise.all([1, 2, 3, 4].map((nth) => requests.use(grant, aUse(nth, use))));

    const counted = used.filter((each) => each !== undefined);
    expect(counted, `SECURITY VIOLATION: used more often than ${whose} says`).toHaveLength(2);
  });
});

describe('SEC-09 the write that counts a session under a break-glass', () => {
  test.each<[string, Partial<BreakGlassEvent>, Partial<GlassUse>]>([
    ['one that was closed', { status: 'closed', closed: aStep() }, {}],
    ['one that is over', {}, { nowMs: noon + hour }],
    ['one of another subject', {}, { subject: subject('iam/alice') }],
    ['one of before a block of its subject', {}, { subjectEpoch: 1 }],
    ['one of before a block of its profile', {}, { profileEpoch: 1 }],
    ['another event', {}, { event: eventId('00000000000000bf') }],
  ])('SEC-09 counts none under %s', async (what, stored, use) => {
    const breakGlass = dynamoBreakGlass(table, retentionMs);
    const owner = person(`${anId()}@example.com`);
    await breakGlass.changeGuard(
      { ...noGuard, person: owner },
      aGuard([anEvent({ person: owner, ...stored })], { person: owner }),
    );

    const used = await breakGlass.use(owner, aGlassUse(use));

    expect(used, `SECURITY VIOLATION: a session was opened under ${what}`).toBeUndefined();
  });
});

describe('SEC-10 the write that opens', () => {
  test('SEC-10 is of the guard as it was read, also where there was none', async () => {
    const breakGlass = dynamoBreakGlass(table, retentionMs);
    const owner = person(`${anId()}@example.com`);
    const none = { ...noGuard, person: owner };
    const first = aGuard([anEvent({ person: owner })], { person: owner, lastChange: 'first' });
    const second = { ...first, version: 2, lastChange: 'second' };

    const written = [
      await breakGlass.changeGuard(none, first),
      await breakGlass.changeGuard(none, { ...first, events: [], lastChange: 'other' }),
      await breakGlass.changeGuard(first, second),
      await breakGlass.changeGuard(first, { ...second, events: [], lastChange: 'another' }),
    ];

    expect(written, 'SECURITY VIOLATION: two opened on what one of them read').toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
});

describe('SEC-08 the write that changes a request', () => {
  test.each<[string, Partial<AccessRequest>]>([
    ['that another approved meanwhile', { version: 2, approvals: [aStep()] }],
    ['that its requester cancelled meanwhile', { version: 2, status: 'cancelled' }],
  ])('SEC-08 leaves one %s as it is', async (what, other) => {
    const requests = dynamoRequests(table, retentionMs);
    const request = aRequest({ id: requestId(anId()), needed: 2 });
    await requests.create(request);
    await requests.change(request, { ...request, lastChange: 'theirs', ...other });

    const late = { ...request, version: 2, lastChange: 'late', status: 'approved' as const };
    const isWritten = await requests.change(request, late);

    expect(isWritten, `SECURITY VIOLATION: one ${what} was written over`).toBe(false);
    expect((await requests.find(request))?.lastChange).toBe('theirs');
  });
});

test('SEC-09 a grant for a profile is none for one that begins alike', async () => {
  const requests = dynamoRequests(table, retentionMs);
  const whom = subject(`${anId()}@example.com`);
  const grant = aGrant({ id: requestId(anId()), subject: whom, profile: profile('prod-eu') });
  await requests.create(grant);

  const found = await requests.ofProfile(whom, profile('prod'), noon - hour);

  expect(found, 'SECURITY VIOLATION: a grant for another profile').toEqual([]);
  expect(await requests.ofProfile(whom, profile('prod-eu'), noon - hour)).toHaveLength(1);
});

test('SEC-28 of many calls at once each counts as one more', async () => {
  const subjects = dynamoSubjects(table, retentionMs);
  const whom = subject(`${anId()}@example.com`);
  const window = Math.floor(noon / 60_000);

  const states = await Promise.all(Array.from({ length: 30 }, () => subjects.count(whom, window)));

  expect(
    states.map(({ count }) => count).sort((a, b) => a - b),
    'SECURITY VIOLATION: calls at the same time were not counted',
  ).toEqual(Array.from({ length: 30 }, (_, nth) => nth + 1));
});

describe('SEC-11 what a revocation writes and reads', () => {
  test('SEC-11 a block that was lifted is not written again by whoever comes late', async () => {
    const subjects = dynamoSubjects(table, retentionMs);
    const whom = subject(`${anId()}@example.com`);
    const block = { profile: '*', untilMs: noon + hour };
    await subjects.block(whom, 'r1', block);
    await subjects.unblock(whom, 'r1', noon);

    await subjects.block(whom, 'r1', block);

    const { blocks, epoch } = await subjects.read(whom);
    expect(blocks.get('r1')?.untilMs, 'SECURITY VIOLATION: lifted, and stands').toBe(noon);
    expect(epoch, 'SECURITY VIOLATION: one block counted twice').toBe(1);
  });

  test('SEC-11 the sessions to end are those of all pages', async () => {
    const paged = {
      ...table,
      range: (query: Parameters<typeof table.range>[0]) => table.range({ ...query, limit: 2 }),
    };
    const sessions = dynamoSessions(paged, retentionMs);
    const owner = subject(`${anId()}@example.com`);
    const ids = Array.from({ length: 5 }, anId).map(sessionId);
    await Promise.all(ids.map((id) => sessions.open(aSession({ id, subject: owner }))));

    const active = await sessions.activeOf(owner, { expiringAfterMs: noon });

    expect(
      active.map(({ id }) => id).sort(),
      'SECURITY VIOLATION: a session is out of reach',
    ).toEqual(ids.sort());
  });

  test.each(['ended', 'revoked'] as const)(
    'SEC-11 a vend is neither begun nor committed in a session that is %s',
    async (how) => {
      const sessions = dynamoSessions(table, retentionMs);
      const session = aSession({ id: sessionId(anId()) });
      await sessions.open(session);
      await (how === 'ended' ? sessions.end(session, noon) : sessions.revoke(session, noon));

      const outcomes = [
        await sessions.refresh(session, session, aVend()),
        await sessions.commit(session, aVend()),
      ];

      expect(outcomes, `SECURITY VIOLATION: vended in one that is ${how}`).toEqual([
        undefined,
        false,
      ]);
    },
  );
});
