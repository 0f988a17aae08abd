import { type Admitted, admit } from './admit.ts';
import { completeRevocation } from './complete-revocation.ts';
import { personOf } from './identity/identify.ts';
import type { SubjectId } from './identity/subject.ts';
import { isRefusal, type Refusal, reasons } from './reasons.ts';
import type { Revocation, RevocationId, RevocationTarget } from './revocation/revocation.ts';
import { transition } from './revocation/transition.ts';
import { mayRevoke } from './revoke.ts';
import type { Call, World } from './world.ts';

/** Somebody else who changes it has gone on by then. */
const mostTries = 8;

/**
 * Lifts the block of one revocation, and no other's; what was denied in the accounts stays denied. Nobody lifts
 * a block on themselves, under whatever subject. One that is still open is finished first; one that the same person
 * has lifted already is the answer once more.
 */
export async function liftRevocation(
  call: Call,
  id: string,
  world: World,
): Promise<Revocation | Refusal> {
  const admitted = await admit(call, world);
  if (isRefusal(admitted)) return admitted;
  call.story.note({ grant_id: id });
  const refusal = await mayRevoke(admitted, world);
  if (refusal !== undefined) return refusal;

  for (let tries = 0; tries < mostTries; tries += 1) {
    const found = await world.revocations.find(brandId(id));
    if (found === undefined) return reasons.noSuchRevocation();
    call.story.note({
      about: subjectsOf(found.target)[0] ?? null,
      profile: found.target.profile ?? null,
    });
    if (isOf(admitted, found.target)) {
      return reasons.forbidden('nobody lifts a block on themselves');
    }
    const revocation = await completeRevocation(found, world);
    if (hasLifted(admitted, revocation)) return revocation;
    const event = { kind: 'lift', by: admitted.caller.subject, change: call.requestId } as const;
    const lifted = transition(revocation, event, world.clock.nowMs());
    if (isRefusal(lifted)) return lifted;
    // The state says `lifted` last: until then the same call once more goes on here.
    await unblock(revocation, world);
    if (await world.revocations.change(revocation, lifted)) return lifted;
  }
  return reasons.unavailable('the revocation kept changing');
}

function hasLifted({ caller, directory }: Admitted, { status, lifted }: Revocation): boolean {
  return (
    status === 'lifted' &&
    lifted !== undefined &&
    personOf(lifted.by, directory.identity) === caller.person
  );
}

function isOf({ caller, directory }: Admitted, target: RevocationTarget): boolean {
  return subjectsOf(target).some(
    (subject) =>
      subject === caller.subject || personOf(subject, directory.identity) === caller.person,
  );
}

function subjectsOf(target: RevocationTarget): readonly SubjectId[] {
  switch (target.kind) {
    case 'session':
      return [target.subject];
    case 'subject':
      return target.subjects;
    case 'profile':
      return [];
  }
}

async function unblock({ id, target }: Revocation, world: World): Promise<void> {
  const nowMs = world.clock.nowMs();
  if (target.kind === 'profile') {
    return world.subjects.unblockProfile(target.profile, id, nowMs);
  }
  for (const subject of subjectsOf(target)) await world.subjects.unblock(subject, id, nowMs);
}

function brandId(text: string): RevocationId {
  return text as RevocationId; // the rim's schema has checked its shape
}
