import { aRevocation, done } from '@sentinel/core/testing/contracts/a-revocation';
import { noon, subject } from '@sentinel/core/testing/contracts/a-session';
import { transitionContract } from '@sentinel/core/testing/contracts/transition';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRefusal } from '../reasons.ts';
import { isLive, type Revocation, shownRevocationStatus } from './revocation.ts';
import { type RevocationEvent, transition } from './transition.ts';

const hour = 3_600_000;
const lift = { kind: 'lift', by: subject('dave@example.com'), change: 'e9' } as const;
const complete = { kind: 'complete', change: 'e9' } as const;

const lifted = done(aRevocation(), {
  status: 'lifted',
  version: 3,
  lifted: { by: subject('erin@example.com'), atMs: noon + 2000 },
});

const aTime = fc.integer({ min: noon - hour, max: noon + 2 * hour });

const states: fc.Arbitrary<Revocation> = fc
  .record({
    stored: fc.constantFrom(aRevocation(), done(aRevocation()), lifted),
    more: fc.record({
      version: fc.integer({ min: 1, max: 9 }),
      isAdministrators: fc.boolean(),
      untilMs: fc.constantFrom(noon, noon + hour),
    }),
  })
  .map(({ stored, more }) => ({ ...stored, ...more }));

function momentOf({ createdAtMs, doneAtMs, lifted: last }: Revocation): number {
  return last?.atMs ?? doneAtMs ?? createdAtMs;
}

transitionContract<Revocation, RevocationEvent>('a revocation', {
  transition,
  states,
  events: fc.constantFrom<RevocationEvent>(lift, complete),
  times: aTime,
  closedAs: (state, nowMs) => {
    const shown = shownRevocationStatus(state, nowMs);
    return shown === 'lifted' || shown === 'expired' ? shown : undefined;
  },
  touches: ({ kind }) => ['status', kind === 'lift' ? 'lifted' : 'doneAtMs'],
  momentOf,
  codes: ['CONFLICT'],
});

describe('a revocation', () => {
  test.each([
    ['open', aRevocation(), complete, 'done'],
    ['open', aRevocation(), lift, 'the revocation is `open`'],
    ['open past its time', aRevocation({ untilMs: noon }), complete, 'done'],
    ['done', done(aRevocation()), lift, 'lifted'],
    ['done', done(aRevocation()), complete, 'the revocation is `done`'],
    [
      'done past its time',
      done(aRevocation({ untilMs: noon + 5000 })),
      lift,
      'the revocation is `expired`',
    ],
    ['lifted', lifted, lift, 'the revocation is `lifted`'],
    ['lifted', lifted, complete, 'the revocation is `lifted`'],
  ] as const)('that is %s: %o', (_state, revocation, event, expected) => {
    const after = transition(revocation, event, noon + 5000);

    expect(isRefusal(after) ? after.message : after.status).toBe(expected);
  });

  test('says who lifted it, and when it was done', () => {
    const after = transition(aRevocation(), complete, noon + 7);

    expect(after).toEqual({
      ...aRevocation(),
      status: 'done',
      version: 2,
      lastChange: 'e9',
      doneAtMs: noon + 7,
    });
    expect(isRefusal(after) ? after : transition(after, lift, noon + 9)).toMatchObject({
      status: 'lifted',
      version: 3,
      lifted: { by: 'dave@example.com', atMs: noon + 9 },
    });
  });

  test.each([
    ['open', aRevocation(), true],
    ['done', done(aRevocation()), true],
    ['of an owner', aRevocation({ isAdministrators: false }), false],
    ['lifted', lifted, false],
    ['over', done(aRevocation({ untilMs: noon })), false],
  ] as const)('that is %s is live: %o', (_state, revocation, expected) => {
    expect(isLive(revocation, noon)).toBe(expected);
  });
});
