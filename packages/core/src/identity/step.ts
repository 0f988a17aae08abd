import type { PersonId, SubjectId } from './subject.ts';

/** What somebody did to something that lasts. Times in milliseconds since the epoch. */
export type Step = {
  readonly subject: SubjectId;
  readonly person: PersonId;
  /** Of the principal that called; tells by which role a person came. */
  readonly callerArn: string;
  readonly atMs: number;
  /** In their own words; '' if none. */
  readonly comment: string;
};
