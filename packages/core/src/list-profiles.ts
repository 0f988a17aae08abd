import { admit } from './admit.ts';
import { gather, memberOf } from './gather.ts';
import { type AccessNow, accessNow } from './policy/access.ts';
import type { Facts } from './policy/facts.ts';
import { isProfileName } from './policy/names.ts';
import { opensAt } from './policy/opens-at.ts';
import { isRefusal, type Refusal } from './reasons.ts';
import type { Call, World } from './world.ts';

/** One profile as its caller may see it. */
export type VisibleProfile = AccessNow & {
  readonly name: string;
  /** Full name of the parameter that holds its document. */
  readonly parameter: string;
  readonly description?: string;
  readonly region?: string;
  /** When it opens next, for one that is `not_now`. */
  readonly opensAtMs?: number;
};

/** The profiles that the caller can see, by name. A profile that does not load shows to nobody. */
export async function listProfiles(
  call: Call,
  world: World,
): Promise<readonly VisibleProfile[] | Refusal> {
  const admitted = await admit(call, world);
  if (isRefusal(admitted)) return admitted;
  const loaded = await call.story.timed('policy', () => world.library.profiles());
  const member = memberOf(admitted);
  const visible: VisibleProfile[] = [];
  for (const name of [...loaded.keys()].sort()) {
    if (!isProfileName(name)) continue;
    const gathered = await gather(name, member, world);
    if (isRefusal(gathered)) {
      if (gathered.code === 'POLICY_DENY') continue;
      return gathered;
    }
    const { profile } = gathered.policy.profile;
    const facts: Facts = {
      subject: admitted.caller.subject,
      groups: gathered.groups,
      profile: name,
      nowMs: world.clock.nowMs(),
      sourceIp: call.sourceIp,
      justification: '',
      ticket: '',
    };
    const now = accessNow(gathered.policy, facts);
    if (now === undefined) continue;
    const opensAtMs = now.access === 'not_now' ? opensAt(gathered.policy, facts) : undefined;
    visible.push({
      name,
      parameter: gathered.source.parameter,
      ...now,
      ...(profile.description === undefined ? {} : { description: profile.description }),
      ...(profile.region === undefined ? {} : { region: profile.region }),
      ...(opensAtMs === undefined ? {} : { opensAtMs }),
    });
  }
  return visible;
}
