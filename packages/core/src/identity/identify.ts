import type { Directory, TrustedSessionName } from '../policy/document.ts';
import { type Refusal, reasons } from '../reasons.ts';
import type { Principal } from './principal.ts';
import type { Caller, CallerKind, PersonId, SignedCaller, SubjectId } from './subject.ts';

/**
 * The one subject of a principal: a person for the session name of a trusted role, else `iam/<user>` or
 * `role/<role>`, prefixed with the account where it is not the TVM's own.
 * Whoever may assume a role chooses its session name, so it counts for trusted roles only.
 */
export function identify(
  signer: SignedCaller,
  principal: Principal,
  trust: { readonly identity: Directory['identity']; readonly ownAccountId: string },
): Caller | Refusal {
  const { identity, ownAccountId } = trust;
  const entry = identity.trustedSessionNames.find(
    (each) =>
      principal.type === 'role' &&
      each.account === principal.accountId &&
      each.role.toLowerCase() === principal.name,
  );
  if (entry !== undefined && !isSameRole(entry, principal)) {
    return reasons.invalidIdentity('your role is not the one that the directory trusts', {
      detail: `unique id of ${principal.name} is not ${entry.roleId}`,
    });
  }
  if (entry === undefined && principal.name.startsWith('awsreservedsso_')) {
    return reasons.untrustedSsoRole(principal.name);
  }

  const { kind, name } = nameOf(principal, entry);
  const prefix =
    kind === 'person' || principal.accountId === ownAccountId ? '' : `${principal.accountId}:`;
  const subject = brandSubject(`${prefix}${name}`);
  return {
    subject,
    person: personOf(subject, identity),
    kind,
    accountId: principal.accountId,
    arn: signer.userArn,
    principalId: signer.userId,
    carriedGroups: entry?.groups ?? [],
  };
}

/** The person whom a subject belongs to. */
export function personOf(subject: SubjectId, identity: Directory['identity']): PersonId {
  return brandPerson(identity.personOf.get(subject) ?? subject);
}

function isSameRole(entry: TrustedSessionName, principal: Principal): boolean {
  return entry.roleId === undefined || entry.roleId === principal.uniqueId;
}

function nameOf(
  principal: Principal,
  entry: TrustedSessionName | undefined,
): { readonly kind: CallerKind; readonly name: string } {
  if (entry !== undefined) return { kind: 'person', name: principal.sessionName };
  if (principal.type === 'user') return { kind: 'user', name: `iam/${principal.name}` };
  return { kind: 'role', name: `role/${principal.name}` };
}

// The only two places where these brands are made from text.
function brandSubject(text: string): SubjectId {
  return text as SubjectId; // made here, from IAM's names alone
}

function brandPerson(text: string): PersonId {
  return text as PersonId; // a subject, or a key of `people`
}
