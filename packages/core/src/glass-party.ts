import type { Admitted } from './admit.ts';
import { isInvoker } from './break-glass/change-event.ts';
import { type BreakGlassEvent, isOver } from './break-glass/event.ts';
import { failureOf } from './failure.ts';
import { personOf } from './identity/identify.ts';
import type { Caller, PersonId } from './identity/subject.ts';
import { glassFacts, judgeByPolicy } from './judge-glass.ts';
import { administers, memberOf } from './membership.ts';
import type { ProfileName } from './policy/names.ts';
import { isRefusal } from './reasons.ts';
import { becauseOf, type Gathering } from './request-party.ts';
import { together } from './together.ts';
import type { Call, World } from './world.ts';

/** What the caller is to a break-glass event. */
export type GlassParty = {
  readonly caller: Caller;
  /** The person behind the invoker's subject, as the directory says today. */
  readonly invoker: PersonId;
  readonly isInvoker: boolean;
  /** By what the caller may review it. */
  readonly because?: string;
  readonly maySee: boolean;
  readonly mayRevoke: boolean;
  /** Until when the documents of now let the caller extend it; milliseconds since the epoch. */
  readonly extendsUntilMs?: number;
};

/** Who calls, and what is known of profiles in this call. */
export type GlassViewer = {
  readonly call: Call;
  readonly admitted: Admitted;
  readonly gather: Gathering;
};

/**
 * What the caller is to an event. It is seen by its invoker, its reviewers, and holders of `audit` or `revoke`. Its
 * reviewers are those whom policy names today, or named at the opening where the profile does not load; holders of
 * `audit` where it names none. No role and no invoker reviews, by the directory of then or of now.
 */
export async function glassParty(
  event: BreakGlassEvent,
  viewer: GlassViewer,
  world: World,
): Promise<GlassParty> {
  const { admitted } = viewer;
  const { caller, directory } = admitted;
  const { audit, revoke } = directory.administration;
  const member = memberOf(admitted);
  const invoker = personOf(event.subject, directory.identity);
  const isOwn = isInvoker(event, { by: caller, invoker });
  const [mayAudit, mayRevoke, because, extendsUntilMs] = await together([
    () => administers(audit, member, world),
    () => (caller.kind === 'role' ? false : administers(revoke, member, world)),
    () => (isOwn ? undefined : reviewerBecause(event, viewer, world)),
    () => (isOwn ? lastEndByPolicy(event, viewer, world) : undefined),
  ]);
  return {
    caller,
    invoker,
    isInvoker: isOwn,
    ...(because === undefined ? {} : { because }),
    maySee: isOwn || because !== undefined || mayAudit || mayRevoke,
    mayRevoke,
    ...(extendsUntilMs === undefined ? {} : { extendsUntilMs }),
  };
}

/**
 * Whether the caller reviews events of a profile by the policy of now. Who could review one before the profile no
 * longer loaded does so still, event by event, and is not meant here.
 */
export async function reviews(
  profile: ProfileName,
  viewer: Pick<GlassViewer, 'admitted' | 'gather'>,
  world: World,
): Promise<boolean> {
  const event = { profile, review: { required: true, withinSeconds: 0 } };
  return (await reviewerBecause(event, viewer, world)) !== undefined;
}

/** By what the caller reviews an event, but for an own one; `undefined` if not at all. */
export async function reviewerBecause(
  event: Pick<BreakGlassEvent, 'profile' | 'review'>,
  { admitted, gather }: Pick<GlassViewer, 'admitted' | 'gather'>,
  world: World,
): Promise<string | undefined> {
  const gathered = await gather(event.profile);
  const { breakGlass, approval } = isRefusal(gathered) ? {} : gathered.policy.profile;
  const now = breakGlass?.review.reviewers ?? approval?.approvers;
  const set = isRefusal(gathered) ? event.review.reviewers : now;
  const { audit } = admitted.directory.administration;
  if (set !== undefined) return becauseOf(set, admitted, world);
  const because = audit && (await becauseOf(audit, admitted, world));
  return because && 'you hold `audit`';
}

/** Documents that cannot be read now let nobody extend it, and keep nobody from seeing or closing it. */
async function lastEndByPolicy(
  event: BreakGlassEvent,
  { call, admitted, gather }: GlassViewer,
  world: World,
): Promise<number | undefined> {
  if (isOver(event, world.clock.nowMs())) return undefined;
  const gathered = await gather(event.profile).catch(failureOf);
  if (isRefusal(gathered)) return undefined;
  const { profile, justification, ticket = '' } = event;
  const about = { profile, gathered, admitted, justification, ticket };
  const judged = judgeByPolicy(gathered, glassFacts(call, about, world));
  return isRefusal(judged)
    ? undefined
    : event.openedAtMs + judged.breakGlass.maxDurationSeconds * 1000;
}
