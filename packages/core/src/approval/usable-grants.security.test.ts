import { describe, expect, test } from 'vitest';
import { aRequest, aStep } from '../../testing/a-request.ts';
import { conditionsOf, factsOf } from '../../testing/policy.ts';
import type { PersonId, SubjectId } from '../identity/subject.ts';
import type { Approval } from '../policy/document.ts';
import { isApprovedNow } from './qualifying.ts';
import type { AccessRequest } from './request.ts';
import { mostSessions, usableGrants } from './usable-grants.ts';
import { isWithinUse } from './within-use.ts';

const facts = factsOf();
const { nowMs } = facts;
const approval: Approval = {
  approvers: { users: ['carol@example.com', 'dave@example.com'], groups: ['leads'] },
  count: 1,
  requestTtlSeconds: 86_400,
  maxGrantSeconds: 3600,
};
const asked = {
  nowMs,
  person: aRequest().person,
  terms: aRequest().terms,
  approval,
  subjectEpoch: 0,
  profileEpoch: 0,
  notBeforeMs: 0,
  sessionId: undefined as string | undefined, // widened for the tests below
  isApproved: () => true,
};

function idsOf(requests: readonly AccessRequest[], now: Partial<typeof asked> = {}) {
  return usableGrants(requests, { ...asked, ...now }).map(({ request }) => request.id);
}

describe('SEC-09 a grant is usable as it was approved, and no otherwise', () => {
  const { grant: window } = aRequest();
  const full = Array.from({ length: mostSessions }, (_, index) => `s${index}`);

  test('an approved one within its window is', () => {
    expect(idsOf([aRequest()])).toHaveLength(1);
  });

  test.each<[string, Partial<AccessRequest>]>([
    ['pending', { status: 'pending' }],
    ['denied', { status: 'denied' }],
    ['cancelled', { status: 'cancelled' }],
    ['withdrawn', { status: 'withdrawn' }],
    ['not begun', { grant: { fromMs: nowMs + 1, untilMs: nowMs + 3_600_000 } }],
    ['over', { grant: { fromMs: nowMs - 3_600_000, untilMs: nowMs } }],
    [
      'used up',
      { grant: { fromMs: nowMs, untilMs: nowMs + 60_000, maxUses: 1 }, sessionIds: ['s1'] },
    ],
    ['used more often than an item holds', { sessionIds: full }],
    ['of another person', { person: 'bob@example.com' as PersonId }],
    [
      'for another role',
      { terms: { ...asked.terms, roleArn: 'arn:aws:iam::111122223333:role/SentinelProtected-X' } },
    ],
    ['under another rule', { terms: { ...asked.terms, rule: 'other' } }],
    ['under another session policy', { terms: { ...asked.terms, sessionPolicy: '{}' } }],
    ['of before a block of the subject', { subjectEpoch: -1 }],
    ['of before a block of the profile', { profileEpoch: -1 }],
  ])('SEC-09 not one that is %s', (name, more) => {
    expect(
      idsOf([aRequest({ ...(window && { grant: window }), ...more })]),
      `SECURITY VIOLATION: used one that is ${name}`,
    ).toEqual([]);
  });

  test('SEC-09 not one of before a restore of the table', () => {
    const { createdAtMs } = aRequest();

    expect(
      idsOf([aRequest()], { notBeforeMs: createdAtMs + 1 }),
      'SECURITY VIOLATION: used a void one',
    ).toEqual([]);
    expect(idsOf([aRequest()], { notBeforeMs: createdAtMs })).toHaveLength(1);
  });

  test('SEC-09 not one that has no window, though it is called approved', () => {
    const { grant: _none, ...request } = aRequest();

    expect(idsOf([request]), 'SECURITY VIOLATION: used one without a window').toEqual([]);
    expect(
      isWithinUse(request, { ...asked, sessionId: 's1' }),
      'SECURITY VIOLATION: counted under it',
    ).toBe(false);
  });

  test('SEC-09 a session that was counted goes on when all uses are taken', () => {
    const spent = aRequest({
      grant: { fromMs: nowMs, untilMs: nowMs + 60_000, maxUses: 1 },
      sessionIds: ['s1'],
    });

    expect(idsOf([spent], { sessionId: 's1' })).toHaveLength(1);
    expect(idsOf([spent], { sessionId: 's2' }), 'SECURITY VIOLATION: one use too many').toEqual([]);
  });

  test('SEC-09 a policy that has become stricter holds for what was approved before', () => {
    const stricter = { ...approval, maxGrantSeconds: 900, maxUses: 2 };
    const request = aRequest({ grant: { fromMs: nowMs, untilMs: nowMs + 3_600_000, maxUses: 5 } });

    const [usable] = usableGrants([request], { ...asked, approval: stricter });

    expect(
      [usable?.untilMs, usable?.maxUses],
      'SECURITY VIOLATION: longer or oftener than policy says',
    ).toEqual([nowMs + 900_000, 2]);
  });

  test.each([
    ['within what policy gives by itself now', 1800, 1],
    ['when policy gives less by itself now', 900, 0],
    ['up to its longest grant alone', 14_400, 1],
  ])(
    'SEC-09 what policy approved by itself is usable %s',
    (_name, maxDurationSeconds, expected) => {
      const grant = { fromMs: nowMs - 900_000, untilMs: nowMs + 7_200_000 };
      const auto = aRequest({ via: 'auto', approvals: [], grant });
      const autoApprove = { conditions: conditionsOf({ any: true }), maxDurationSeconds };

      const found = usableGrants([auto], { ...asked, approval: { ...approval, autoApprove } });

      expect(found, 'SECURITY VIOLATION: longer than policy gives').toHaveLength(expected);
      const lastMs = grant.fromMs + Math.min(maxDurationSeconds, approval.maxGrantSeconds) * 1000;
      expect(found.map(({ untilMs }) => untilMs)).toEqual(expected === 0 ? [] : [lastMs]);
    },
  );

  test('SEC-09 what policy approved by itself is of no use where it gives nothing by itself now', () => {
    const auto = aRequest({ via: 'auto', approvals: [] });

    expect(idsOf([auto]), 'SECURITY VIOLATION: longer than policy gives').toEqual([]);
  });

  test('SEC-09 a policy that has become laxer adds nothing to what was approved before', () => {
    const laxer = { ...approval, maxGrantSeconds: 36_000, maxUses: 50 };
    const request = aRequest({ grant: { fromMs: nowMs, untilMs: nowMs + 900_000, maxUses: 2 } });

    const [usable] = usableGrants([request], { ...asked, approval: laxer });

    expect(
      [usable?.untilMs, usable?.maxUses],
      'SECURITY VIOLATION: longer or oftener than was approved',
    ).toEqual([nowMs + 900_000, 2]);
  });

  test('of several the one that ends first comes first', () => {
    const ending = (id: string, untilMs: number) =>
      aRequest({ id: id as AccessRequest['id'], grant: { fromMs: nowMs, untilMs } });

    const ids = idsOf([
      ending('b', nowMs + 3000),
      ending('a', nowMs + 2000),
      ending('c', nowMs + 4000),
    ]);

    expect(ids).toEqual(['a', 'b', 'c']);
  });
});

