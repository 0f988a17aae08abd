import { aGrant, aRequest, aStep } from '@sentinel/core/testing/contracts/a-request';
import { noon, person, subject } from '@sentinel/core/testing/contracts/a-session';
import { transitionContract } from '@sentinel/core/testing/contracts/transition';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRefusal } from '../reasons.ts';
import type { AccessRequest, RequestStatus } from './request.ts';
import { shownRequestStatus } from './request.ts';
import { lastMoment, type RequestEvent, transition } from './transition.ts';

const hour = 3_600_000;
const people = ['alice', 'bob', 'carol', 'dan'].map((name) => `${name}@example.com`);

function by(name: string, as = name) {
  const { atMs: _atMs, ...step } = aStep({ subject: subject(name), person: person(as) });
  return step;
}

function anEvent(
  kind: RequestEvent['kind'],
  who = 'carol@example.com',
  more: Partial<RequestEvent> = {},
): RequestEvent {
  return {
    kind,
    by: by(who),
    change: '00000000000000e9',
    keyed: { id: '00000000000000e9', body: '' },
    requester: person('alice@example.com'),
    standings: [],
    needed: 1,
    ...more,
  } as RequestEvent; // all kinds have the members of `approve` here
}

const aName = fc.constantFrom(...people);
const aTime = fc.integer({ min: noon - hour, max: noon + 30 * hour });

const states = fc
  .record({
    status: fc.constantFrom<RequestStatus>(
      'pending',
      'approved',
      'denied',
      'cancelled',
      'withdrawn',
    ),
    version: fc.integer({ min: 1, max: 20 }),
    needed: fc.integer({ min: 1, max: 3 }),
    approvers: fc.uniqueArray(fc.constantFrom(...people.slice(1)), { maxLength: 2 }),
    notBeforeMs: fc.option(aTime, { nil: undefined }),
    maxUses: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
    sessionIds: fc.uniqueArray(fc.constantFrom('a1', 'a2', 'a3')),
    atMs: fc.integer({ min: noon, max: noon + hour }),
  })
  .map(({ approvers, notBeforeMs, maxUses, atMs, ...rest }): AccessRequest => {
    const isOpen = rest.status === 'pending' || rest.status === 'approved';
    return aRequest({
      ...rest,
      ...(notBeforeMs !== undefined && { notBeforeMs }),
      ...(maxUses !== undefined && { maxUses }),
      approvals: approvers.map((name) => aStep({ ...by(name), atMs })),
      ...(rest.status === 'approved' && { grant: { fromMs: atMs, untilMs: atMs + hour } }),
      ...(!isOpen && { closed: aStep({ atMs }) }),
    });
  });

const events = fc
  .record({
    kind: fc.constantFrom<RequestEvent['kind']>('approve', 'deny', 'cancel', 'withdraw'),
    who: aName,
    standings: fc.array(fc.record({ person: aName.map(person), isGood: fc.boolean() }), {
      maxLength: 2,
    }),
    needed: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ kind, who, ...more }) => anEvent(kind, who, more));

transitionContract('a request', {
  transition,
  states,
  events,
  times: aTime,
  closedAs: (state, nowMs) => {
    const status = shownRequestStatus(state, Math.max(nowMs, lastMoment(state)));
    return status === 'pending' || status === 'approved' ? undefined : status;
  },
  touches: ({ kind }) =>
    kind === 'approve' ? ['status', 'approvals', 'grant', 'needed'] : ['status', 'closed'],
  momentOf: ({ createdAtMs, approvals, closed }) =>
    (closed ?? approvals.at(-1))?.atMs ?? createdAtMs,
});

describe('what the state permits', () => {
  const inState: Readonly<Record<string, AccessRequest>> = {
    pending: aRequest(),
    approved: aGrant(),
    denied: aRequest({ status: 'denied', closed: aStep() }),
    cancelled: aRequest({ status: 'cancelled', closed: aStep() }),
    withdrawn: aGrant({ status: 'withdrawn', closed: aStep() }),
    'expired before it was approved': aRequest({ expiresAtMs: noon + 120_000 }),
    'expired after its window': aGrant({ grant: { fromMs: noon, untilMs: noon + 120_000 } }),
  };
  const permitted = new Map([
    ['pending', ['approve', 'deny', 'cancel']],
    ['approved', ['withdraw']],
  ]);
  const all = Object.keys(inState).flatMap((state) =>
    (['approve', 'deny', 'cancel', 'withdraw'] as const).map((kind) => ({
      kind,
      state,
      isPermitted: permitted.get(state)?.includes(kind) ?? false,
    })),
  );

  test.each(all)('$kind of one that is $state: $isPermitted', ({ kind, state, isPermitted }) => {
    const who = kind === 'cancel' ? 'alice@example.com' : 'carol@example.com';

    const after = transition(inState[state] ?? aRequest(), anEvent(kind, who), noon + 120_000);

    expect(isRefusal(after)).toBe(!isPermitted);
    if (!isPermitted) {
      const message = `the request is \`${state.split(' ')[0]}\``;
      expect(after).toMatchObject({ code: 'CONFLICT', message });
    }
  });

  test.each([
    ['pending', aRequest(), 'approve', aRequest().expiresAtMs],
    ['approved', aGrant(), 'withdraw', aGrant().grant?.untilMs ?? 0],
  ] as const)('one that is %s is so until its last moment', (_status, state, kind, endMs) => {
    expect(isRefusal(transition(state, anEvent(kind), endMs - 1))).toBe(false);
    expect(transition(state, anEvent(kind), endMs)).toMatchObject({
      message: 'the request is `expired`',
    });
  });
});

