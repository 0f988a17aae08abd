import { type Admitted, admit } from './admit.ts';
import { isoTime } from './audit/recorded.ts';
import { type BreakGlassEvent, type EventId, endOfEvent } from './break-glass/event.ts';
import type { Opening } from './break-glass/open-events.ts';
import { holdMs } from './break-glass/quota-place.ts';
import { settledEvents } from './break-glass/settle.ts';
import { transition } from './break-glass/transition.ts';
import { completeGuard, completeOrExplain } from './complete-guard.ts';
import { glassParty } from './glass-party.ts';
import { type Guards, guardsOf } from './guards-of.ts';
import { hex } from './hex.ts';
import { cameBefore, type Keyed, keyedCall } from './idempotency.ts';
import { type Breakable, judgeGlass } from './judge-glass.ts';
import { defaultSeconds, type OpenInput, openingOf } from './plan-opening.ts';
import { isProfileName, type ProfileName } from './policy/names.ts';
import { isRefusal, type Refusal, reasons } from './reasons.ts';
import { gathering } from './request-party.ts';
import { type ShownEvent, showEvent } from './show-event.ts';
import { freePlaces, type Places, takePlaces } from './take-places.ts';
import { together } from './together.ts';
import type { Call, World } from './world.ts';

/** One opening of one or several profiles, ready to be tried. */
type Plan = {
  readonly admitted: Admitted;
  readonly keyed: Keyed | undefined;
  readonly ids: ReadonlySet<EventId>;
  readonly openings: readonly Opening[];
  readonly places: Places;
  readonly nowMs: number;
};

/** So often a race may be lost. */
const mostTries = 8;

/**
 * Breaks the glass for all profiles named, or for none. A place in the quota of each is taken first; then one
 * conditional write of the person's guard is the opening; the events' own items follow, and whoever finds one missing
 * writes it.
 */
export async function openBreakGlass(
  call: Call,
  input: OpenInput,
  world: World,
): Promise<readonly ShownEvent[] | Refusal> {
  call.story.note({
    profile: input.profiles.join(','),
    justification: input.justification,
    ticket: input.ticket ?? null,
    reason_code: input.reason_code,
    duration_seconds: input.duration ?? defaultSeconds,
  });
  const admitted = await admit(call, world);
  if (isRefusal(admitted)) return admitted;
  if (admitted.caller.kind === 'role') return reasons.forbidden('a role never breaks the glass');
  const profiles = input.profiles.filter(isProfileName);
  if (new Set(profiles).size !== input.profiles.length) {
    return reasons.invalidRequest('`profiles` names each profile once');
  }

  const keyed = await keyedCall(
    {
      key: call.idempotencyKey,
      subject: admitted.caller.subject,
      route: ['open-break-glass'],
      body: input,
    },
    world,
  );
  const seed = keyed?.id ?? world.random.id();
  const idOf = (profile: ProfileName) => eventId([seed, profile], world);
  const ids = new Set(profiles.map(idOf));
  const ask = { profiles, justification: input.justification, ticket: input.ticket ?? '' };
  const [guards, judged] = await together([
    () => guardsOf(admitted, world),
    () => judgeGlass(call, { ask, admitted }, world),
  ]);
  if (!isRefusal(judged)) noteRole(call, judged);
  const before = await openedBefore(guards, { keyed, ids }, world);
  if (before !== undefined) {
    return isRefusal(before) ? before : answer(call, { events: before, admitted }, world);
  }
  if (isRefusal(judged)) return judged;
  const refusal = refuseAsk(judged, input);
  if (refusal !== undefined) return refusal;

  const nowMs = world.clock.nowMs();
  const openings = judged.map((one) =>
    openingOf(one, { id: idOf(one.profile), input, keyed, nowMs, call, admitted }),
  );
  const { person } = admitted.caller;
  const places = judged.flatMap(({ profile, breakGlass }) => {
    const quota = breakGlass.quota?.total;
    if (quota === undefined) return [];
    return [{ profile, reservation: { event: idOf(profile), person, quota, nowMs } }];
  });
  const plan = { admitted, keyed, ids, openings, places, nowMs };
  const events = await call.story.timed('opening', () => open(call, { plan, guards }, world));
  return isRefusal(events) ? events : answer(call, { events, admitted }, world);
}

