import { type AdmittedToVend, isBlocked } from './admit.ts';
import { isoTime } from './audit/recorded.ts';
import { failureOf } from './failure.ts';
import type { AssumeRole, IssuedCredentials, ProfileState } from './ports.ts';
import { type Refusal, reasons } from './reasons.ts';
import type { Call, World } from './world.ts';

/**
 * Calls STS, and beside it reads the items of subject and profile once more. A revocation writes its block before
 * it reads the sessions, and a vend writes its session before it reads the blocks: one of them sees the other. A new
 * block or epoch, or a read that fails, discards what STS has issued.
 */
export async function issue(
  call: Call,
  about: { readonly ask: AssumeRole; readonly admitted: AdmittedToVend },
  world: World,
): Promise<IssuedCredentials | Refusal> {
  const { ask, admitted } = about;
  const { subject } = admitted.caller;
  const profile = admitted.profile;
  const [issued, subjectNow, profileNow] = await call.story.timed('sts', () =>
    Promise.allSettled([
      world.credentials.assume(ask),
      world.subjects.read(subject),
      world.subjects.readProfile(profile),
    ]),
  );
  if (issued.status === 'rejected') return failureOf(issued.reason);
  // First of all, so that whatever fails from here on is recorded as withdrawn.
  call.story.note({ access_key_id: issued.value.accessKeyId });
  call.story.note({ expires_at: isoTime(issued.value.expiresAtMs) });
  if (subjectNow.status === 'rejected') return failureOf(subjectNow.reason);
  if (profileNow.status === 'rejected') return failureOf(profileNow.reason);

  const nowMs = world.clock.nowMs();
  const isNew = (now: ProfileState, then: ProfileState) =>
    now.epoch !== then.epoch || isBlocked(now.blocks, { profile, nowMs });
  if (isNew(subjectNow.value, admitted.subjectState)) {
    const isOfAll = isBlocked(subjectNow.value.blocks, { nowMs });
    return reasons.subjectBlocked(isOfAll ? 'you' : 'profile');
  }
  if (isNew(profileNow.value, admitted.profileState)) return reasons.subjectBlocked('profile');
  return issued.value;
}
