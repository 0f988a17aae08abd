import type { BreakGlassEvent, EventId, Review } from '@sentinel/core/break-glass/event';
import { lazily } from '@sentinel/core/contract/lazily';
import type { PersonId, SubjectId } from '@sentinel/core/identity/subject';
import { isProfileName, type ProfileName } from '@sentinel/core/policy/names';
import * as z from 'zod/mini';
import { keys } from '../table.ts';
import type { Item } from './dynamo-table.ts';
import { counter, garbled, positive, readStrictly, timeMs } from './garbled.ts';
import { fromStep, storedStep, toStep } from './stored-step.ts';
import { fromStoredText, toStoredText } from './stored-text.ts';
import { toTimeText } from './time-text.ts';

const what = 'a break-glass event';

// Attributes of the indexes, or of a newer version, may stand beside these: they are left alone.
const stored = lazily(() => {
  const text = z.string().check(z.minLength(1));
  const subject = z.custom<SubjectId>((value) => typeof value === 'string' && value !== '');
  return z.object({
    id: z.custom<EventId>((value) => typeof value === 'string' && value !== ''),
    subject,
    person: z.custom<PersonId>((value) => typeof value === 'string' && value !== ''),
    aliases: z.exactOptional(z.array(subject)),
    profile: z.custom<ProfileName>((value) => typeof value === 'string' && isProfileName(value)),
    status: z.enum(['open', 'closed']),
    version: positive(),
    last_change: text,
    reason_code: text,
    justification: z.string(),
    ticket: z.exactOptional(text),
    opened_at: timeMs(),
    ends_at: timeMs(),
    last_end: timeMs(),
    closed: z.exactOptional(storedStep()),
    review: z.object({
      required: z.boolean(),
      within: counter(),
      reviewers: z.exactOptional(
        z.object({
          users: z.exactOptional(z.array(text)),
          groups: z.exactOptional(z.array(text)),
        }),
      ),
      done: z.exactOptional(
        z.extend(storedStep(), { verdict: z.enum(['justified', 'unjustified']) }),
      ),
    }),
    subject_epoch: counter(),
    profile_epoch: counter(),
    notify: z.array(text),
    keyed: z.array(z.object({ id: text, body: z.string() })),
  });
});

type StoredReview = z.output<ReturnType<typeof stored>>['review'];

const storedSessions = lazily(() =>
  z.optional(z.custom<ReadonlySet<string>>((value) => value instanceof Set)),
);

/** An event as it is stored, in its own item as in the guard, but for its sessions: they are a set beside it. */
export function toStoredEvent(event: BreakGlassEvent) {
  return {
    id: event.id,
    subject: event.subject,
    person: event.person,
    ...(event.aliases !== undefined && { aliases: [...event.aliases] }),
    profile: event.profile,
    status: event.status,
    version: event.version,
    last_change: event.lastChange,
    reason_code: event.reasonCode,
    justification: toStoredText(event.justification),
    ...(event.ticket !== undefined && { ticket: event.ticket }),
    opened_at: toTimeText(event.openedAtMs),
    ends_at: toTimeText(event.endsAtMs),
    last_end: toTimeText(event.lastEndMs),
    ...(event.closed !== undefined && { closed: toStep(event.closed) }),
    review: toStoredReview(event.review),
    subject_epoch: event.subjectEpoch,
    profile_epoch: event.profileEpoch,
    notify: [...event.notify],
    keyed: event.keyed.map(({ id, body }) => ({ id, body })),
  };
}

/** Reads what `toStoredEvent` made; `sessions` is the set beside it, absent where there is none. */
export function fromStoredEvent(value: unknown, sessions: unknown): BreakGlassEvent {
  const read = readStrictly(stored, value, what);
  const sessionIds = readStrictly(storedSessions, sessions, what) ?? [];
  return {
    id: read.id,
    subject: read.subject,
    person: read.person,
    ...(read.aliases !== undefined && { aliases: read.aliases }),
    profile: read.profile,
    status: read.status,
    version: read.version,
    lastChange: read.last_change,
    reasonCode: read.reason_code,
    justification: fromStoredText(read.justification),
    ...(read.ticket !== undefined && { ticket: read.ticket }),
    openedAtMs: read.opened_at,
    endsAtMs: read.ends_at,
    lastEndMs: read.last_end,
    ...(read.closed !== undefined && { closed: fromStep(read.closed) }),
    review: fromStoredReview(read.review),
    sessionIds: [...sessionIds].sort(),
    subjectEpoch: read.subject_epoch,
    profileEpoch: read.profile_epoch,
    notify: read.notify,
    keyed: read.keyed.map(({ id, body }) => ({ id, body })),
  };
}

/** Reads an event's own item; throws `DEPENDENCY_UNAVAILABLE` where it is garbled. */
export function fromEventItem(item: Item): BreakGlassEvent {
  const event = fromStoredEvent(item, item['sessions']);
  const { pk, sk } = keys.breakGlass(event.person, event.profile, event.id);
  if (item['pk'] !== pk || item['sk'] !== sk) throw garbled(what, 'its key');
  return event;
}

function toStoredReview({ required, withinSeconds, reviewers, done }: Review) {
  const { users, groups } = reviewers ?? {};
  return {
    required,
    within: withinSeconds,
    ...(reviewers !== undefined && {
      reviewers: {
        ...(users !== undefined && { users: [...users] }),
        ...(groups !== undefined && { groups: [...groups] }),
      },
    }),
    ...(done !== undefined && { done: { ...toStep(done), verdict: done.verdict } }),
  };
}

function fromStoredReview({ required, within, reviewers, done }: StoredReview): Review {
  return {
    required,
    withinSeconds: within,
    ...(reviewers !== undefined && { reviewers }),
    ...(done !== undefined && { done: { ...fromStep(done), verdict: done.verdict } }),
  };
}
