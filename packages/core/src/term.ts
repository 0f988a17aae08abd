import type { Right } from './entitlement.ts';
import { durationOf, longestLifeMs } from './policy/duration.ts';
import { endOfUse } from './policy/end-of-use.ts';
import { type Refusal, reasons } from './reasons.ts';
import type { Ruling } from './rule.ts';
import type { VendAsk } from './vend-ask.ts';

/** How long credentials are issued and of use. Moments in milliseconds since the epoch. */
export type Term = {
  /** What STS is asked for: 900..3600. */
  readonly stsSeconds: number;
  /** From when on they are of no use. */
  readonly endsUseAtMs: number;
  /** When a session policy must end them, because STS would do so later. */
  readonly denyAtMs: number | undefined;
  /** End of the right itself: grant, break-glass, the rule's window, or an earlier deny that begins. */
  readonly entitledUntilMs: number | undefined;
};

/** The shortest of what was asked for, the caps, and the right that policy gives. */
export function termOf(
  ask: Pick<VendAsk, 'profile' | 'durationSeconds'>,
  { policy, facts }: Pick<Ruling, 'policy' | 'facts'>,
  right: Right,
): Term | Refusal {
  const endOfRule = endOfUse(policy, facts, {
    rule: right.rule,
    passing: right.passing,
    untilMs: facts.nowMs + longestLifeMs,
  });
  const notAfterMs = earliest(right.entitlement.notAfterMs, endOfRule);
  const duration = durationOf(policy, {
    nowMs: facts.nowMs,
    askedSeconds: ask.durationSeconds,
    ruleSeconds: right.maxDurationSeconds,
    notAfterMs,
  });
  if (duration === undefined) return reasons.policyDenied(ask.profile, { reason: 'it ends now' });
  return {
    stsSeconds: duration.stsSeconds,
    endsUseAtMs: duration.endsAtMs,
    denyAtMs: duration.denyAtMs,
    entitledUntilMs: notAfterMs,
  };
}

function earliest(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Math.min(one, other);
}
