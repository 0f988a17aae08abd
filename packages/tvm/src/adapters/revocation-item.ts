import { lazily } from '@sentinel/core/contract/lazily';
import type { PersonId, SubjectId } from '@sentinel/core/identity/subject';
import { isProfileName, type ProfileName } from '@sentinel/core/policy/names';
import type {
  Effect,
  Revocation,
  RevocationId,
  RevocationTarget,
} from '@sentinel/core/revocation/revocation';
import type { SessionId } from '@sentinel/core/session/session';
import * as z from 'zod/mini';
import { keys, ttlAttribute } from '../table.ts';
import type { Item } from './dynamo-table.ts';
import { garbled, positive, readStrictly, timeMs } from './garbled.ts';
import { fromStoredText, toStoredText } from './stored-text.ts';
import { toTimeText } from './time-text.ts';

const what = 'a revocation';

const effectPrefix = 'effect_';

const text = lazily(() => z.string().check(z.minLength(1)));
const subject = lazily(() =>
  z.custom<SubjectId>((value) => typeof value === 'string' && value !== ''),
);
const profile = lazily(() =>
  z.custom<ProfileName>((name) => typeof name === 'string' && isProfileName(name)),
);

const common = lazily(() => ({
  id: z.custom<RevocationId>((id) => typeof id === 'string' && id !== ''),
  status: z.enum(['open', 'done', 'lifted']),
  version: positive(),
  last_change: text(),
  by: subject(),
  by_person: z.custom<PersonId>((person) => typeof person === 'string' && person !== ''),
  administrators: z.boolean(),
  reason: z.string(),
  created_at: timeMs(),
  until: timeMs(),
  done_at: z.exactOptional(timeMs()),
  lifted: z.exactOptional(z.strictObject({ by: subject(), at: timeMs() })),
  keyed_body: z.exactOptional(text()),
}));

// A newer version's attribute may stand beside these, and the effects do: they are left alone here.
const stored = lazily(() =>
  z.discriminatedUnion('kind', [
    z.object({
      ...common(),
      kind: z.literal('session'),
      session_id: z.custom<SessionId>((id) => typeof id === 'string' && id !== ''),
      subject: subject(),
      profile: profile(),
      source_identity: text(),
      role_arn: text(),
    }),
    z.object({
      ...common(),
      kind: z.literal('subject'),
      subjects: z.array(subject()).check(z.minLength(1)),
      users: z.array(text()).check(z.minLength(1)),
      profile: z.exactOptional(profile()),
      role_arn: z.exactOptional(text()),
    }),
    z.object({
      ...common(),
      kind: z.literal('profile'),
      profile: profile(),
      role_arn: z.exactOptional(text()),
    }),
  ]),
);

type Stored = z.output<ReturnType<typeof stored>>;

const storedEffect = lazily(() => z.strictObject({ at: timeMs(), widened: z.boolean() }));

/** Attribute of what one account does. One each, not an entry of one map: a note must be one update. */
export function effectAttribute(account: string): string {
  return effectPrefix + account;
}

/** What is stored of an effect. */
export function toEffect({ atMs, isWidened }: Effect) {
  return { at: toTimeText(atMs), widened: isWidened };
}

/** A new revocation as it is stored, kept for `retentionMs` after its end. */
export function toRevocationItem(revocation: Revocation, retentionMs: number) {
  const createdAt = toTimeText(revocation.createdAtMs);
  const effects = [...revocation.effects].map(([account, effect]): [string, unknown] => [
    effectAttribute(account),
    toEffect(effect),
  ]);
  return {
    ...keys.revocation(createdAt, revocation.id),
    ...Object.fromEntries(effects),
    ...toTargetAttributes(revocation.target),
    id: revocation.id,
    by: revocation.by,
    by_person: revocation.byPerson,
    administrators: revocation.isAdministrators,
    reason: toStoredText(revocation.reason),
    created_at: createdAt,
    until: toTimeText(revocation.untilMs),
    keyed_body: revocation.keyedBody,
    [ttlAttribute]: Math.ceil((revocation.untilMs + retentionMs) / 1000),
    ...toChanged(revocation),
  };
}

/** What a transition writes. */
export function toChanged({ status, version, lastChange, doneAtMs, lifted }: Revocation) {
  return {
    status,
    version,
    last_change: lastChange,
    ...(doneAtMs !== undefined && { done_at: toTimeText(doneAtMs) }),
    ...(lifted !== undefined && { lifted: { by: lifted.by, at: toTimeText(lifted.atMs) } }),
  };
}

/** Reads a stored revocation whole; throws `DEPENDENCY_UNAVAILABLE` where it is garbled. */
export function fromRevocationItem(item: Item): Revocation {
  const read = readStrictly(stored, item, what);
  const { pk, sk } = keys.revocation(toTimeText(read.created_at), read.id);
  if (item['pk'] !== pk || item['sk'] !== sk) throw garbled(what, 'its key');
  return {
    id: read.id,
    target: targetOf(read),
    status: read.status,
    version: read.version,
    lastChange: read.last_change,
    by: read.by,
    byPerson: read.by_person,
    isAdministrators: read.administrators,
    reason: fromStoredText(read.reason),
    createdAtMs: read.created_at,
    untilMs: read.until,
    ...(read.done_at !== undefined && { doneAtMs: read.done_at }),
    ...(read.lifted !== undefined && { lifted: { by: read.lifted.by, atMs: read.lifted.at } }),
    effects: effectsOf(item),
    ...(read.keyed_body !== undefined && { keyedBody: read.keyed_body }),
  };
}

function toTargetAttributes(target: RevocationTarget) {
  const { kind, roleArn: role_arn, profile } = target;
  switch (target.kind) {
    case 'session':
      return {
        kind,
        session_id: target.sessionId,
        subject: target.subject,
        profile,
        source_identity: target.sourceIdentity,
        role_arn,
      };
    case 'subject':
      return { kind, subjects: [...target.subjects], users: [...target.users], profile, role_arn };
    case 'profile':
      return { kind, profile, role_arn };
  }
}

function targetOf(read: Stored): RevocationTarget {
  switch (read.kind) {
    case 'session':
      return {
        kind: 'session',
        sessionId: read.session_id,
        subject: read.subject,
        profile: read.profile,
        sourceIdentity: read.source_identity,
        roleArn: read.role_arn,
      };
    case 'subject':
      return {
        kind: 'subject',
        subjects: read.subjects,
        users: read.users,
        ...(read.profile !== undefined && { profile: read.profile }),
        ...(read.role_arn !== undefined && { roleArn: read.role_arn }),
      };
    case 'profile':
      return {
        kind: 'profile',
        profile: read.profile,
        ...(read.role_arn !== undefined && { roleArn: read.role_arn }),
      };
  }
}

function effectsOf(item: Item): ReadonlyMap<string, Effect> {
  const effects = new Map<string, Effect>();
  for (const [attribute, value] of Object.entries(item)) {
    if (!attribute.startsWith(effectPrefix)) continue;
    const { at, widened } = readStrictly(storedEffect, value, `an effect of ${what}`);
    effects.set(attribute.slice(effectPrefix.length), { atMs: at, isWidened: widened });
  }
  return effects;
}
