import { type Admitted, isBlocked } from './admit.ts';
import { type Gathered, gather } from './gather.ts';
import { memberOf } from './membership.ts';
import type { BreakGlass } from './policy/document.ts';
import { isEligible } from './policy/eligible.ts';
import { evaluate } from './policy/evaluate.ts';
import type { Facts } from './policy/facts.ts';
import type { ProfileName } from './policy/names.ts';
import { isVisible } from './policy/visible.ts';
import type { ProfileState } from './ports.ts';
import { isRefusal, type Refusal, reasons } from './reasons.ts';
import { together } from './together.ts';
import type { Call, World } from './world.ts';

/** What is asked for. */
export type GlassAsk = {
  readonly profiles: readonly ProfileName[];
  readonly justification: string;
  readonly ticket: string;
};

/** A profile whose glass the caller may break as far as policy goes. */
export type Breakable = {
  readonly profile: ProfileName;
  readonly gathered: Gathered;
  readonly breakGlass: BreakGlass;
  readonly state: ProfileState;
  /** Whether policy lets the caller in without it. */
  readonly isAllowed: boolean;
};

type Seen = Pick<Breakable, 'profile' | 'gathered' | 'state'> & { readonly facts: Facts };

/** What is known of a caller who wants in by a break-glass. */
export type GlassFacts = Pick<GlassAsk, 'justification' | 'ticket'> & {
  readonly profile: ProfileName;
  readonly gathered: Gathered;
  readonly admitted: Admitted;
};

/**
 * Judges by the documents whether the caller may break the glass for all of these profiles. One that the caller cannot
 * see refuses all of them before anything of another shows.
 */
export async function judgeGlass(
  call: Call,
  { ask, admitted }: { readonly ask: GlassAsk; readonly admitted: Admitted },
  world: World,
): Promise<readonly Breakable[] | Refusal> {
  const found = await call.story.timed('policy', () =>
    together(ask.profiles.map((profile) => () => find(profile, admitted, world))),
  );
  const seen: Seen[] = [];
  for (const { profile, gathered: one, state } of found) {
    if (isRefusal(one)) return one;
    const facts = glassFacts(call, { ...ask, profile, gathered: one, admitted }, world);
    if (!isVisible(one.policy, facts)) return reasons.unavailableProfile({ code: 'POLICY_DENY' });
    seen.push({ profile, gathered: one, state, facts });
  }
  call.story.note({
    policies: [...new Set(seen.flatMap((each) => each.gathered.sources)), admitted.source],
  });

  const breakable: Breakable[] = [];
  for (const one of seen) {
    const judged = judge(one, admitted);
    if (isRefusal(judged)) return judged;
    breakable.push(judged);
  }
  return breakable;
}

/** The facts by which documents judge a break-glass now. */
export function glassFacts(
  call: Call,
  { profile, gathered, admitted, justification, ticket }: GlassFacts,
  world: World,
): Facts {
  return {
    subject: admitted.caller.subject,
    groups: gathered.groups,
    profile,
    nowMs: world.clock.nowMs(),
    sourceIp: call.sourceIp,
    justification,
    ticket,
  };
}

/** What the documents say of a break-glass by this caller now, blocks aside. */
export function judgeByPolicy(
  { policy }: Gathered,
  facts: Facts,
): Pick<Breakable, 'breakGlass' | 'isAllowed'> | Refusal {
  const { breakGlass } = policy.profile;
  if (breakGlass === undefined || !isEligible(policy, facts)) {
    return reasons.notEligible(facts.profile);
  }
  const decision = evaluate(policy, facts);
  // What would refuse every vend is told now, not when it is needed.
  const broken = evaluate(policy, facts, { breakGlass: true });
  if (decision.effect === 'error') return reasons.policyError(decision.detail);
  if (broken.effect === 'error') return reasons.policyError(broken.detail);
  if (broken.effect === 'deny') return reasons.policyDenied(facts.profile, broken);
  return { breakGlass, isAllowed: decision.effect === 'allow' };
}

async function find(profile: ProfileName, admitted: Admitted, world: World) {
  const [gathered, state] = await together([
    () => gather(profile, memberOf(admitted), world),
    () => world.subjects.readProfile(profile),
  ]);
  return { profile, gathered, state };
}

function judge(
  { profile, gathered, state, facts }: Seen,
  { subjectState }: Admitted,
): Breakable | Refusal {
  const at = { profile, nowMs: facts.nowMs };
  if (isBlocked(subjectState.blocks, at) || isBlocked(state.blocks, at)) {
    return reasons.subjectBlocked('profile');
  }
  const judged = judgeByPolicy(gathered, facts);
  return isRefusal(judged) ? judged : { profile, gathered, state, ...judged };
}
