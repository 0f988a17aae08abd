import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aRequest, aStep } from '../../testing/a-request.ts';
import type { AccessRequest } from '../approval/request.ts';
import { type RequestEvent, transition } from '../approval/transition.ts';
import { notification } from '../contract/notification.ts';
import { isRefusal } from '../reasons.ts';
import { requestChanges } from './request-changes.ts';

const { createdAtMs } = aRequest();
const carol = aStep('carol@example.com', { comment: 'go ahead' });
const dan = aStep('dan@example.com');
const pending = pendingRequest({ notify: ['security', 'chat'] });

function pendingRequest(more: Partial<AccessRequest> = {}): AccessRequest {
  const { grant: _, ...request } = aRequest({ status: 'pending', version: 1, approvals: [] });
  return {
    ...request,
    approvers: { groups: ['sre-leads'], users: ['carol@example.com'] },
    ...more,
  };
}

function grown(request: AccessRequest, more: Partial<AccessRequest>): AccessRequest {
  return { ...request, version: request.version + 1, ...more };
}

describe('people are told', () => {
  const approved = grown(pending, { status: 'approved', approvals: [carol] });

  test.each([
    ['that a request was made', undefined, pending, 'request.created', undefined],
    [
      'that policy approved it',
      undefined,
      aRequest({ via: 'auto', version: 1, approvals: [] }),
      'request.auto_approved',
      undefined,
    ],
    [
      'that it was approved in part',
      pending,
      grown(pending, { approvals: [carol], needed: 2 }),
      'request.partly_approved',
      'carol@example.com',
    ],
    ['that it was approved', pending, approved, 'request.approved', 'carol@example.com'],
    [
      'that it was approved by the last of two',
      grown(pending, { approvals: [carol], needed: 2 }),
      grown(approved, { approvals: [carol, dan], needed: 2 }),
      'request.approved',
      'dan@example.com',
    ],
    [
      'that it was denied',
      pending,
      grown(pending, { status: 'denied', closed: dan }),
      'request.denied',
      'dan@example.com',
    ],
    [
      'that it was cancelled',
      pending,
      grown(pending, { status: 'cancelled', closed: dan }),
      'request.cancelled',
      'dan@example.com',
    ],
    [
      'that it was withdrawn',
      approved,
      grown(approved, { status: 'withdrawn', closed: dan }),
      'request.withdrawn',
      'dan@example.com',
    ],
  ])('%s', (_, before, after, kind, by) => {
    const told = requestChanges(before, after);

    expect(told).toMatchObject([{ notification: { kind, id: `${after.id}.${after.version}` } }]);
    expect(told[0]?.notification.by?.subject).toBe(by);
    expect(notification().safeParse(told[0]?.notification).success).toBe(true);
  });

  test('once, whoever uses the grant, and whatever is deleted later', () => {
    const used = { ...approved, sessionIds: ['00000000000000c3'] };

    expect([requestChanges(approved, used), requestChanges(used, used)]).toEqual([[], []]);
  });

  test('nothing of a new version of what waits, while nobody has approved it', () => {
    expect(requestChanges(pending, grown(pending, {}))).toEqual([]);
  });

  test('when access begins, and how often it may be used', () => {
    const notBeforeMs = createdAtMs + 3_600_000;
    const grant = { fromMs: notBeforeMs, untilMs: notBeforeMs + 3_600_000, maxUses: 2 };

    const [told] = requestChanges(
      pending,
      grown(pending, { status: 'approved', approvals: [carol], notBeforeMs, grant }),
    );

    expect(told?.notification).toMatchObject({
      time: new Date(carol.atMs).toISOString(),
      request: {
        not_before: new Date(notBeforeMs).toISOString(),
        grant: {
          from: new Date(grant.fromMs).toISOString(),
          until: new Date(grant.untilMs).toISOString(),
          max_uses: 2,
        },
      },
    });
    expect(notification().safeParse(told?.notification).success).toBe(true);
  });

  test('all that a person decides by, and nothing that only machines need', () => {
    const [told] = requestChanges(undefined, { ...pending, ticket: 'OPS-1' });

    expect(told).toEqual({
      channels: ['security', 'chat'],
      notification: {
        version: '1',
        id: '00000000000000aa.1',
        time: new Date(createdAtMs).toISOString(),
        kind: 'request.created',
        profile: pending.profile,
        subject: pending.subject,
        person: pending.person,
        request: {
          id: '00000000000000aa',
          status: 'pending',
          rule: 'rule',
          duration_seconds: 3600,
          justification: 'to mend the build',
          ticket: 'OPS-1',
          created_at: new Date(createdAtMs).toISOString(),
          expires_at: new Date(pending.expiresAtMs).toISOString(),
          needed: 1,
          approvals: [],
        },
        approver_groups: ['sre-leads'],
        next: ['sentinel approve 00000000000000aa', 'sentinel deny 00000000000000aa'],
      },
    });
    expect(JSON.stringify(told)).not.toContain('arn:');
  });
});

/** What somebody of five does. */
const acts = fc.record({
  kind: fc.constantFrom('approve', 'deny', 'cancel', 'withdraw'),
  who: fc.constantFrom('alice@example.com', 'carol@example.com', 'dan@example.com', 'eve'),
  needed: fc.integer({ min: 1, max: 3 }),
});

/** Every state that such acts lead through, the first one first. */
function historyOf(list: readonly { kind: string; who: string; needed: number }[]) {
  const states = [pending];
  for (const [at, { kind, who, needed }] of list.entries()) {
    const state = states.at(-1) ?? pending;
    const { atMs: _, ...by } = aStep(who);
    const event = {
      kind,
      by,
      change: `change-${at}`,
      keyed: { id: `key-${at}`, body: '' },
      requester: pending.person,
      standings: state.approvals.map(({ person }) => ({ person, isGood: true })),
      needed,
    };
    // A union member by its kind, which the generator draws.
    const after = transition(state, event as RequestEvent, createdAtMs + at);
    if (!isRefusal(after)) states.push(after);
  }
  return states;
}

test('every transition is told exactly once, by an id of its own that is the same each time', () => {
  fc.assert(
    fc.property(fc.array(acts, { maxLength: 8 }), (list) => {
      const states = historyOf(list);
      const tell = () =>
        states.flatMap((after, at) =>
          requestChanges(states[at - 1], after).map(({ notification: { id, kind } }) => ({
            id,
            kind,
          })),
        );

      const told = tell();

      expect(told).toHaveLength(states.length);
      expect(new Set(told.map(({ id }) => id)).size).toBe(states.length);
      expect(tell()).toEqual(told);
    }),
  );
});