describe('an approval', () => {
  test('opens the window at once, for as long as was asked', () => {
    const after = transition(aRequest({ maxUses: 3 }), anEvent('approve'), noon + 5);

    expect(after).toMatchObject({
      status: 'approved',
      grant: { fromMs: noon + 5, untilMs: noon + 5 + hour, maxUses: 3 },
      approvals: [{ ...by('carol@example.com'), atMs: noon + 5 }],
      lastChange: '00000000000000e9',
      keyed: [{ id: '00000000000000e9', body: '' }],
    });
  });

  test('sets no limit of uses where none was asked for', () => {
    const after = transition(aRequest(), anEvent('approve'), noon + 5);

    expect(isRefusal(after) ? after : after.grant).toStrictEqual({
      fromMs: noon + 5,
      untilMs: noon + 5 + hour,
    });
  });

  test('opens it no earlier than was asked', () => {
    const notBeforeMs = noon + 40 * hour;

    const after = transition(aRequest({ notBeforeMs }), anEvent('approve'), noon + 5);

    expect(after).toMatchObject({
      grant: { fromMs: notBeforeMs, untilMs: notBeforeMs + hour },
    });
  });

  const bob = { person: person('bob@example.com'), isGood: true };
  test.each([
    ['the last of two', 2, 1, [bob], 'approved'],
    ['the first of two', 2, 1, [], 'pending'],
    ['one of one where policy asks for two by now', 1, 2, [], 'pending'],
    ['one of two where policy asks for one by now', 2, 1, [], 'pending'],
    ['of two, the other no approver any more', 2, 1, [{ ...bob, isGood: false }], 'pending'],
    ['of three, two others one person by now', 3, 1, [bob, bob], 'pending'],
    ['the last of three', 3, 1, [bob, { ...bob, person: person('dan@example.com') }], 'approved'],
  ] as const)('%s leaves it %s', (_what, stored, today, standings, status) => {
    const approvals = standings.map((_, index) =>
      aStep(by(['bob@example.com', 'dan@example.com'][index] ?? '')),
    );
    const state = aRequest({ needed: stored, approvals });

    const after = transition(
      state,
      anEvent('approve', 'carol@example.com', { standings, needed: today }),
      noon + 5 * 60_000,
    );

    expect(after).toMatchObject({ status, needed: Math.max(stored, today) });
  });
});

describe('who is the wrong one', () => {
  const isTwice = 'you have approved this request already: it is still `pending`';
  const carols = aRequest({ needed: 2, approvals: [aStep()] });
  test.each<[string, RequestEvent, AccessRequest, string, string]>([
    [
      'the requester approves',
      anEvent('approve', 'alice@example.com'),
      aRequest(),
      'FORBIDDEN',
      'nobody approves a request of their own',
    ],
    [
      'the person of then approves as another subject',
      anEvent('approve', 'iam/alice', { by: by('iam/alice', 'alice@example.com') }),
      aRequest(),
      'FORBIDDEN',
      'nobody approves a request of their own',
    ],
    [
      'the person of now approves as another subject',
      anEvent('approve', 'iam/ally', { requester: person('iam/ally') }),
      aRequest(),
      'FORBIDDEN',
      'nobody approves a request of their own',
    ],
    [
      'the requester approves, as another person by now, before the directory tells so of the request',
      anEvent('approve', 'alice@example.com', { by: by('alice@example.com', 'alicia') }),
      aRequest(),
      'FORBIDDEN',
      'nobody approves a request of their own',
    ],
    [
      'the requester denies',
      anEvent('deny', 'alice@example.com'),
      aRequest(),
      'FORBIDDEN',
      'a request of your own is cancelled, not denied',
    ],
    [
      'somebody else cancels',
      anEvent('cancel'),
      aRequest(),
      'FORBIDDEN',
      'only its requester cancels a request',
    ],
    ['an approver approves twice', anEvent('approve'), carols, 'CONFLICT', isTwice],
    [
      'an approver approves as another subject of then',
      anEvent('approve', 'iam/carol', { by: by('iam/carol', 'carol@example.com') }),
      carols,
      'CONFLICT',
      isTwice,
    ],
    [
      'an approver approves as another subject of now',
      anEvent('approve', 'iam/carol', {
        standings: [{ person: person('iam/carol'), isGood: false }],
      }),
      carols,
      'CONFLICT',
      isTwice,
    ],
    [
      'an approver approves as another person by now',
      anEvent('approve', 'carol@example.com', {
        by: by('carol@example.com', 'carla'),
        standings: [{ person: person('carol@example.com'), isGood: true }],
      }),
      carols,
      'CONFLICT',
      isTwice,
    ],
  ])('%s', (_what, event, state, code, message) => {
    expect(transition(state, event, noon + 120_000)).toMatchObject({ code, message });
  });
});
