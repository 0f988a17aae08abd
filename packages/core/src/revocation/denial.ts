import type { ProfileName } from '../policy/names.ts';
import type { Revocation, RevocationId } from './revocation.ts';

/** One thing that an account's Deny must cover. */
export type Denial = {
  readonly revocation: RevocationId;
  readonly whose: DeniedSessions;
  /** What was issued later stays allowed; a session is denied whenever it was issued. */
  readonly issuedBeforeMs: number;
  /** Whether more is denied than was revoked. */
  readonly isWidened: boolean;
};

export type DeniedSessions =
  /** One session, by its exact SourceIdentity; the role is what it may be widened to. */
  | { readonly kind: 'session'; readonly sourceIdentity: string; readonly roleArn: string }
  /** All of a user's, by the user part of the SourceIdentity; of one profile where one is named. */
  | { readonly kind: 'user'; readonly user: string; readonly profile?: ProfileName }
  /** All of a profile's, by the tag that each was vended with, whatever its role was. */
  | { readonly kind: 'profile'; readonly profile: ProfileName }
  /** All of a role's; in its name `*` is any text. */
  | { readonly kind: 'role'; readonly roleArn: string };

/** Longer than anything that is vended lives, with five minutes for clocks that differ. */
export const longestLifeMs = 3_900_000;

/** What an account must deny for a revocation at `nowMs`; a session or role of another account is not among it. */
export function denialsOf(
  revocation: Revocation,
  at: { readonly account: string; readonly nowMs: number },
): readonly Denial[] {
  const issuedBeforeMs = lastIssueMs(revocation, at.nowMs);
  const isOver = issuedBeforeMs + longestLifeMs <= at.nowMs;
  // A lifted block does not bring back what was denied.
  if (isOver || !revocation.isAdministrators) return [];
  return sessionsOf(revocation)
    .filter((whose) => !('roleArn' in whose) || accountOf(whose.roleArn) === at.account)
    .map((whose) => ({ revocation: revocation.id, whose, issuedBeforeMs, isWidened: false }));
}

/**
 * Until when something may have been issued that the revocation is meant for: not its creation, because a vend that
 * was under way then may still have been committed before the revocation was done, and is covered too.
 */
function lastIssueMs(revocation: Revocation, nowMs: number): number {
  const { createdAtMs, doneAtMs, lifted, untilMs, target } = revocation;
  const endMs = doneAtMs ?? lifted?.atMs ?? nowMs;
  // Past the end of its block, vends are right again, whenever it was finished.
  return Math.max(createdAtMs, target.kind === 'session' ? endMs : Math.min(endMs, untilMs));
}

function sessionsOf({ target }: Revocation): readonly DeniedSessions[] {
  switch (target.kind) {
    case 'session':
      return [{ kind: 'session', sourceIdentity: target.sourceIdentity, roleArn: target.roleArn }];
    case 'subject':
      return target.users.map((user) => ({
        kind: 'user',
        user,
        ...(target.profile === undefined ? {} : { profile: target.profile }),
      }));
    case 'profile':
      // The tag alone is sure: the document may not tell the role any more that a session was vended for.
      return [
        { kind: 'profile', profile: target.profile },
        ...(target.roleArn === undefined
          ? []
          : [{ kind: 'role', roleArn: target.roleArn } as const]),
      ];
  }
}

function accountOf(roleArn: string): string | undefined {
  return roleArn.split(':')[4];
}
