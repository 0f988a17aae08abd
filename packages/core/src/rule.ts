import { type AdmittedToVend, isBlocked } from './admit.ts';
import { type Gathered, gather } from './gather.ts';
import { memberOf } from './membership.ts';
import type { Decision } from './policy/decision.ts';
import { evaluate } from './policy/evaluate.ts';
import type { Facts } from './policy/facts.ts';
import { isVisible } from './policy/visible.ts';
import { isRefusal, type Refusal, reasons } from './reasons.ts';
import type { VendAsk } from './vend-ask.ts';
import type { Call, World } from './world.ts';

/** What policy says of a vend, and what it was made from. */
export type Ruling = Gathered & { readonly facts: Facts; readonly decision: Decision };

/**
 * Judges a vend by the documents. What the caller cannot see is refused before anything of it shows: a block of
 * the profile, the rule's reason, an evaluation that failed.
 */
export async function rule(
  call: Call,
  ask: VendAsk,
  about: { readonly admitted: AdmittedToVend; readonly world: World },
): Promise<Ruling | Refusal> {
  const { admitted, world } = about;
  const gathered = await call.story.timed('policy', () =>
    gather(ask.profile, memberOf(admitted), world),
  );
  if (isRefusal(gathered)) return gathered;
  call.story.note({
    policies: [...gathered.sources, admitted.source],
    role_arn: gathered.policy.profile.profile.roleArn,
  });

  const nowMs = world.clock.nowMs();
  const facts: Facts = {
    subject: admitted.caller.subject,
    groups: gathered.groups,
    profile: ask.profile,
    nowMs,
    sourceIp: call.sourceIp,
    justification: ask.justification,
    ticket: ask.ticket,
  };
  if (!isVisible(gathered.policy, facts))
    return reasons.unavailableProfile({ code: 'POLICY_DENY' });
  const states = [admitted.subjectState, admitted.profileState];
  if (states.some(({ blocks }) => isBlocked(blocks, { profile: ask.profile, nowMs }))) {
    return reasons.subjectBlocked('profile');
  }

  const decision = evaluate(gathered.policy, facts);
  noteDecision(call, decision);
  return { ...gathered, facts, decision };
}

function noteDecision(call: Call, decision: Decision): void {
  if (decision.effect === 'none' || decision.effect === 'error') return;
  call.story.note({
    rule: decision.rule.name,
    rule_index: decision.rule.index,
    reason: decision.reason ?? null,
  });
}
