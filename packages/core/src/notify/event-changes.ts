import { type BreakGlassEvent, endOfEvent } from '../break-glass/event.ts';
import type { Notification, NotificationKind } from '../contract/notification.ts';
import type { Step } from '../identity/step.ts';
import { type Told, timeText, toldStep } from './told.ts';

/** A change as it was made: what it is called, who made it, and when. */
type Change = {
  readonly kind: NotificationKind;
  readonly by?: Step;
  readonly atMs: number;
};

/**
 * What is to be told of a break-glass event whose item became `after`, noted at `notedAtMs`. One transition is one
 * notification, whose id is the same whenever it is derived again. The item follows the guard, so a write may bring
 * several transitions at once: each that shows is told.
 */
export function eventChanges(
  before: BreakGlassEvent | undefined,
  after: BreakGlassEvent,
  notedAtMs: number,
): readonly Told[] {
  if (before !== undefined && after.version <= before.version) return [];
  const changes = changesOf(before, after, notedAtMs);
  return changes.map((change, at) => {
    const isOpening = change.kind === 'break_glass.opened';
    const version = isOpening ? 1 : after.version - (changes.length - 1 - at);
    return { notification: notificationOf(after, version, change), channels: after.notify };
  });
}

/** In the order in which they can have happened. */
function changesOf(
  before: BreakGlassEvent | undefined,
  after: BreakGlassEvent,
  notedAtMs: number,
): readonly Change[] {
  const { closed } = after;
  const { done } = after.review;
  return [
    ...(before === undefined
      ? [{ kind: 'break_glass.opened', atMs: after.openedAtMs } as const]
      : []),
    ...(before !== undefined && after.endsAtMs !== before.endsAtMs
      ? [{ kind: 'break_glass.extended', atMs: notedAtMs } as const]
      : []),
    ...(closed !== undefined && before?.closed === undefined
      ? [{ kind: 'break_glass.closed', by: closed, atMs: closed.atMs } as const]
      : []),
    ...(done !== undefined && before?.review.done === undefined
      ? [{ kind: 'break_glass.reviewed', by: done, atMs: done.atMs } as const]
      : []),
  ];
}

function notificationOf(event: BreakGlassEvent, version: number, change: Change): Notification {
  const { kind, by, atMs } = change;
  return {
    version: '1',
    id: `${event.id}.${version}`,
    time: timeText(atMs),
    kind,
    profile: event.profile,
    subject: event.subject,
    person: event.person,
    ...(by !== undefined && { by: toldStep(by) }),
    break_glass: {
      id: event.id,
      status: event.status,
      reason_code: event.reasonCode,
      justification: event.justification,
      ...(event.ticket !== undefined && { ticket: event.ticket }),
      opened_at: timeText(event.openedAtMs),
      ends_at: timeText(event.endsAtMs),
      may_last_until: timeText(event.lastEndMs),
      ...(event.closed !== undefined && { closed_at: timeText(event.closed.atMs) }),
      review: reviewOf(event),
    },
    approver_groups: [...(event.review.reviewers?.groups ?? [])],
    next: nextOf(event),
  };
}

function reviewOf(event: BreakGlassEvent) {
  const { required, withinSeconds, done } = event.review;
  return {
    required,
    ...(required && { due_at: timeText(endOfEvent(event) + withinSeconds * 1000) }),
    ...(done !== undefined && { verdict: done.verdict }),
  };
}

function nextOf({ id, status, review }: BreakGlassEvent): string[] {
  if (status === 'open')
    return [`sentinel breakglass show ${id}`, `sentinel breakglass close ${id}`];
  const isDue = review.required && review.done === undefined;
  return isDue ? [`sentinel breakglass review ${id}`] : [`sentinel breakglass show ${id}`];
}
