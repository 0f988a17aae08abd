import type { AccessRequest } from '../approval/request.ts';
import type { Notification, NotificationKind } from '../contract/notification.ts';
import type { Step } from '../identity/step.ts';
import { type Told, timeText, toldStep } from './told.ts';

/** A change as it was made: what it is called, and whose step it was, if it was anybody's. */
type Change = {
  readonly kind: NotificationKind;
  readonly by?: Step | undefined;
};

/**
 * What is to be told of a request that became `after`. One transition is one notification, whose id is the same
 * whenever it is derived again; what bears no new version, such as a use of the grant, is none.
 */
export function requestChanges(
  before: AccessRequest | undefined,
  after: AccessRequest,
): readonly Told[] {
  if (before !== undefined && after.version <= before.version) return [];
  const change = changeOf(before, after);
  if (change === undefined) return [];
  return [{ notification: notificationOf(after, change), channels: after.notify }];
}

function changeOf(before: AccessRequest | undefined, after: AccessRequest): Change | undefined {
  const approval = after.approvals.at(-1);
  switch (after.status) {
    case 'pending':
      if (approval === undefined) {
        return before === undefined ? { kind: 'request.created' } : undefined;
      }
      return { kind: 'request.partly_approved', by: approval };
    case 'approved':
      return after.via === 'auto'
        ? { kind: 'request.auto_approved' }
        : { kind: 'request.approved', by: approval };
    case 'denied':
    case 'cancelled':
    case 'withdrawn':
      return { kind: `request.${after.status}`, by: after.closed };
  }
}

function notificationOf(request: AccessRequest, { kind, by }: Change): Notification {
  return {
    version: '1',
    id: `${request.id}.${request.version}`,
    time: timeText(by?.atMs ?? request.createdAtMs),
    kind,
    profile: request.profile,
    subject: request.subject,
    person: request.person,
    ...(by !== undefined && { by: toldStep(by) }),
    request: {
      id: request.id,
      status: request.status,
      rule: request.terms.rule,
      duration_seconds: request.durationSeconds,
      ...(request.notBeforeMs !== undefined && { not_before: timeText(request.notBeforeMs) }),
      justification: request.justification,
      ...(request.ticket !== undefined && { ticket: request.ticket }),
      created_at: timeText(request.createdAtMs),
      expires_at: timeText(request.expiresAtMs),
      needed: request.needed,
      approvals: request.approvals.map(toldStep),
      ...grantOf(request),
    },
    approver_groups: [...(request.approvers.groups ?? [])],
    next: nextOf(request),
  };
}

function grantOf({ grant }: AccessRequest) {
  if (grant === undefined) return {};
  const { fromMs, untilMs, maxUses } = grant;
  return {
    grant: {
      from: timeText(fromMs),
      until: timeText(untilMs),
      ...(maxUses !== undefined && { max_uses: maxUses }),
    },
  };
}

function nextOf({ status, id, profile }: AccessRequest): string[] {
  switch (status) {
    case 'pending':
      return [`sentinel approve ${id}`, `sentinel deny ${id}`];
    case 'approved':
      return [`sentinel exec ${profile}`, `sentinel cancel ${id}`];
    case 'denied':
    case 'cancelled':
    case 'withdrawn':
      return [];
  }
}