describe('SEC-08 what was approved is approved by the rules of now', () => {
  const electorate = {
    groupsOf: new Map<SubjectId, ReadonlySet<string>>([
      ['erin@example.com' as SubjectId, new Set(['leads'])],
    ]),
    personOf: (subject: SubjectId) =>
      (({ 'iam/carol': 'carol@example.com', 'alice@work.example': 'alice@example.com' })[
        String(subject)
      ] ?? subject) as PersonId,
  };
  const isApproved = (request: AccessRequest, now: Partial<Approval> = {}) =>
    isApprovedNow(request, { approval: { ...approval, ...now }, facts, electorate });
  const by = (...who: readonly string[]) => aRequest({ approvals: who.map((each) => aStep(each)) });

  test.each<[string, AccessRequest, Partial<Approval>, boolean]>([
    ['somebody named', by('carol@example.com'), {}, true],
    ['a member of a group', by('erin@example.com'), {}, true],
    ['nobody', by(), {}, false],
    [
      'somebody who is no approver any more',
      by('carol@example.com'),
      { approvers: { users: ['dave@example.com'] } },
      false,
    ],
    [
      'a member of a group that approves no more',
      by('erin@example.com'),
      { approvers: { users: ['dave@example.com'] } },
      false,
    ],
    [
      'the requester',
      by('alice@example.com'),
      { approvers: { users: ['alice@example.com'] } },
      false,
    ],
    [
      'the requester under another subject',
      by('alice@work.example'),
      { approvers: { users: ['alice@work.example'] } },
      false,
    ],
    ['one where it takes two now', by('carol@example.com'), { count: 2 }, false],
    ['two where it takes two', by('carol@example.com', 'dave@example.com'), { count: 2 }, true],
    [
      'one person under two subjects where it takes two',
      by('carol@example.com', 'iam/carol'),
      { count: 2, approvers: { users: ['carol@example.com', 'iam/carol'] } },
      false,
    ],
    ['one where it took two then', { ...by('carol@example.com'), needed: 2 }, {}, false],
  ])('SEC-08 by %s', (name, request, now, expected) => {
    expect(isApproved(request, now), `SECURITY VIOLATION: approved by ${name}?`).toBe(expected);
  });

  test.each([
    ['names the requester still', { users: ['alice@example.com'] }, true],
    ['names somebody else', { users: ['bob@example.com'] }, false],
    [
      'names the requester still, for a group that they are not in',
      { users: ['alice@example.com'], groups: ['leads'] },
      false,
    ],
    [
      'asks for a time that has passed',
      { users: ['alice@example.com'], dates: { until: '2020-01-01' } },
      true,
    ],
  ])('SEC-08 by policy itself, which %s', (_name, conditions, expected) => {
    const auto = aRequest({ via: 'auto', approvals: [] });
    const autoApprove = { conditions: conditionsOf(conditions), maxDurationSeconds: 3600 };

    expect(isApproved(auto, { autoApprove }), 'SECURITY VIOLATION: not as policy says now').toBe(
      expected,
    );
  });

  test('SEC-08 by policy itself, which approves nothing any more', () => {
    expect(
      isApproved(aRequest({ via: 'auto', approvals: [] })),
      'SECURITY VIOLATION: approved by nobody',
    ).toBe(false);
  });
});
