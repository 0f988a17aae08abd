import { type Admitted, admit, isBlocked } from './admit.ts';
import { isoTime } from './audit/recorded.ts';
import { changeEvent, type EventChange } from './break-glass/change-event.ts';
import { type BreakGlassEvent, endOfEvent, type Verdict } from './break-glass/event.ts';
import { transition } from './break-glass/transition.ts';
import { completeOrExplain } from './complete-guard.ts';
import { type FoundEvent, findEvent } from './find-event.ts';
import { type GlassParty, glassParty } from './glass-party.ts';
import { cameBefore, type Keyed, keyedCall } from './idempotency.ts';
import { judgeGlass } from './judge-glass.ts';
import { isRefusal, type Refusal, reasons } from './reasons.ts';
import { gathering } from './request-party.ts';
import { type ShownEvent, showEvent } from './show-event.ts';
import { together } from './together.ts';
import type { Call, World } from './world.ts';

/** What is done to which event, and the words to it. */
export type GlassChange = { readonly id: string } & (
  | {
      readonly verb: 'extend';
      /** Seconds from now. */
      readonly duration: number;
    }
  | { readonly verb: 'close'; readonly comment?: string | undefined }
  | {
      readonly verb: 'review';
      readonly verdict: Verdict;
      readonly comment?: string | undefined;
    }
);

/** So often a race may be lost. */
const mostTries = 8;

/**
 * Extends, closes or reviews an event. A guard that was changed meanwhile is read and judged again. The same call once
 * more, told by its idempotency key or within its retries, counts once.
 */
export async function changeBreakGlass(
  call: Call,
  ask: GlassChange,
  world: World,
): Promise<ShownEvent | Refusal> {
  noteAsk(call, ask);
  const admitted = await admit(call, world);
  if (isRefusal(admitted)) return admitted;
  const keyed = await keyedOf(call, ask, { admitted, world });
  const gather = gathering(admitted, world);

  for (let tries = 0; tries < mostTries; tries += 1) {
    const found = await findEvent(ask.id, admitted, world);
    if (found === undefined) return reasons.noSuchEvent();
    const party = await glassParty(found.event, { call, admitted, gather }, world);
    if (!party.maySee) return reasons.noSuchEvent();
    noteEvent(call, found.event);
    // Whoever changed it last may have died before its item was written, and may ask again without a key.
    if (found.isBehind) await completeOrExplain(call, [found.event], world);
    const came = cameBefore(keyed, found.event.keyed);
    if (isRefusal(came)) return came;
    if (came) return shown(call, { event: found.event, party }, world);

    const after = await judge(call, { ask, keyed, admitted, party, found }, world);
    if (isRefusal(after)) return after;
    if (await world.breakGlass.changeGuard(found.guard, after)) {
      const event = after.events.find(({ id }) => id === found.event.id) ?? found.event;
      noteEvent(call, event);
      return shown(call, { event, party }, world);
    }
  }
  return reasons.unavailable('others changed the guard each time that it was read');
}

async function judge(
  call: Call,
  about: {
    readonly ask: GlassChange;
    readonly keyed: Keyed;
    readonly admitted: Admitted;
    readonly party: GlassParty;
    readonly found: FoundEvent;
  },
  world: World,
) {
  const { ask, keyed, admitted, party, found } = about;
  const wrong = wrongParty(ask.verb, admitted, party);
  if (wrong !== undefined) return wrong;
  const nowMs = world.clock.nowMs();
  const { subject, person, arn: callerArn } = admitted.caller;
  const comment = 'comment' in ask ? (ask.comment ?? '') : '';
  const act = {
    change: call.requestId,
    keyed,
    by: { subject, person, callerArn, comment },
    invoker: party.invoker,
  };
  const change = changeOf(act, ask, nowMs);
  if (!found.guard.events.some(({ id }) => id === found.event.id)) {
    // Nothing becomes of it any more; what it is called tells why.
    const after = changeEvent(found.event, change, nowMs);
    return isRefusal(after) ? after : reasons.eventConflict(found.event.id, 'is over for good');
  }
  const after = transition(found.guard, { ...change, event: found.event.id }, nowMs);
  if (isRefusal(after)) return after;
  switch (change.kind) {
    case 'close':
      return after;
    case 'review':
      return (await refuseKeptOut(found.event, admitted, world)) ?? after;
    case 'extend': {
      const latestMs = await latestEnd(call, { event: found.event, admitted }, world);
      if (isRefusal(latestMs)) return latestMs;
      const endsAtMs = Math.min(change.endsAtMs, latestMs);
      return transition(found.guard, { ...change, endsAtMs, event: found.event.id }, nowMs);
    }
    default:
      throw new Error(`${JSON.stringify(change satisfies never)} is unknown`);
  }
}