/** Tries the one write until it is made, refused, or found to be made already. */
async function open(
  call: Call,
  { plan, guards }: { readonly plan: Plan; readonly guards: Guards },
  world: World,
): Promise<readonly BreakGlassEvent[] | Refusal> {
  let seen = guards;
  let areTaken = false;
  const isShared = call.idempotencyKey !== undefined;
  const giveUp = async (refusal: Refusal) => {
    if (areTaken) await freePlaces(plan.places, { isShared }, world);
    return refusal;
  };
  for (let tries = 0; tries < mostTries; tries += 1) {
    const settled = settledEvents(seen.own, plan.nowMs);
    const after = transition(
      seen.own,
      {
        kind: 'open',
        change: call.requestId,
        openings: plan.openings,
        elsewhere: seen.elsewhere,
        written: new Set(settled.map(({ id }) => id)),
      },
      plan.nowMs,
    );
    if (isRefusal(after)) return giveUp(after);
    const [refusal] = await together([
      () => (areTaken ? undefined : takePlaces(plan.places, { isShared }, world)),
      () => completeGuard({ events: settled }, world),
    ]);
    if (refusal !== undefined) return refusal;
    areTaken = true;
    if (world.clock.nowMs() - plan.nowMs > holdMs) {
      return giveUp(reasons.unavailable('the opening took longer than a place is kept for it'));
    }
    if (await world.breakGlass.changeGuard(seen.own, after)) {
      return after.events.filter(({ id }) => plan.ids.has(id));
    }
    seen = await guardsOf(plan.admitted, world);
    const before = await openedBefore(seen, plan, world);
    if (before !== undefined) return before;
  }
  return giveUp(reasons.unavailable('others changed the guard each time that it was read'));
}

/** What this very call has opened before, whole; a refusal where its key came with another body. */
async function openedBefore(
  { own, elsewhere }: Guards,
  { keyed, ids }: Pick<Plan, 'keyed' | 'ids'>,
  world: World,
): Promise<readonly BreakGlassEvent[] | undefined | Refusal> {
  const guards = [own, ...elsewhere];
  const events = guards.flatMap((guard) => guard.events);
  const all = guards.flatMap((guard) => guard.past);
  const came = cameBefore(keyed, [
    ...events.flatMap((event) => event.keyed),
    ...all.flatMap((event) => event.keyed ?? []),
  ]);
  if (isRefusal(came)) return came;
  const found = events.filter(({ id }) => ids.has(id));
  const past = all.filter(({ id }) => ids.has(id));
  if (found.length + past.length === 0) return undefined;
  const settled = await together(
    past.map(
      ({ id }) =>
        () =>
          world.breakGlass.locate(id),
    ),
  );
  const kept = settled.filter((event) => event !== undefined);
  // A guard that nobody changes names what its table has long forgotten.
  if (kept.length < past.length) return reasons.conflict('what this call opened is kept no longer');
  return [...found, ...kept];
}

function refuseAsk(judged: readonly Breakable[], input: OpenInput): Refusal | undefined {
  for (const { profile, breakGlass, isAllowed } of judged) {
    if (isAllowed) return reasons.glassNotNeeded(profile);
    if (!breakGlass.reasonCodes.includes(input.reason_code)) {
      return reasons.unknownReasonCode(profile, breakGlass.reasonCodes);
    }
  }
  return undefined;
}

/** The opening stands; its items follow, and where that fails, whoever reads the guard next writes them. */
async function answer(
  call: Call,
  about: { readonly events: readonly BreakGlassEvent[]; readonly admitted: Admitted },
  world: World,
): Promise<readonly ShownEvent[]> {
  const { events, admitted } = about;
  call.story.note({
    grant_id: events.map(({ id }) => id).join(','),
    via: 'breakglass',
    expires_at: isoTime(Math.min(...events.map(endOfEvent))),
  });
  await completeOrExplain(call, events, world);
  const gather = gathering(admitted, world);
  return together(
    events.map(
      (event) => async () =>
        showEvent(
          event,
          await glassParty(event, { call, admitted, gather }, world),
          world.clock.nowMs(),
        ),
    ),
  );
}

/** The role of the profile; of several with several roles none. */
function noteRole(call: Call, judged: readonly Breakable[]): void {
  const roles = judged.map(({ gathered }) => gathered.policy.profile.profile.roleArn);
  const [role = null, ...others] = new Set(roles);
  call.story.note({ role_arn: others.length === 0 ? role : null });
}

function eventId([seed, profile]: readonly [string, ProfileName], { sha256 }: World): EventId {
  const id = hex(sha256(JSON.stringify([seed, profile]))).slice(0, 16);
  return id as EventId; // 16 hex characters, of this call alone
}
