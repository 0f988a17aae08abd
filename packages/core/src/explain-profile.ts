import { admit, isBlocked, refuseAdmitted } from './admit.ts';
import { gather } from './gather.ts';
import { administers, memberOf, stranger } from './membership.ts';
import { type Explanation, explain } from './policy/explain.ts';
import type { Facts } from './policy/facts.ts';
import { isRefusal, type Refusal, reasons } from './reasons.ts';
import { readProfileName } from './vend-ask.ts';
import type { Call, World } from './world.ts';

/** What is asked: a profile, and for holders of `audit` another subject. */
export type ExplainInput = {
  readonly profile?: string | undefined;
  readonly subject?: string | undefined;
};

export type Explained = Extract<Explanation, { readonly state: 'explained' }> & {
  readonly profile: string;
  readonly subject: string;
  /** Whether the caller asked about themselves. */
  readonly isOwn: boolean;
  /** Groups that a role would carry, taken for granted of a person who does not call. */
  readonly assumedGroups: readonly string[];
};

/** The decision about a profile now, told as far as the caller may know; vends nothing. */
export async function explainProfile(
  call: Call,
  input: ExplainInput,
  world: World,
): Promise<Explained | Refusal> {
  const profile = readProfileName(input.profile);
  if (isRefusal(profile)) return refuseAdmitted(call, profile, world);
  call.story.note({ profile, about: input.subject ?? null });
  const admitted = await admit(call, world);
  if (isRefusal(admitted)) return admitted;
  const { caller, directory } = admitted;
  const isOwn = input.subject === undefined || input.subject === caller.subject;
  if (!isOwn && !(await administers(directory.administration.audit, memberOf(admitted), world))) {
    return reasons.forbidden('only holders of `audit` see decisions about others');
  }

  const about = isOwn ? memberOf(admitted) : stranger(input.subject, directory);
  const gathered = await gather(profile, about, world);
  if (isRefusal(gathered)) return gathered;
  call.story.note({ policies: [...gathered.sources, admitted.source] });
  const facts: Facts = {
    subject: about.subject,
    groups: gathered.groups,
    profile,
    nowMs: world.clock.nowMs(),
    sourceIp: call.sourceIp,
    justification: '',
    ticket: '',
  };
  const explanation = explain(gathered.policy, facts);
  if (explanation.state === 'hidden') return reasons.unavailableProfile({ code: 'POLICY_DENY' });
  if (explanation.state === 'failed') return reasons.policyError(explanation.detail);
  const states = [
    isOwn ? admitted.subjectState : await world.subjects.read(about.subject),
    await world.subjects.readProfile(profile),
  ];
  if (states.some(({ blocks }) => isBlocked(blocks, { profile, nowMs: facts.nowMs }))) {
    return reasons.subjectBlocked('profile');
  }
  const assumedGroups = isOwn
    ? []
    : about.carriedGroups.filter((name) => gathered.groups.has(name)).sort();
  return { ...explanation, profile, subject: about.subject, isOwn, assumedGroups };
}
