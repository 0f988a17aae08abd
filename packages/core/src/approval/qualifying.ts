import type { PersonId, SubjectId } from '../identity/subject.ts';
import type { Approval } from '../policy/document.ts';
import type { Facts } from '../policy/facts.ts';
import { isIn } from '../policy/subject-set.ts';
import type { AccessRequest } from './request.ts';

/** Who is who now, as far as it matters for a request's approvals. */
export type Electorate = {
  /** Of those groups that may approve, the ones that each approver is in now. */
  readonly groupsOf: ReadonlyMap<SubjectId, ReadonlySet<string>>;
  readonly personOf: (subject: SubjectId) => PersonId;
};

/**
 * Whether a request is approved by the rules of now too: by as many persons as it took then and as it takes now, each
 * of them still an approver and none of them the requester. What policy approved by itself needs the same policy to
 * name the requester still.
 */
export function isApprovedNow(
  request: AccessRequest,
  now: { readonly approval: Approval; readonly facts: Facts; readonly electorate: Electorate },
): boolean {
  const { approval, facts, electorate } = now;
  switch (request.via) {
    case 'auto':
      return (
        approval.autoApprove?.conditions.every(
          (condition) => !condition.decidesVisibility || condition.holds(facts) === true,
        ) ?? false
      );
    case 'approved': {
      const requester = electorate.personOf(request.subject);
      const persons = new Set<PersonId>();
      for (const { subject } of request.approvals) {
        const person = electorate.personOf(subject);
        const groups = electorate.groupsOf.get(subject) ?? new Set();
        if (person !== requester && isIn(approval.approvers, subject, groups)) persons.add(person);
      }
      return persons.size >= Math.max(request.needed, approval.count);
    }
    default:
      return request.via satisfies never;
  }
}
