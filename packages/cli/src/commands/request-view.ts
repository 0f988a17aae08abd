import type { RequestAnswer } from '@sentinel/core/contract/requests';
import { durationText } from '../duration.ts';
import { type Fields, fields } from '../output/fields.ts';
import { type Listing, listing } from '../output/listing.ts';
import { visible } from '../output/visible.ts';
import type { OutputFormat } from '../settings.ts';
import { stepText } from './step-text.ts';

const columns = (
  [
    ['id', 'request'],
    ['subject', 'subject'],
    ['profile', 'profile'],
    ['status', 'status'],
    ['approvals', 'approvals'],
    ['duration', 'for'],
    ['created_at', 'made'],
    ['expires_at', 'can be approved until'],
    ['from', 'from'],
    ['until', 'until'],
    ['ticket', 'ticket'],
    ['justification', 'justification'],
  ] as const
).map(([key, title]) => ({ key, title }));

/** Requests in the form that the person asked for. */
export function requestsView(
  items: readonly RequestAnswer[],
  output: OutputFormat,
  isBold: boolean,
): string {
  const list: Listing = { columns, rows: items.map(row), data: { items } };
  return listing(list, output, isBold);
}

/** One request in full. */
export function requestView(request: RequestAnswer, output: OutputFormat): string {
  return fields({ fields: described(request), data: request }, output);
}

/** Who asks for what, and why: what an approver reads before they decide. Lines, without a line feed at the end. */
export function requestStory(request: RequestAnswer): string {
  const { subject, person, profile, needed, approvals, because, grant } = request;
  const who = subject === person ? subject : `${subject} (${person})`;
  const start = request.not_before === undefined ? '' : `, not before ${request.not_before}`;
  const lines = [
    `${who} asks for ${profile} for ${durationText(request.duration_seconds)}${start}`,
    `why:       ${request.justification}`,
    request.ticket && `ticket:    ${request.ticket}`,
    `role:      ${request.role_arn}`,
    `rule:      ${request.rule}`,
    `status:    ${request.status}, ${approvals.length} of ${needed} approvals`,
    ...approvals.map((step) => `approved:  ${stepText(step)}`),
    request.closed && `closed:    ${stepText(request.closed)}`,
    grant && `granted:   from ${grant.from} until ${grant.until}`,
    because && `why you:   ${because}`,
  ];
  return lines
    .filter((line) => line !== undefined && line !== '')
    .map((line) => visible(String(line)))
    .join('\n');
}

function described(request: RequestAnswer): Fields['fields'] {
  const { grant, closed } = request;
  return [
    ['id', request.id],
    ['subject', request.subject],
    ['person', request.person],
    ['profile', request.profile],
    ['role_arn', request.role_arn],
    ['rule', request.rule],
    ['status', request.status],
    ['via', request.via],
    ['duration', durationText(request.duration_seconds)],
    ['not_before', request.not_before],
    ['justification', request.justification],
    ['ticket', request.ticket],
    ['created_at', request.created_at],
    ['expires_at', request.expires_at],
    ['approvals', counted(request)],
    ['approved_by', request.approvals.map(stepText)],
    ['approver_groups', request.approver_groups.join(' ')],
    ['closed', closed && stepText(closed)],
    ['from', grant?.from],
    ['until', grant?.until],
    ['uses', grant && used(grant)],
    ['you_may', request.may.join(' ')],
    ['because', request.because],
  ];
}

function row(request: RequestAnswer): Listing['rows'][number] {
  return [
    request.id,
    request.subject,
    request.profile,
    request.status,
    counted(request),
    durationText(request.duration_seconds),
    request.created_at,
    request.expires_at,
    request.grant?.from,
    request.grant?.until,
    request.ticket,
    request.justification,
  ];
}

function counted({ approvals, needed }: RequestAnswer): string {
  return `${approvals.length} of ${needed}`;
}

function used({ uses, max_uses: most }: NonNullable<RequestAnswer['grant']>): string {
  return most === undefined ? String(uses) : `${uses} of ${most}`;
}
