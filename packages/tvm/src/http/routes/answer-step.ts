import { isoTime } from '@sentinel/core/audit/recorded';
import type { Step } from '@sentinel/core/identity/step';

/** What somebody did, as every answer tells it. */
export function answerStep({ subject, person, atMs, comment }: Step) {
  return { subject, person, at: isoTime(atMs), ...(comment === '' ? {} : { comment }) };
}
