import type { Notification, NotificationKind } from '../contract/notification.ts';
import { chatText } from './chat-text.ts';

/** A custom notification for Slack and Teams. */
export type ChatMessage = {
  readonly version: '1.0';
  readonly source: 'custom';
  readonly id: string;
  readonly content: {
    readonly textType: 'client-markdown';
    readonly title: string;
    readonly description: string;
    readonly nextSteps?: readonly string[];
    readonly keywords: readonly string[];
  };
  readonly metadata: {
    /** Of the request or event: what becomes of it stands in one thread. */
    readonly threadId: string;
    readonly summary: string;
    readonly eventType: string;
    readonly relatedResources: readonly string[];
    readonly additionalContext: Readonly<Record<string, string>>;
  };
};

/**
 * A notification as Amazon Q Developer in chat applications shows it. Text of people is made harmless; the commands
 * are ours, and stand ready to be copied.
 * https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
export function chatMessage(notification: Notification): ChatMessage {
  const { id, kind, profile, next } = notification;
  const title = titleOf(notification);
  const about = id.slice(0, id.indexOf('.'));
  return {
    version: '1.0',
    source: 'custom',
    id,
    content: {
      textType: 'client-markdown',
      title,
      description: linesOf(notification).join('\n'),
      ...(next.length > 0 && { nextSteps: next.map((command) => `\`${command}\``) }),
      keywords: ['Sentinel', profile, kind.slice(0, kind.indexOf('.'))],
    },
    metadata: {
      threadId: about,
      summary: title,
      eventType: kind,
      relatedResources: [profile],
      additionalContext: { id: about, profile, subject: notification.subject },
    },
  };
}

/** What happened, in a line. */
export function titleOf({ kind, profile, subject, request }: Notification): string {
  const who = chatText(subject, 80);
  const has = `${request?.approvals.length ?? 0} of ${request?.needed ?? 0}`;
  const says: Readonly<Record<NotificationKind, string>> = {
    'request.created': `${who} asks for ${profile}`,
    'request.auto_approved': `${who} got ${profile}, approved by policy`,
    'request.partly_approved': `Approval ${has} for ${who} on ${profile}`,
    'request.approved': `${who} was approved for ${profile}`,
    'request.denied': `${who} was denied ${profile}`,
    'request.cancelled': `${who} no longer asks for ${profile}`,
    'request.withdrawn': `The approval of ${who} for ${profile} was withdrawn`,
    'break_glass.opened': `${who} broke the glass for ${profile}`,
    'break_glass.extended': `${who} extended the break-glass for ${profile}`,
    'break_glass.closed': `The break-glass of ${who} for ${profile} was closed`,
    'break_glass.reviewed': `The break-glass of ${who} for ${profile} was reviewed`,
  };
  return says[kind];
}

function linesOf(notification: Notification): readonly string[] {
  const { by, request, break_glass: event, person, subject } = notification;
  const lines: readonly (readonly [label: string, value: string | undefined])[] = [
    ['Person', person === subject ? undefined : person],
    ['Reason', event?.reason_code],
    ['Why', (request ?? event)?.justification],
    ['Ticket', (request ?? event)?.ticket],
    ['For', request === undefined ? undefined : lasting(request.duration_seconds)],
    ['From', request?.grant?.from ?? request?.not_before],
    ['Until', request?.grant?.until ?? event?.ends_at],
    ['By', by?.subject],
    ['Comment', by?.comment],
    ['Approvals', request === undefined ? undefined : approvalsOf(request)],
    ['Verdict', event?.review.verdict],
    ['Review due', event?.review.verdict === undefined ? event?.review.due_at : undefined],
    [event === undefined ? 'Approvers' : 'Reviewers', notification.approver_groups.join(', ')],
  ];
  return lines.flatMap(([label, value]) =>
    value === undefined || value === '' ? [] : [`${label}: ${chatText(value)}`],
  );
}

function approvalsOf(request: NonNullable<Notification['request']>): string | undefined {
  return request.status === 'pending'
    ? `${request.approvals.length} of ${request.needed}`
    : undefined;
}

/** `1h 30m`. */
function lasting(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'm'],
    [seconds % 60, 's'],
  ] as const;
  return parts.flatMap(([count, unit]) => (count === 0 ? [] : [`${count}${unit}`])).join(' ');
}
