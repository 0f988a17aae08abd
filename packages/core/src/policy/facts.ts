import type { SubjectId } from '../identity/subject.ts';
import type { ProfileName } from './names.ts';

/** All that a decision may look at. Every fact exists; only a device may be unknown. */
export type Facts = {
  readonly subject: SubjectId;
  /** Of the groups that the documents at hand name, those that the subject is in. */
  readonly groups: ReadonlySet<string>;
  readonly profile: ProfileName;
  /** Milliseconds since the epoch, the server's. */
  readonly nowMs: number;
  readonly sourceIp: string;
  /** '' if none was given. */
  readonly justification: string;
  /** '' if none was given. */
  readonly ticket: string;
};
