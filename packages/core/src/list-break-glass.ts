import { admit } from './admit.ts';
import { type BreakGlassEvent, isOver, type ShownEventStatus } from './break-glass/event.ts';
import { completeOrExplain } from './complete-guard.ts';
import { findEvent } from './find-event.ts';
import { type GlassViewer, glassParty, reviewerBecause, reviews } from './glass-party.ts';
import { mayGoOn } from './goes-on.ts';
import { administers, memberOf } from './membership.ts';
import { isProfileName, type ProfileName } from './policy/names.ts';
import { isRefusal, type Refusal, reasons } from './reasons.ts';
import { gathering } from './request-party.ts';
import { type ShownEvent, showEvent } from './show-event.ts';
import { together } from './together.ts';
import type { Call, World } from './world.ts';

/** What may be asked of the list, as the rim's schema lets it through. */
export type EventsInput = {
  readonly limit?: string | undefined;
  readonly page_token?: string | undefined;
  readonly status?: ShownEventStatus | undefined;
  readonly profile?: string | undefined;
  readonly view?: 'mine' | 'to_review' | 'all' | undefined;
};

export type EventList = { readonly items: readonly ShownEvent[]; readonly nextPageToken?: string };

/**
 * Break-glass events, newest first: the caller's, those that wait for the caller's review, or all for `audit`. Where
 * it goes on tells a reviewer of what they may see, and besides at most that some hundreds of events wait; who reviews
 * nothing by the policy of now is told by a full page alone.
 */
export async function listBreakGlass(
  call: Call,
  input: EventsInput,
  world: World,
): Promise<EventList | Refusal> {
  const admitted = await admit(call, world);
  if (isRefusal(admitted)) return admitted;
  const { caller, directory } = admitted;
  const { page_token: token, limit = '50', view = 'mine', status, profile: name } = input;
  const { audit } = directory.administration;
  if (view === 'all' && !(await administers(audit, memberOf(admitted), world))) {
    return reasons.forbidden('only holders of `audit` see the break-glass events of others');
  }

  const binding = JSON.stringify(['break-glass', caller.subject, view, status, name]);
  const after = token === undefined ? undefined : await world.pageTokens.open(token, binding);
  if (token !== undefined && after === undefined) {
    return reasons.invalidRequest('`page_token` is not one of this list');
  }
  const gather = gathering(admitted, world);
  const profile = name !== undefined && isProfileName(name) ? name : undefined;
  const viewer = { call, admitted, gather };
  const isShown = async (event: BreakGlassEvent) =>
    (await reviewerBecause(event, viewer, world)) !== undefined;
  const nowMs = world.clock.nowMs();
  const page = await world.breakGlass.list({
    nowMs,
    limit: Number(limit),
    ...(view === 'mine' ? { subject: caller.subject } : {}),
    ...(view === 'to_review' ? { isAwaitingReview: true as const, isShown } : {}),
    ...(profile === undefined ? {} : { profile }),
    ...(status === undefined ? {} : { status }),
    ...(after === undefined ? {} : { after }),
  });
  const waiting =
    view === 'to_review' ? page.items.filter((event) => isOver(event, nowMs)) : page.items;
  const seen = await together(waiting.map((event) => () => shown(event, viewer, world)));
  const items = view === 'to_review' ? seen.filter(({ may }) => may.includes('review')) : seen;
  const isTheirs = (each: ProfileName) => reviews(each, viewer, world);
  const about = { limit: Number(limit), profile, isTheirs };
  const { after: next } = page;
  const goesOn =
    next !== undefined && (view !== 'to_review' || (await mayGoOn(page, about, world)));
  return goesOn ? { items, nextPageToken: await world.pageTokens.seal(next, binding) } : { items };
}

/** One event; to those who may not see it, it does not exist. */
export async function showBreakGlass(
  call: Call,
  id: string,
  world: World,
): Promise<ShownEvent | Refusal> {
  call.story.note({ grant_id: id });
  const admitted = await admit(call, world);
  if (isRefusal(admitted)) return admitted;
  const found = await findEvent(id, admitted, world);
  if (found === undefined) return reasons.noSuchEvent();
  const viewer = { call, admitted, gather: gathering(admitted, world) };
  const party = await glassParty(found.event, viewer, world);
  if (!party.maySee) return reasons.noSuchEvent();
  call.story.note({ about: found.event.subject, profile: found.event.profile });
  if (found.isBehind) await completeOrExplain(call, [found.event], world);
  return showEvent(found.event, party, world.clock.nowMs());
}

async function shown(
  event: BreakGlassEvent,
  viewer: GlassViewer,
  world: World,
): Promise<ShownEvent> {
  return showEvent(event, await glassParty(event, viewer, world), world.clock.nowMs());
}
