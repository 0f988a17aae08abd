import type { Right } from './entitlement.ts';
import { type Asked, findRights } from './find-rights.ts';
import { mayHold } from './hold-session.ts';
import type { SessionPolicy } from './policy/decision.ts';
import { narrowingOf } from './policy/narrow.ts';
import { isRefusal, type Refusal, reasons } from './reasons.ts';
import { type Term, termOf } from './term.ts';
import type { VendAsk } from './vend-ask.ts';
import type { Call, World } from './world.ts';

/** A right that is claimed for one session, with its terms. */
export type Claim = {
  readonly right: Right;
  readonly term: Term;
  /** What narrows the session: the rule's session policy or the caller's scope. */
  readonly narrowing: SessionPolicy | undefined;
};

/**
 * Finds the caller's rights and claims the first that can be had. A grant or a break-glass is counted in one write
 * that judges all of it once more; a use is not given back if the vend fails later.
 */
export async function claimRight(
  call: Call,
  about: Asked & { readonly ask: VendAsk },
  world: World,
): Promise<Claim | Refusal> {
  const { ask, admitted, ruling } = about;
  const rights = await findRights(call, about, world);
  if (isRefusal(rights)) return rights;
  const narrowing = narrowingOf(ruling.policy, rights[0].sessionPolicy, ask.scope);
  if (isRefusal(narrowing)) return narrowing;

  for (const right of ownFirst(rights, admitted.session?.entitlementId)) {
    const { via, id, approvers } = right.entitlement;
    call.story.note({ via, grant_id: id ?? null, approvers });
    const term = termOf(ask, ruling, right);
    if (isRefusal(term)) return term;
    const refusal = mayHold({ ask, admitted, ruling, right }, world);
    if (refusal !== undefined) return refusal;
    if (await isCounted(right, about, { call, world })) return { right, term, narrowing };
  }
  return reasons.spentMeanwhile(ask.profile);
}

/** A session goes on under the grant that it was opened under, as long as that may be used. */
function ownFirst(rights: readonly Right[], id: string | undefined): readonly Right[] {
  const own = rights.filter(({ entitlement }) => entitlement.id === id);
  return [...own, ...rights.filter((right) => !own.includes(right))];
}

/** What a use was counted on; read with care, because nothing else stands between it and credentials. */
type Counted = { readonly sessionIds?: readonly string[] };

async function isCounted(
  { evidence }: Right,
  { admitted, ruling, sessionId }: Asked,
  { call, world }: { readonly call: Call; readonly world: World },
): Promise<boolean> {
  if (evidence === undefined) return true;
  const use = {
    sessionId,
    nowMs: ruling.facts.nowMs,
    subjectEpoch: admitted.subjectState.epoch,
    profileEpoch: admitted.profileState.epoch,
  };
  const counted = await call.story.timed<Counted | undefined>('claim', () =>
    'request' in evidence
      ? world.requests.use(evidence.request, {
          ...use,
          terms: evidence.request.terms,
          maxUses: evidence.maxUses,
        })
      : world.breakGlass.use(admitted.caller.person, {
          ...use,
          event: evidence.id,
          subject: admitted.caller.subject,
        }),
  );
  // What does not name the session has not counted it, whatever else it is.
  return counted?.sessionIds?.includes(sessionId) === true;
}
