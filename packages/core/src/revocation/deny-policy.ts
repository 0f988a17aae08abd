import { type Denial, type DeniedSessions, denialsOf } from './denial.ts';
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
 * nobody. Where there is no room for all, users are denied what was issued until the last of them was revoked, and
 * profiles until the last of those, which harms nobody else; then everything of one role or profile after another that
 * was issued by then, the one first that frees the most; where that is not enough, everything of all protected roles.
 */
export function denyPolicy(revocations: readonly Revocation[], place: DenyPlace): DenyPolicy {
  let denials = revocations.flatMap((revocation) => denialsOf(revocation, place));
  let document = documentOf(denials);
  while (document.length > mostCharacters) {
    denials =
      atOneTime(denials, ['user']) ??
      atOneTime(denials, ['profile', 'role']) ??
      widened(denials, place);
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

type Kind = Denial['whose']['kind'];

/** `undefined`: all of these kinds have one time already. */
function atOneTime(denials: readonly Denial[], kinds: readonly Kind[]): Denial[] | undefined {
  const own = denials.filter(({ whose }) => kinds.includes(whose.kind));
  const newestMs = Math.max(...own.map(({ issuedBeforeMs }) => issuedBeforeMs));
  const early = new Set(own.filter(({ issuedBeforeMs }) => issuedBeforeMs < newestMs));
  if (early.size === 0) return undefined;
  return denials.map((denial) =>
    early.has(denial) ? { ...denial, issuedBeforeMs: newestMs, isWidened: true } : denial,
  );
}

/** Of all that becomes one role's or profile's, the statements keep the newest time. */
function widened(denials: readonly Denial[], { account, partition }: DenyPlace): Denial[] {
  const all: Wide = {
    kind: 'role',
    roleArn: `arn:${partition}:iam::${account}:role/SentinelProtected-*`,
  };
  const longest = longestWide(denials);
  const isHit = ({ whose }: Denial) => {
    const wide = wideOf(whose);
    return longest === undefined || (wide !== undefined && keyOf(wide) === keyOf(longest));
  };
  return denials.map((denial) =>
    isHit(denial) ? { ...denial, whose: longest ?? all, isWidened: true } : denial,
  );
}

type Wide = Extract<DeniedSessions, { kind: 'role' | 'profile' }>;

/** The role or profile whose single sessions and users take the most room; none where there are none. */
function longestWide(denials: readonly Denial[]): Wide | undefined {
  const groups = new Map<string, { readonly wide: Wide; readonly own: Denial[] }>();
  for (const denial of denials) {
    const wide = wideOf(denial.whose);
    if (wide === undefined) continue;
    const key = keyOf(wide);
    const group = groups.get(key) ?? { wide, own: [] };
    group.own.push(denial);
    groups.set(key, group);
  }
  const [longest] = [...groups]
    .map(([key, { wide, own }]) => ({ key, wide, length: documentOf(own).length }))
    .sort((a, b) => b.length - a.length || (a.key < b.key ? -1 : 1));
  return longest?.wide;
}

/** What a single session, or a user on a profile, may be widened to short of everything. */
function wideOf(whose: DeniedSessions): Wide | undefined {
  switch (whose.kind) {
    case 'session':
      return { kind: 'role', roleArn: whose.roleArn };
    case 'user':
      return whose.profile === undefined ? undefined : { kind: 'profile', profile: whose.profile };
    case 'profile':
    case 'role':
      return undefined;
  }
}

function keyOf(wide: Wide): string {
  return JSON.stringify(wide);
}
