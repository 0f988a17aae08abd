import { lazily } from '@sentinel/core/contract/lazily';
import type { Step } from '@sentinel/core/identity/step';
import type { PersonId, SubjectId } from '@sentinel/core/identity/subject';
import * as z from 'zod/mini';
import { timeMs } from './garbled.ts';
import { fromStoredText, toStoredText } from './stored-text.ts';
import { toTimeText } from './time-text.ts';

/** A step as it is stored. */
export const storedStep = lazily(() =>
  z.object({
    subject: z.custom<SubjectId>((value) => typeof value === 'string' && value !== ''),
    person: z.custom<PersonId>((value) => typeof value === 'string' && value !== ''),
    caller_arn: z.string().check(z.minLength(1)),
    at: timeMs(),
    comment: z.string(),
  }),
);

/** Stores a step. */
export function toStep({ subject, person, callerArn, atMs, comment }: Step) {
  const at = toTimeText(atMs);
  return { subject, person, caller_arn: callerArn, at, comment: toStoredText(comment) };
}

/** Reads what `storedStep` has read. */
export function fromStep(read: z.output<ReturnType<typeof storedStep>>): Step {
  const { subject, person, caller_arn: callerArn, at: atMs } = read;
  return { subject, person, callerArn, atMs, comment: fromStoredText(read.comment) };
}
