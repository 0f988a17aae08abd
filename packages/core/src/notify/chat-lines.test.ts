import { expect, test } from 'vitest';
import { aRequest, aStep } from '../../testing/a-request.ts';
import { anEvent } from '../../testing/an-event.ts';
import { person } from '../../testing/contracts/a-session.ts';
import type { AccessRequest } from '../approval/request.ts';
import type { BreakGlassEvent } from '../break-glass/event.ts';
import { chatMessage } from './chat-message.ts';
import { eventChanges } from './event-changes.ts';
import { requestChanges } from './request-changes.ts';
import type { Told } from './told.ts';

function linesOf([told]: readonly Told[]): readonly string[] {
  if (told === undefined) throw new Error('nothing is told');
  return chatMessage(told.notification).content.description.split('\n');
}

function ofRequest(more: Partial<AccessRequest>) {
  return linesOf(requestChanges(undefined, aRequest(more)));
}

function ofEvent(more: Partial<BreakGlassEvent>) {
  return linesOf(eventChanges(undefined, anEvent(more), 0));
}

test('a request that waits tells how many have approved, and who may', () => {
  const lines = ofRequest({
    status: 'pending',
    approvals: [aStep('carol@example.com')],
    needed: 2,
    approvers: { groups: ['sre-leads'] },
  });

  expect(lines).toContain('Approvals: 1 of 2');
  expect(lines).toContain('Approvers: sre-leads');
});

test('a break-glass tells why, by which code and ticket, who reviews it and by when', () => {
  const lines = ofEvent({
    ticket: 'OPS-1',
    review: { required: true, withinSeconds: 3600, reviewers: { groups: ['security'] } },
  });

  expect(lines).toContain('Reason: incident');
  expect(lines).toContain('Why: the database is on fire and nobody answers');
  expect(lines).toContain('Ticket: OPS-1');
  expect(lines).toContain('Reviewers: security');
  expect(lines.some((line) => line.startsWith('Review due: '))).toBe(true);
});

test('once it is reviewed, the verdict is told and no day on which it is due', () => {
  const done = { ...aStep('carol@example.com'), verdict: 'justified' } as const;
  const lines = ofEvent({
    status: 'closed',
    closed: aStep('carol@example.com'),
    review: { required: true, withinSeconds: 3600, done },
  });

  expect(lines).toContain('Verdict: justified');
  expect(lines.some((line) => line.startsWith('Review due: '))).toBe(false);
});

test('the person is told where they came by another name', () => {
  expect(ofEvent({ person: person('alice') })).toContain('Person: alice');
});
