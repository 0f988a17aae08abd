import type { Admitted } from './admit.ts';
import { isInvoker, leastExtensionMs } from './break-glass/change-event.ts';
import { awaitsReview, type BreakGlassEvent, isOver } from './break-glass/event.ts';
import { personOf } from './identity/identify.ts';
import type { PersonId } from './identity/subject.ts';
import { administers, memberOf } from './membership.ts';
import type { ProfileName } from './policy/names.ts';
import { isRefusal } from './reasons.ts';
import { becauseOf, type Gathering } from './request-party.ts';
import { together } from './together.ts';
import type { World } from './world.ts';

/** What the caller is to a break-glass event. */
export type GlassParty = {
  /** The person behind the invoker's subject, as the directory says today. */
  readonly invoker: PersonId;
  readonly isInvoker: boolean;
  /** By what the caller may review it. */
  readonly because?: string;
  readonly maySee: boolean;
  readonly mayRevoke: boolean;
};

export type GlassVerb = 'extend' | 'close' | 'review';

/** An event, and what the caller may do with it now. */
export type ShownEvent = {
  readonly event: BreakGlassEvent;
  readonly may: readonly GlassVerb[];
  readonly because?: string;
};

/**
 * What the caller is to an event. It is seen by its invoker, its reviewers, and holders of `audit` or `revoke`. Its
 * reviewers are those whom policy names today, or named at the opening where the profile does not load; holders of
 * `audit` where it names none. No role and no invoker reviews, by the directory of then or of now.
 */
export async function glassParty(
  event: BreakGlassEvent,
  about: { readonly admitted: Admitted; readonly gather: Gathering },
  world: World,
): Promise<GlassParty> {
  const { admitted } = about;
  const { caller, directory } = admitted;
  const { audit, revoke } = directory.administration;
  const member = memberOf(admitted);
  const invoker = personOf(event.subject, directory.identity);
  const isOwn = isInvoker(event, { by: caller, invoker });
  const [mayAudit, mayRevoke, because] = await together([
    administers(audit, member, world),
    caller.kind === 'role' ? false : administers(revoke, member, world),
    isOwn ? undefined : reviewerBecause(event, about, world),
  ]);
  return {
    invoker,
    isInvoker: isOwn,
    ...(because === undefined ? {} : { because }),
    maySee: isOwn || because !== undefined || mayAudit || mayRevoke,
    mayRevoke,
  };
}

/** The event as the caller is shown it. */
export function showEvent(event: BreakGlassEvent, party: GlassParty, nowMs: number): ShownEvent {
  const isOpen = !isOver(event, nowMs);
  const may: GlassVerb[] = [];
  const mayLast = event.endsAtMs + leastExtensionMs <= event.lastEndMs;
  if (isOpen && party.isInvoker && mayLast) may.push('extend');
  if (isOpen && (party.isInvoker || party.because !== undefined || party.mayRevoke)) {
    may.push('close');
  }
  if (!isOpen && party.because !== undefined && awaitsReview(event)) may.push('review');
  return { event, may, ...(party.because === undefined ? {} : { because: party.because }) };
}

/**
 * Whether the caller reviews events of a profile by the policy of now. Who could review one before the profile no
 * longer loaded does so still, event by event, and is not meant here.
 */
export async function reviews(
  profile: ProfileName,
  about: { readonly admitted: Admitted; readonly gather: Gathering },
  world: World,
): Promise<boolean> {
  const event = { profile, review: { required: true, withinSeconds: 0 } };
  return (await reviewerBecause(event, about, world)) !== undefined;
}

async function reviewerBecause(
  event: Pick<BreakGlassEvent, 'profile' | 'review'>,
  { admitted, gather }: { readonly admitted: Admitted; readonly gather: Gathering },
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
