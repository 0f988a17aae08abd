import type { AccessRequest, RequestId } from '@sentinel/core/approval/request';
import { lazily } from '@sentinel/core/contract/lazily';
import type { PersonId, SubjectId } from '@sentinel/core/identity/subject';
import type { SubjectSet } from '@sentinel/core/policy/document';
import { isProfileName, type ProfileName } from '@sentinel/core/policy/names';
import type { RequestRef } from '@sentinel/core/ports';
import * as z from 'zod/mini';
import { keys, requestIndexKeys, ttlAttribute } from '../table.ts';
import type { Item } from './dynamo-table.ts';
import { counter, garbled, positive, readStrictly, timeMs } from './garbled.ts';
import { fromStep, storedStep, toStep } from './stored-step.ts';
import { fromStoredText, toStoredText } from './stored-text.ts';
import { toTimeText } from './time-text.ts';

// Attributes of the indexes, or of a newer version, may stand beside these: they are left alone.
const stored = lazily(() => {
  const text = z.string().check(z.minLength(1));
  const subject = z.custom<SubjectId>((value) => typeof value === 'string' && value !== '');
  const person = z.custom<PersonId>((value) => typeof value === 'string' && value !== '');
  return z.object({
    id: z.custom<RequestId>((value) => typeof value === 'string' && value !== ''),
    subject,
    person,
    profile: z.custom<ProfileName>((value) => typeof value === 'string' && isProfileName(value)),
    status: z.enum(['pending', 'approved', 'denied', 'cancelled', 'withdrawn']),
    version: positive(),
    last_change: text,
    via: z.enum(['approved', 'auto']),
    duration_seconds: positive(),
    not_before: z.exactOptional(timeMs()),
    justification: z.string(),
    ticket: z.exactOptional(text),
    role_arn: text,
    rule: text,
    session_policy: z.string(),
    approvers: z.strictObject({
      users: z.exactOptional(z.array(text)),
      groups: z.exactOptional(z.array(text)),
    }),
    needed: positive(),
    approvals: z.array(storedStep()),
    closed: z.exactOptional(storedStep()),
    grant_from: z.exactOptional(timeMs()),
    grant_until: z.exactOptional(timeMs()),
    grant_max_uses: z.exactOptional(counter()),
    max_uses: z.exactOptional(counter()),
    session_ids: z._default(
      z.custom<ReadonlySet<string>>((value) => value instanceof Set),
      new Set<string>(),
    ),
    created_at: timeMs(),
    expires_at: timeMs(),
    subject_epoch: counter(),
    profile_epoch: counter(),
    notify: z.array(text),
    keyed: z.array(z.strictObject({ id: text, body: z.string() })),
  });
});

/** Where a request lies in the table. */
export function requestKey({ subject, profile, createdAtMs, id }: RequestRef) {
  return keys.request(subject, profile, { time: toTimeText(createdAtMs), id });
}

/** A request as it is stored, but for the sessions opened under it: those are counted on their own. */
export function toRequestItem(request: AccessRequest, retentionMs: number) {
  const { subject, id, terms, grant, closed, approvers } = request;
  const moment = { time: toTimeText(request.createdAtMs), id };
  const place = requestIndexKeys.place(moment);
  return {
    ...requestKey(request),
    gsi1pk: requestIndexKeys.owner(subject),
    gsi1sk: place,
    gsi2pk: requestIndexKeys.state(request.status === 'pending' ? 'pending' : 'settled'),
    gsi2sk: place,
    id,
    subject,
    person: request.person,
    profile: request.profile,
    status: request.status,
    version: request.version,
    last_change: request.lastChange,
    via: request.via,
    duration_seconds: request.durationSeconds,
    not_before: timeText(request.notBeforeMs),
    justification: toStoredText(request.justification),
    ticket: request.ticket,
    role_arn: terms.roleArn,
    rule: terms.rule,
    session_policy: terms.sessionPolicy,
    approvers: subjectSet(approvers),
    needed: request.needed,
    approvals: request.approvals.map(toStep),
    closed: closed === undefined ? undefined : toStep(closed),
    grant_from: timeText(grant?.fromMs),
    grant_until: timeText(grant?.untilMs),
    grant_max_uses: grant?.maxUses,
    max_uses: request.maxUses,
    created_at: moment.time,
    expires_at: toTimeText(request.expiresAtMs),
    subject_epoch: request.subjectEpoch,
    profile_epoch: request.profileEpoch,
    notify: [...request.notify],
    keyed: request.keyed.map(({ id, body }) => ({ id, body })),
    [ttlAttribute]: Math.ceil((endOf(request) + retentionMs) / 1000),
  };
}

/** Reads a stored request whole; throws `DEPENDENCY_UNAVAILABLE` where it is garbled, or is not the one asked for. */
export function fromRequestItem(item: Item, asked?: RequestRef): AccessRequest {
  const read = readStrictly(stored, item, 'a request');
  const request: AccessRequest = {
    id: read.id,
    subject: read.subject,
    person: read.person,
    profile: read.profile,
    status: read.status,
    version: read.version,
    lastChange: read.last_change,
    via: read.via,
    durationSeconds: read.duration_seconds,
    ...(read.not_before !== undefined && { notBeforeMs: read.not_before }),
    justification: fromStoredText(read.justification),
    ...(read.ticket !== undefined && { ticket: read.ticket }),
    terms: { roleArn: read.role_arn, rule: read.rule, sessionPolicy: read.session_policy },
    approvers: subjectSet(read.approvers),
    needed: read.needed,
    approvals: read.approvals.map(fromStep),
    ...(read.closed !== undefined && { closed: fromStep(read.closed) }),
    ...grantOf(read),
    ...(read.max_uses !== undefined && { maxUses: read.max_uses }),
    sessionIds: [...read.session_ids].sort(),
    createdAtMs: read.created_at,
    expiresAtMs: read.expires_at,
    subjectEpoch: read.subject_epoch,
    profileEpoch: read.profile_epoch,
    notify: read.notify,
    keyed: read.keyed,
  };
  const { pk, sk } = requestKey(request);
  if (item['pk'] !== pk || item['sk'] !== sk) throw garbled('a request', 'its key');
  if (asked !== undefined && (asked.subject !== request.subject || asked.id !== request.id)) {
    throw garbled('a request', 'it is another one');
  }
  return request;
}

function grantOf(read: {
  readonly grant_from?: number;
  readonly grant_until?: number;
  readonly grant_max_uses?: number;
}): Pick<AccessRequest, 'grant'> {
  const { grant_from: fromMs, grant_until: untilMs, grant_max_uses: maxUses } = read;
  if (fromMs === undefined && untilMs === undefined) return {};
  if (fromMs === undefined || untilMs === undefined) throw garbled('a request', 'its grant');
  return { grant: { fromMs, untilMs, ...(maxUses !== undefined && { maxUses }) } };
}

function subjectSet({ users, groups }: SubjectSet): SubjectSet {
  return {
    ...(users !== undefined && { users: [...users] }),
    ...(groups !== undefined && { groups: [...groups] }),
  };
}

/** After which nothing can come of it any more. */
function endOf({ createdAtMs, expiresAtMs, grant, closed }: AccessRequest): number {
  return Math.max(createdAtMs, expiresAtMs, grant?.untilMs ?? 0, closed?.atMs ?? 0);
}

function timeText(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : toTimeText(ms);
}
