import { type Admitted, admit, isBlocked } from './admit.ts';
import { gather } from './gather.ts';
import { memberOf } from './membership.ts';
import { type AccessNow, accessNow } from './policy/access.ts';
import type { Facts } from './policy/facts.ts';
import { isProfileName, type ProfileName } from './policy/names.ts';
import { opensAt } from './policy/opens-at.ts';
import { isRefusal, type Refusal } from './reasons.ts';
import { together } from './together.ts';
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
  const names = [...loaded.keys()].filter(isProfileName).sort();
  const shown = await together(names.map((name) => () => show(call, { name, admitted }, world)));
  const visible: VisibleProfile[] = [];
  for (const profile of shown) {
    if (isRefusal(profile)) return profile;
    if (profile !== undefined) visible.push(profile);
  }
  return visible;
}

/** One profile as the caller may see it; `undefined`: not at all. */
async function show(
  call: Call,
  { name, admitted }: { readonly name: ProfileName; readonly admitted: Admitted },
  world: World,
): Promise<VisibleProfile | undefined | Refusal> {
  const gathered = await gather(name, memberOf(admitted), world);
  if (isRefusal(gathered)) {
    if (gathered.code !== 'POLICY_DENY') return gathered;
    call.story.explain(gathered);
    return undefined;
  }
  const { profile } = gathered.policy.profile;
  const nowMs = world.clock.nowMs();
  const facts: Facts = {
    subject: admitted.caller.subject,
    groups: gathered.groups,
    profile: name,
    nowMs,
    sourceIp: call.sourceIp,
    justification: '',
    ticket: '',
  };
  const now = accessNow(gathered.policy, facts);
  if (now === undefined) return undefined;
  const states = [admitted.subjectState, await world.subjects.readProfile(name)];
  const blocked = states.some(({ blocks }) => isBlocked(blocks, { profile: name, nowMs }));
  const access: AccessNow = blocked ? { access: 'not_now', needs: [] } : now;
  const isShut = access.access === 'not_now' && !blocked;
  const opensAtMs = isShut ? opensAt(gathered.policy, facts) : undefined;
  return {
    name,
    parameter: gathered.source.parameter,
    ...access,
    ...(profile.description === undefined ? {} : { description: profile.description }),
    ...(profile.region === undefined ? {} : { region: profile.region }),
    ...(opensAtMs === undefined ? {} : { opensAtMs }),
  };
}
