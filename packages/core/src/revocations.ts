import { type Admitted, admit } from './admit.ts';
import { administers, memberOf } from './membership.ts';
import { isProfileName } from './policy/names.ts';
import { isRefusal, type Refusal, reasons } from './reasons.ts';
import type { Revocation, RevocationId } from './revocation/revocation.ts';
import type { Call, World } from './world.ts';

/** What may be asked of the list, as the rim's schema lets it through. */
export type RevocationsInput = {
  readonly limit?: string | undefined;
  readonly page_token?: string | undefined;
  readonly status?: 'live' | undefined;
  readonly profile?: string | undefined;
};

export type RevocationList = {
  readonly items: readonly Revocation[];
  readonly nextPageToken?: string;
};

/** Revocations, newest first, for holders of `revoke` or `audit`. */
export async function listRevocations(
  call: Call,
  input: RevocationsInput,
  world: World,
): Promise<RevocationList | Refusal> {
  const admitted = await admit(call, world);
  if (isRefusal(admitted)) return admitted;
  const refusal = await maySee(admitted, world);
  if (refusal !== undefined) return refusal;

  const { page_token: token, limit = '50', status, profile: name } = input;
  const binding = JSON.stringify(['revocations', admitted.caller.subject, status, name]);
  const after = token === undefined ? undefined : await world.pageTokens.open(token, binding);
  if (token !== undefined && after === undefined) {
    return reasons.invalidRequest('`page_token` is not one of this list');
  }
  const profile = name !== undefined && isProfileName(name) ? name : undefined;
  const page = await world.revocations.list({
    nowMs: world.clock.nowMs(),
    limit: Number(limit),
    ...(profile === undefined ? {} : { profile }),
    ...(status === undefined ? {} : { isLive: true as const }),
    ...(after === undefined ? {} : { after }),
  });
  if (page.after === undefined) return { items: page.items };
  return { items: page.items, nextPageToken: await world.pageTokens.seal(page.after, binding) };
}

/** One revocation, for holders of `revoke` or `audit`. */
export async function showRevocation(
  call: Call,
  id: string,
  world: World,
): Promise<Revocation | Refusal> {
  const admitted = await admit(call, world);
  if (isRefusal(admitted)) return admitted;
  call.story.note({ grant_id: id });
  const refusal = await maySee(admitted, world);
  if (refusal !== undefined) return refusal;
  return (await world.revocations.find(brandId(id))) ?? reasons.noSuchRevocation();
}

async function maySee(admitted: Admitted, world: World): Promise<Refusal | undefined> {
  const { revoke, audit } = admitted.directory.administration;
  const member = memberOf(admitted);
  const may =
    (await administers(revoke, member, world)) || (await administers(audit, member, world));
  return may ? undefined : reasons.forbidden('only holders of `revoke` or `audit` see revocations');
}

function brandId(text: string): RevocationId {
  return text as RevocationId; // the rim's schema has checked its shape
}
