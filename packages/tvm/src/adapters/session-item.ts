import { lazily } from '@sentinel/core/contract/lazily';
import type { PersonId, SubjectId } from '@sentinel/core/identity/subject';
import { isProfileName, type ProfileName } from '@sentinel/core/policy/names';
import type { SessionRef } from '@sentinel/core/ports';
import type { Session, SessionId } from '@sentinel/core/session/session';
import * as z from 'zod/mini';
import { keys, sessionIndexKeys, ttlAttribute } from '../table.ts';
import type { Item } from './dynamo-table.ts';
import { counter, garbled, positive, readStrictly, timeMs } from './garbled.ts';
import { fromStoredText, toStoredText } from './stored-text.ts';
import { toTimeText } from './time-text.ts';

const text = lazily(() => z.string().check(z.minLength(1)));

// An index row of another kind, or a newer version's attribute, may stand beside these: they are left alone.
const stored = lazily(() =>
  z.object({
    id: z.custom<SessionId>((id) => typeof id === 'string' && id !== ''),
    subject: z.custom<SubjectId>((subject) => typeof subject === 'string' && subject !== ''),
    person: z.custom<PersonId>((person) => typeof person === 'string' && person !== ''),
    status: z.enum(['active', 'ended', 'revoked']),
    version: positive(),
    profile: z.custom<ProfileName>((name) => typeof name === 'string' && isProfileName(name)),
    role_arn: text(),
    via: z.enum(['direct', 'approved', 'auto', 'breakglass']),
    entitlement_id: z.exactOptional(text()),
    scope: z.exactOptional(text()),
    principal_id: text(),
    profile_epoch: counter(),
    rule: z.exactOptional(z.string()),
    policies: z.array(z.strictObject({ parameter: text(), version: counter(), sha256: text() })),
    caller_arn: text(),
    source_identity: text(),
    justification: z.string(),
    ticket: z.exactOptional(text()),
    source_ip: z.string(),
    user_agent: z.string(),
    device_id: z.exactOptional(text()),
    vends: positive(),
    last_request: text(),
    opened_at: timeMs(),
    last_vend_at: timeMs(),
    expires_at: timeMs(),
    ended_at: z.exactOptional(timeMs()),
  }),
);

/** A new session as it is stored; `request` tells our own lost write from somebody else's. */
export function toSessionItem(session: Session, retentionMs: number) {
  const openedAt = toTimeText(session.openedAtMs);
  const place = sessionIndexKeys.place(openedAt, session.id);
  return {
    ...keys.session(session.subject, session.id),
    gsi1pk: sessionIndexKeys.owner(session.subject),
    gsi1sk: place,
    gsi2pk: sessionIndexKeys.state(session.status === 'revoked' ? 'revoked' : 'other'),
    gsi2sk: place,
    request: session.lastRequestId,
    id: session.id,
    subject: session.subject,
    person: session.person,
    status: session.status,
    version: session.version,
    profile: session.profile,
    role_arn: session.roleArn,
    via: session.via,
    entitlement_id: session.entitlementId,
    scope: session.scope,
    principal_id: session.principalId,
    profile_epoch: session.profileEpoch,
    rule: session.rule,
    policies: session.policies.map(({ parameter, version, sha256 }) => ({
      parameter,
      version,
      sha256,
    })),
    caller_arn: session.callerArn,
    source_identity: session.sourceIdentity,
    justification: toStoredText(session.justification),
    ticket: session.ticket,
    source_ip: session.sourceIp,
    user_agent: session.userAgent,
    device_id: session.deviceId,
    vends: session.vends,
    last_request: session.lastRequestId,
    opened_at: openedAt,
    last_vend_at: toTimeText(session.lastVendAtMs),
    ended_at: session.endedAtMs === undefined ? undefined : toTimeText(session.endedAtMs),
    ...expiry(session.expiresAtMs, retentionMs),
  };
}

/** What is stored of an expiry: itself, and when DynamoDB may delete the item. */
export function expiry(expiresAtMs: number, retentionMs: number) {
  return {
    expires_at: toTimeText(expiresAtMs),
    [ttlAttribute]: Math.ceil((expiresAtMs + retentionMs) / 1000),
  };
}

/** Reads a stored session whole; throws `DEPENDENCY_UNAVAILABLE` where it is garbled, or is not the one asked for. */
export function fromSessionItem(item: Item, asked?: SessionRef): Session {
  const read = readStrictly(stored, item, 'a session');
  const { pk, sk } = keys.session(read.subject, read.id);
  if (item['pk'] !== pk || item['sk'] !== sk) throw garbled('a session', 'its key');
  if (asked !== undefined && (asked.subject !== read.subject || asked.id !== read.id)) {
    throw garbled('a session', 'it is another one');
  }
  return {
    id: read.id,
    subject: read.subject,
    person: read.person,
    status: read.status,
    version: read.version,
    profile: read.profile,
    roleArn: read.role_arn,
    via: read.via,
    ...(read.entitlement_id !== undefined && { entitlementId: read.entitlement_id }),
    ...(read.scope !== undefined && { scope: read.scope }),
    principalId: read.principal_id,
    profileEpoch: read.profile_epoch,
    ...(read.rule !== undefined && { rule: read.rule }),
    policies: read.policies,
    callerArn: read.caller_arn,
    sourceIdentity: read.source_identity,
    justification: fromStoredText(read.justification),
    ...(read.ticket !== undefined && { ticket: read.ticket }),
    sourceIp: read.source_ip,
    userAgent: read.user_agent,
    ...(read.device_id !== undefined && { deviceId: read.device_id }),
    vends: read.vends,
    lastRequestId: read.last_request,
    openedAtMs: read.opened_at,
    lastVendAtMs: read.last_vend_at,
    expiresAtMs: read.expires_at,
    ...(read.ended_at !== undefined && { endedAtMs: read.ended_at }),
  };
}
