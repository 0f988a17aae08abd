import type { Directory } from '../policy/document.ts';
import { personOf } from './identify.ts';
import type { SubjectId } from './subject.ts';

/** An IAM user or role, with its account before it outside the server's own; or the name of a person. */
const shape = /^(?:(?:(\d{12}):)?(?:iam|role)\/[a-z0-9_+=,.@-]{1,64}|[a-z0-9_+=,.@-]{2,64})$/;

/** A subject as somebody wrote it; `undefined`: no caller can ever have it. */
export function readSubject(text: string, ownAccountId: string): SubjectId | undefined {
  const match = shape.exec(text);
  if (match === null || match[1] === ownAccountId) return undefined;
  return brand(text);
}

/** Every subject of the same person as this one, which comes first. */
export function subjectsOfPerson(
  subject: SubjectId,
  identity: Directory['identity'],
): readonly SubjectId[] {
  const person = personOf(subject, identity);
  const others = [...identity.personOf].flatMap(([other, whose]) =>
    whose === person ? [brand(other)] : [],
  );
  return [...new Set([subject, ...others])];
}

function brand(text: string): SubjectId {
  return text as SubjectId; // of the shape of one: compared, and written into keys, never trusted
}
