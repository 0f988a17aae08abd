import type { Decision } from './policy/decision.ts';
import type { ProfileName } from './policy/names.ts';
import { type Refusal, reasons } from './reasons.ts';

/** By what right credentials are vended; stamped into the SourceIdentity. */
export type Via = 'direct' | 'approved' | 'auto' | 'breakglass';

/** All that vending knows of grants. */
export type Entitlement = {
  readonly via: Via;
  /** Id of the grant or break-glass event; `direct` has none. */
  readonly id?: string;
  /** Milliseconds since the epoch; use of the credentials ends here at the latest. */
  readonly notAfterMs?: number;
  /** Who answers for it, as the record lists them. */
  readonly approvers: readonly string[];
};

/**
 * The right that a decision gives, or why it gives none. The switch is exhaustive: what it does not name vends
 * nothing.
 */
export function entitle(profile: ProfileName, decision: Decision): Entitlement | Refusal {
  switch (decision.effect) {
    case 'allow':
      return { via: 'direct', approvers: [] };
    case 'require_approval':
      return reasons.approvalRequired(profile, decision);
    case 'deny':
      return reasons.policyDenied(profile, decision);
    case 'none':
      return reasons.policyDenied(profile, {});
    case 'error':
      return reasons.policyError(decision.detail);
    default:
      return reasons.policyError(`unknown effect ${JSON.stringify(decision satisfies never)}`);
  }
}
