import type { UsableGrant } from './approval/usable-grants.ts';
import type { BreakGlassEvent } from './break-glass/event.ts';
import type { Decision, RuleRef, SessionPolicy } from './policy/decision.ts';
import type { PolicySet } from './policy/document.ts';
import { evaluate, type Passing } from './policy/evaluate.ts';
import type { Facts } from './policy/facts.ts';
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

/** A right to a vend, and on which terms. */
export type Right = {
  readonly entitlement: Entitlement;
  /** What its use is counted on, where it is counted. */
  readonly evidence?: UsableGrant | BreakGlassEvent;
  /** The rule whose terms hold; absent where a break-glass passed them all. */
  readonly rule?: RuleRef;
  /** The rule's own cap, in seconds. */
  readonly maxDurationSeconds?: number;
  readonly sessionPolicy?: SessionPolicy;
  /** What evaluation passes over for it. */
  readonly passing: Passing;
};

/** What was found beside policy: usable grants, the one that ends first at the front, and an open break-glass. */
export type Found = {
  readonly grants: readonly UsableGrant[];
  readonly glass?: BreakGlassEvent;
};

/**
 * The rights that a decision gives, the best first and at least one, or why it gives none. The switch is exhaustive:
 * what it does not name vends nothing. A usable grant goes before a break-glass.
 */
export function entitle(
  about: { readonly policy: PolicySet; readonly facts: Facts; readonly decision: Decision },
  found: Found,
): readonly [Right, ...Right[]] | Refusal {
  const { policy, facts, decision } = about;
  const { profile } = facts;
  switch (decision.effect) {
    case 'allow':
      return [{ entitlement: { via: 'direct', approvers: [] }, ...termsOf(decision), passing: {} }];
    case 'require_approval': {
      const [first, ...others] = found.grants.map((grant) => byGrant(grant, decision));
      if (first !== undefined) return [first, ...others];
      return found.glass === undefined
        ? reasons.approvalRequired(profile, decision)
        : byGlass(found.glass, policy, facts);
    }
    case 'deny':
      return found.glass === undefined
        ? reasons.policyDenied(profile, decision)
        : byGlass(found.glass, policy, facts);
    case 'none':
      return found.glass === undefined
        ? reasons.policyDenied(profile, {})
        : byGlass(found.glass, policy, facts);
    case 'error':
      return reasons.policyError(decision.detail);
    default:
      return reasons.policyError(`unknown effect ${JSON.stringify(decision satisfies never)}`);
  }
}

function byGrant(
  grant: UsableGrant,
  decision: Extract<Decision, { readonly effect: 'require_approval' | 'allow' }>,
): Right {
  const { request } = grant;
  const approvers = request.approvals.map(({ subject }) => subject);
  const entitlement = { via: request.via, id: request.id, notAfterMs: grant.untilMs, approvers };
  return { entitlement, evidence: grant, ...termsOf(decision), passing: {} };
}

/** Rules that ask for an approval are passed, with their terms; an `allow` that was reached keeps its own. */
function byGlass(
  event: BreakGlassEvent,
  policy: PolicySet,
  facts: Facts,
): readonly [Right] | Refusal {
  const passing = { breakGlass: true };
  const entitlement: Entitlement = {
    via: 'breakglass',
    id: event.id,
    notAfterMs: endOfGlass(event, policy),
    approvers: [],
  };
  const decision = evaluate(policy, facts, passing);
  switch (decision.effect) {
    case 'allow':
      return [{ entitlement, evidence: event, ...termsOf(decision), passing }];
    case 'require_approval':
    case 'none':
      return [{ entitlement, evidence: event, passing }];
    case 'deny':
      return reasons.policyDenied(facts.profile, decision);
    case 'error':
      return reasons.policyError(decision.detail);
    default:
      return reasons.policyError(`unknown effect ${JSON.stringify(decision satisfies never)}`);
  }
}

/** Its own end, or an earlier one where policy gives less now than at the opening. */
function endOfGlass(event: BreakGlassEvent, { profile }: PolicySet): number {
  const seconds = profile.breakGlass?.maxDurationSeconds ?? Number.POSITIVE_INFINITY;
  return Math.min(event.endsAtMs, event.openedAtMs + seconds * 1000);
}

function termsOf(
  decision: Extract<Decision, { readonly effect: 'require_approval' | 'allow' }>,
): Pick<Right, 'rule' | 'maxDurationSeconds' | 'sessionPolicy'> {
  const { rule, maxDurationSeconds, sessionPolicy } = decision;
  return {
    rule,
    ...(maxDurationSeconds !== undefined && { maxDurationSeconds }),
    ...(sessionPolicy !== undefined && { sessionPolicy }),
  };
}
