import { type Admitted, admit } from './admit.ts';
import { carryOut } from './carry-out.ts';
import { keyedCall } from './idempotency.ts';
import { readSubject, subjectsOfPerson } from './identity/people.ts';
import { userPart } from './identity/source-identity.ts';
import { administers, memberOf } from './membership.ts';
import { isProfileName, type ProfileName } from './policy/names.ts';
import { isRefusal, type Refusal, reasons } from './reasons.ts';
import { longestBlockSeconds } from './revocation/block-life.ts';
import type { Revocation, RevocationTarget } from './revocation/revocation.ts';
import type { Call, World } from './world.ts';

/** Who or what is to be kept out, as the rim's schema lets it through. */
export type RevokeInput = {
  readonly subject?: string | undefined;
  readonly profile?: string | undefined;
  readonly duration?: number | undefined;
  readonly reason: string;
};

/**
 * Keeps out a person under every subject, or everybody from a profile, or a person from a profile; ends their
 * sessions. Neither subject nor profile need be known: whoever is to come may be kept out before.
 */
export async function revoke(
  call: Call,
  input: RevokeInput,
  world: World,
): Promise<Revocation | Refusal> {
  const admitted = await admit(call, world);
  if (isRefusal(admitted)) return admitted;
  call.story.note({
    about: input.subject ?? null,
    profile: input.profile ?? null,
    justification: input.reason,
  });
  const refusal = await mayRevoke(admitted, world);
  if (refusal !== undefined) return refusal;
  const target = await targetOf(input, admitted, world);
  if (isRefusal(target)) return target;

  const { caller } = admitted;
  const blockSeconds = input.duration ?? longestBlockSeconds;
  call.story.note({ duration_seconds: blockSeconds, role_arn: target.roleArn ?? null });
  const keyed = await keyedCall(
    {
      key: call.idempotencyKey,
      subject: caller.subject,
      route: ['create-revocation'],
      body: [input.subject, input.profile, input.duration, input.reason],
    },
    world,
  );
  return carryOut(call, { target, by: caller, blockSeconds, reason: input.reason, keyed }, world);
}

/** Whether the caller may keep others out: `undefined` if so. A robot never does, whatever lists it. */
export async function mayRevoke(admitted: Admitted, world: World): Promise<Refusal | undefined> {
  if (admitted.caller.kind === 'role') return reasons.forbidden('a role never revokes');
  const { revoke: holders } = admitted.directory.administration;
  return (await administers(holders, memberOf(admitted), world))
    ? undefined
    : reasons.forbidden('only holders of `revoke` keep others out');
}

async function targetOf(
  input: RevokeInput,
  { directory }: Admitted,
  world: World,
): Promise<RevocationTarget | Refusal> {
  const { subject: text, profile: name } = input;
  const profile = name !== undefined && isProfileName(name) ? name : undefined;
  const place = profile === undefined ? {} : await placeOf(profile, world);
  if (text === undefined) {
    return profile === undefined
      ? reasons.invalidRequest('name a `subject`, a `profile`, or both')
      : { kind: 'profile', ...place, profile };
  }
  const subject = readSubject(text, world.settings.accountId);
  if (subject === undefined) {
    return reasons.invalidRequest(
      '`subject` is written as `alice@example.com`, `iam/alice` or `role/ci`, in lower case; before the last two an account, if it is another',
    );
  }
  const { identity } = directory;
  const subjects = subjectsOfPerson(subject, identity);
  return {
    kind: 'subject',
    subjects,
    users: subjects.map((each) => userPart(each, identity.domain, world.sha256)),
    ...place,
  };
}

/** A profile with its role, where its document tells it. */
async function placeOf(
  profile: ProfileName,
  world: World,
): Promise<{ readonly profile: ProfileName; readonly roleArn?: string }> {
  const loaded = await world.library.profile(profile);
  if (loaded.state !== 'loaded') return { profile };
  return { profile, roleArn: loaded.document.profile.roleArn };
}
