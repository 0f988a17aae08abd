import { identify } from './identity/identify.ts';
import { principalOf } from './identity/principal.ts';
import type { Caller } from './identity/subject.ts';
import type { Directory } from './policy/document.ts';
import { matchesGlob } from './policy/match.ts';
import type { ProfileName } from './policy/names.ts';
import type { Source } from './policy/source.ts';
import type { ProfileState, SubjectState } from './ports.ts';
import { isRefusal, type Refusal, reasons } from './reasons.ts';
import type { Session, SessionId } from './session/session.ts';
import { together } from './together.ts';
import type { Call, World } from './world.ts';

/** A caller whose identity is established, and the directory that established it. */
export type Known = {
  readonly caller: Caller;
  readonly directory: Directory;
  readonly source: Source;
};

/** A caller who may go on: not blocked, within the rate. */
export type Admitted = Known & {
  readonly subjectState: SubjectState;
  readonly notBeforeMs: number;
};

/** Who calls, by the authorizer's word and the directory. Throws if the directory cannot be read. */
export async function recognise(call: Call, world: World): Promise<Known | Refusal> {
  const principal = principalOf(call.signer, world.settings);
  if (isRefusal(principal)) return principal;

  const directory = await call.story.timed('directory', () => world.library.directory());
  if (directory.state === 'missing') return reasons.policyError('there is no directory');
  if (directory.state === 'broken') return reasons.policyError(`directory: ${directory.detail}`);

  const caller = identify(call.signer, principal, {
    identity: directory.document.identity,
    ownAccountId: world.settings.accountId,
  });
  if (isRefusal(caller)) return caller;
  call.story.note({ subject: caller.subject, person: caller.person });
  return { caller, directory: directory.document, source: directory.source };
}

/**
 * The first round to the table: counts the call on the subject's item, which comes back whole, and reads beside it
 * what else the route names. First a block of everything refuses, then a rate that is passed; a block of one profile
 * waits until it is known that the caller may see that profile.
 */
export async function admit(call: Call, world: World): Promise<Admitted | Refusal> {
  const known = await recognise(call, world);
  if (isRefusal(known)) return known;
  const [state, notBeforeMs] = await call.story.timed('admission', () =>
    together([
      () => countCall(known, world),
      () => world.control.notBeforeMs(),
      () => world.ledger.anchor(),
    ]),
  );
  return judge(known, { state, notBeforeMs }, world);
}

/** What a vend reads in the same round. */
export type AdmittedToVend = Admitted & {
  readonly profile: ProfileName;
  readonly profileState: ProfileState;
  /** The session that the caller named, if it is theirs. */
  readonly session: Session | undefined;
};

/** `admit`, with the profile's item and the session to continue read in the same round. */
export async function admitToVend(
  call: Call,
  ask: { readonly profile: ProfileName; readonly sessionId?: SessionId },
  world: World,
): Promise<AdmittedToVend | Refusal> {
  const known = await recognise(call, world);
  if (isRefusal(known)) return known;
  const { subject } = known.caller;
  const [state, notBeforeMs, , profileState, session] = await call.story.timed('admission', () =>
    together([
      () => countCall(known, world),
      () => world.control.notBeforeMs(),
      () => world.ledger.anchor(),
      () => world.subjects.readProfile(ask.profile),
      () =>
        ask.sessionId === undefined
          ? undefined
          : world.sessions.find({ subject, id: ask.sessionId }),
    ]),
  );
  const admitted = judge(known, { state, notBeforeMs }, world);
  return isRefusal(admitted)
    ? admitted
    : { ...admitted, profile: ask.profile, profileState, session };
}

/** What is refused before it is understood counts like any other call, and is told to those who may call. */
export async function refuseAdmitted(call: Call, refusal: Refusal, world: World): Promise<Refusal> {
  const admitted = await admit(call, world);
  return isRefusal(admitted) ? admitted : refusal;
}

/** Whether a block stands at `nowMs` against all (`*`), or against this profile where one is named. */
export function isBlocked(
  blocks: ProfileState['blocks'],
  at: { readonly profile?: ProfileName; readonly nowMs: number },
): boolean {
  for (const block of blocks.values()) {
    if (block.untilMs > at.nowMs && (block.profile === '*' || block.profile === at.profile)) {
      return true;
    }
  }
  return false;
}

function countCall({ caller }: Known, world: World): Promise<SubjectState> {
  return world.subjects.count(caller.subject, Math.floor(world.clock.nowMs() / 60_000));
}

function judge(
  known: Known,
  seen: { readonly state: SubjectState; readonly notBeforeMs: number },
  world: World,
): Admitted | Refusal {
  const nowMs = world.clock.nowMs();
  const { state, notBeforeMs } = seen;
  if (isBlocked(state.blocks, { nowMs })) return reasons.subjectBlocked('you');
  const perMinute = rateOf(known);
  if (state.count > perMinute) {
    return reasons.rateLimited(perMinute, 60 - Math.floor((nowMs / 1000) % 60));
  }
  return { ...known, subjectState: state, notBeforeMs };
}

function rateOf({ caller, directory }: Known): number {
  const limit = directory.rate.limits.find((each) =>
    each.users.some((glob) => matchesGlob(glob, caller.subject)),
  );
  return limit?.perMinute ?? directory.rate.perMinute;
}