function changeOf(
  act: Pick<EventChange, 'change' | 'keyed' | 'by' | 'invoker'>,
  ask: GlassChange,
  nowMs: number,
): EventChange {
  switch (ask.verb) {
    case 'extend':
      return { ...act, kind: 'extend', endsAtMs: nowMs + ask.duration * 1000 };
    case 'close':
      return { ...act, kind: 'close' };
    case 'review':
      return { ...act, kind: 'review', verdict: ask.verdict };
    default:
      throw new Error(`${JSON.stringify(ask satisfies never)} is unknown`);
  }
}

/** Why the caller may not do this to any event like this one, whatever its state. */
function wrongParty(
  verb: GlassChange['verb'],
  { caller }: Admitted,
  party: GlassParty,
): Refusal | undefined {
  if (caller.kind === 'role') return reasons.forbidden(`a role never does this to a break-glass`);
  const isReviewer = party.because !== undefined;
  switch (verb) {
    case 'extend':
      return party.isInvoker
        ? undefined
        : reasons.forbidden('only its invoker lets a break-glass last longer');
    case 'close':
      return party.isInvoker || isReviewer || party.mayRevoke
        ? undefined
        : reasons.forbidden('only its invoker, its reviewers and holders of `revoke` close it');
    case 'review':
      // The invoker is told so by the machine, after what the state forbids to everybody.
      return isReviewer || party.isInvoker
        ? undefined
        : reasons.forbidden('only its reviewers review a break-glass');
    default:
      throw new Error(`${String(verb satisfies never)} is unknown`);
  }
}

/** A block of the profile keeps from judging it, too. */
async function refuseKeptOut(
  { profile }: BreakGlassEvent,
  { subjectState }: Admitted,
  world: World,
): Promise<Refusal | undefined> {
  const states = [subjectState, await world.subjects.readProfile(profile)];
  const at = { profile, nowMs: world.clock.nowMs() };
  return states.some(({ blocks }) => isBlocked(blocks, at))
    ? reasons.subjectBlocked('profile')
    : undefined;
}

/** Until when policy lets an event last today, if its invoker might open it today. */
async function latestEnd(
  call: Call,
  { event, admitted }: { readonly event: BreakGlassEvent; readonly admitted: Admitted },
  world: World,
): Promise<number | Refusal> {
  const { profile, justification, ticket = '' } = event;
  const [judged, subject] = await together([
    () =>
      judgeGlass(call, { ask: { profiles: [profile], justification, ticket }, admitted }, world),
    () => world.subjects.read(event.subject),
  ]);
  if (isRefusal(judged)) return judged;
  const [breakable] = judged;
  const isVoid =
    subject.epoch !== event.subjectEpoch ||
    breakable?.state.epoch !== event.profileEpoch ||
    event.openedAtMs < admitted.notBeforeMs;
  if (breakable === undefined || isVoid) {
    return reasons.eventConflict(event.id, 'is void since a revocation');
  }
  return event.openedAtMs + breakable.breakGlass.maxDurationSeconds * 1000;
}

/** A call without an idempotency key stands for itself, so that its own lost reply is known again. */
async function keyedOf(
  call: Call,
  ask: GlassChange,
  { admitted, world }: { readonly admitted: Admitted; readonly world: World },
): Promise<Keyed> {
  const { verb, id, ...body } = ask;
  const keyed = await keyedCall(
    {
      key: call.idempotencyKey,
      subject: admitted.caller.subject,
      route: [`${verb}-break-glass`, id],
      body,
    },
    world,
  );
  return keyed ?? { id: call.requestId, body: '' };
}

async function shown(
  call: Call,
  { event, party }: { readonly event: BreakGlassEvent; readonly party: GlassParty },
  world: World,
): Promise<ShownEvent> {
  await completeOrExplain(call, [event], world);
  return showEvent(event, party, world.clock.nowMs());
}

/** What the caller says: the invoker's own words stand in the record of the opening. */
function noteAsk(call: Call, ask: GlassChange): void {
  call.story.note({
    grant_id: ask.id,
    ...(ask.verb === 'extend'
      ? { duration_seconds: ask.duration }
      : { justification: ask.comment || null }),
    ...(ask.verb === 'review' && { verdict: ask.verdict }),
  });
}

function noteEvent(call: Call, event: BreakGlassEvent): void {
  call.story.note({
    about: event.subject,
    profile: event.profile,
    via: 'breakglass',
    ticket: event.ticket ?? null,
    reason_code: event.reasonCode,
    expires_at: isoTime(endOfEvent(event)),
  });
}
