import { type Denial, denialsOf } from './denial.ts';
import { denyStatements } from './deny-statements.ts';
import type { Revocation, RevocationId } from './revocation.ts';

/** What an account is to deny. */
export type DenyPolicy = {
  /** An IAM policy as JSON without white space: one text for one set of revocations. */
  readonly document: string;
  /** The revocations that it covers, and whether it denies more than was revoked for want of room. */
  readonly covers: ReadonlyMap<RevocationId, { readonly isWidened: boolean }>;
};

export type DenyPlace = {
  /** 12 digits. */
  readonly account: string;
  readonly partition: string;
  readonly nowMs: number;
};

/**
 * Characters that a managed policy may have; white space is not counted, and there is none.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const mostCharacters = 6144;

/**
 * The policy by which an account denies what was revoked and may still be in use; with nothing to deny it denies
 * nobody. Where there is no room for all, users are denied what was issued until the last of them was revoked, which
 * harms nobody else; then everything of one role after another that was issued by then, the one first that frees the
 * most; where that is not enough, everything of all protected roles.
 */
export function denyPolicy(revocations: readonly Revocation[], place: DenyPlace): DenyPolicy {
  let denials = revocations.flatMap((revocation) => denialsOf(revocation, place));
  let document = documentOf(denials);
  while (document.length > mostCharacters) {
    denials = atOneTime(denials) ?? widened(denials, place);
    document = documentOf(denials);
  }
  const covers = new Map<RevocationId, { readonly isWidened: boolean }>();
  for (const { revocation, isWidened } of denials) {
    covers.set(revocation, { isWidened: isWidened || covers.get(revocation)?.isWidened === true });
  }
  return { document, covers };
}

function documentOf(denials: readonly Denial[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: denyStatements(denials) });
}

/** `undefined`: all users have one time already. */
function atOneTime(denials: readonly Denial[]): Denial[] | undefined {
  const isEarly = ({ whose, issuedBeforeMs }: Denial) =>
    whose.kind === 'user' && issuedBeforeMs < newestMs;
  const newestMs = Math.max(
    ...denials.map(({ whose, issuedBeforeMs }) => (whose.kind === 'user' ? issuedBeforeMs : 0)),
  );
  if (!denials.some(isEarly)) return undefined;
  return denials.map((denial) =>
    isEarly(denial) ? { ...denial, issuedBeforeMs: newestMs, isWidened: true } : denial,
  );
}

/** Of all that becomes one role's, the statements keep the newest time. */
function widened(denials: readonly Denial[], { account, partition }: DenyPlace): Denial[] {
  const role = longestRole(denials);
  const all = `arn:${partition}:iam::${account}:role/SentinelProtected-*`;
  const isHit = (denial: Denial) => role === undefined || narrowRoleOf(denial) === role;
  return denials.map((denial) =>
    isHit(denial)
      ? { ...denial, whose: { kind: 'role', roleArn: role ?? all }, isWidened: true }
      : denial,
  );
}

/** The role whose single sessions and users take the most room; none where there are none. */
function longestRole(denials: readonly Denial[]): string | undefined {
  const byRole = new Map<string, Denial[]>();
  for (const denial of denials) {
    const role = narrowRoleOf(denial);
    if (role !== undefined) byRole.set(role, [...(byRole.get(role) ?? []), denial]);
  }
  const [longest] = [...byRole]
    .map(([role, own]) => ({ role, length: documentOf(own).length }))
    .sort((a, b) => b.length - a.length || (a.role < b.role ? -1 : 1));
  return longest?.role;
}

function narrowRoleOf({ whose }: Denial): string | undefined {
  return whose.kind === 'role' ? undefined : whose.roleArn;
}
