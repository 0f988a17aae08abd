import { isoTime } from './audit/recorded.ts';
import { completeRevocation } from './complete-revocation.ts';
import { cameBefore, type Keyed } from './idempotency.ts';
import type { Caller } from './identity/subject.ts';
import { isRefusal, type Refusal } from './reasons.ts';
import type { Revocation, RevocationId, RevocationTarget } from './revocation/revocation.ts';
import { roomForBlock } from './room-for-block.ts';
import type { Call, World } from './world.ts';

/** What is to be revoked, by whom and why. */
export type Order = {
  readonly target: RevocationTarget;
  readonly by: Caller;
  /** How long a holder of `revoke` blocks; without a block, if left out. */
  readonly blockSeconds?: number;
  /** In their own words. */
  readonly reason: string;
  readonly keyed: Keyed | undefined;
};

/**
 * Makes a revocation, or finds the one that the same call with its idempotency key made before, and finishes it.
 * When this returns, nothing is vended against it any more. Where too many blocks stand already, nothing is made.
 */
export async function carryOut(
  call: Call,
  order: Order,
  world: World,
): Promise<Revocation | Refusal> {
  const { target, by, blockSeconds, reason, keyed } = order;
  const full = blockSeconds === undefined ? undefined : await roomForBlock(target, world);
  if (full !== undefined) return (await carryOn(call, keyed, world)) ?? full;
  const nowMs = world.clock.nowMs();
  const made = await call.story.timed('revocation', () =>
    world.revocations.create({
      id: brandId(keyed?.id ?? world.random.id()),
      target,
      status: 'open',
      version: 1,
      lastChange: call.requestId,
      by: by.subject,
      byPerson: by.person,
      isAdministrators: blockSeconds !== undefined,
      reason,
      createdAtMs: nowMs,
      untilMs: nowMs + (blockSeconds ?? 0) * 1000,
      effects: new Map(),
      ...(keyed === undefined ? {} : { keyedBody: keyed.body }),
    }),
  );
  return finish(call, { made, keyed }, world);
}

/** Finishes what the same call with its idempotency key made before, if it did. */
export async function carryOn(
  call: Call,
  keyed: Keyed | undefined,
  world: World,
): Promise<Revocation | Refusal | undefined> {
  if (keyed === undefined) return undefined;
  const made = await world.revocations.find(brandId(keyed.id));
  return made === undefined ? undefined : finish(call, { made, keyed }, world);
}

async function finish(
  call: Call,
  about: { readonly made: Revocation; readonly keyed: Keyed | undefined },
  world: World,
): Promise<Revocation | Refusal> {
  const { made, keyed } = about;
  const before = cameBefore(keyed, [{ id: made.id, body: made.keyedBody ?? '' }]);
  if (isRefusal(before)) return before;
  call.story.note({ grant_id: made.id, expires_at: isoTime(made.untilMs) });
  return call.story.timed('completion', () => completeRevocation(made, world));
}

function brandId(text: string): RevocationId {
  return text as RevocationId; // fresh from the random source, or made of an idempotency key
}
