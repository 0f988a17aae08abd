import type { BreakGlassAnswer } from '@sentinel/core/contract/break-glass';
import { type Fields, fields } from '../output/fields.ts';
import { type Listing, listing } from '../output/listing.ts';
import type { OutputFormat } from '../settings.ts';
import { stepText } from './step-text.ts';

const columns = (
  [
    ['id', 'event'],
    ['subject', 'subject'],
    ['profile', 'profile'],
    ['status', 'status'],
    ['reason_code', 'reason code'],
    ['opened_at', 'opened'],
    ['ends_at', 'ends'],
    ['review', 'review'],
    ['ticket', 'ticket'],
    ['justification', 'justification'],
  ] as const
).map(([key, title]) => ({ key, title }));

/** Events in the form that the person asked for. */
export function eventsView(
  items: readonly BreakGlassAnswer[],
  output: OutputFormat,
  isBold: boolean,
): string {
  const list: Listing = { columns, rows: items.map(row), data: { items } };
  return listing(list, output, isBold);
}

/** One event in full. */
export function eventView(event: BreakGlassAnswer, output: OutputFormat): string {
  return fields({ fields: described(event), data: event }, output);
}

function described(event: BreakGlassAnswer): Fields['fields'] {
  const { closed, review } = event;
  return [
    ['id', event.id],
    ['subject', event.subject],
    ['person', event.person],
    ['profile', event.profile],
    ['status', event.status],
    ['reason_code', event.reason_code],
    ['justification', event.justification],
    ['ticket', event.ticket],
    ['opened_at', event.opened_at],
    ['ends_at', event.ends_at],
    ['may_last_until', event.may_last_until],
    ['closed', closed && stepText(closed)],
    ['sessions', event.sessions.join(' ')],
    ['review', reviewText(event)],
    ['reviewer_groups', review.reviewer_groups.join(' ')],
    ['reviewed_by', review.done && stepText(review.done)],
    ['you_may', event.may.join(' ')],
    ['because', event.because],
  ];
}

function row(event: BreakGlassAnswer): Listing['rows'][number] {
  return [
    event.id,
    event.subject,
    event.profile,
    event.status,
    event.reason_code,
    event.opened_at,
    event.ends_at,
    reviewText(event),
    event.ticket,
    event.justification,
  ];
}

function reviewText({ review }: BreakGlassAnswer): string {
  if (review.done !== undefined) return review.done.verdict;
  if (!review.required) return 'not needed';
  return review.due_at === undefined ? 'due' : `due ${review.due_at}`;
}
