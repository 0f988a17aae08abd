import { asciiLine } from './audit/line.ts';
import { metricLine } from './audit/metric.ts';
import { SentinelError } from './errors.ts';
import { failureOf } from './failure.ts';
import type { Clock, Revocations, Timer, Trail } from './ports.ts';
import { putDeny } from './put-deny.ts';
import { longestLifeMs } from './revocation/denial.ts';
import { type DenyPolicy, denyPolicy } from './revocation/deny-policy.ts';
import type { Revocation } from './revocation/revocation.ts';
import type { RevocationAccount, RevocationPolicies } from './revoker-ports.ts';

/** What the revoker needs to deny what was issued. */
export type DenyWorld = {
  readonly revocations: Pick<Revocations, 'since' | 'noteEffect'>;
  readonly policies: RevocationPolicies;
  readonly accounts: readonly RevocationAccount[];
  readonly partition: string;
  readonly trail: Pick<Trail, 'write'>;
  readonly clock: Clock;
  readonly timer: Timer;
};

/** Twice as long as anything may live: one that was finished late is still found while what it denies may live. */
const lookBackMs = 2 * longestLifeMs;

/** In each round somebody revoked something while the accounts were written. */
const mostRounds = 5;

/**
 * Makes every account deny what was revoked and may still be in use, and notes it with each revocation. It reads again
 * after it has written: of two runs at once, the one that writes last has seen all. An account that fails stops no
 * other; it is logged and counted, and in the end `DEPENDENCY_UNAVAILABLE` is thrown, so that the run is repeated.
 */
export async function denyEverywhere(world: DenyWorld): Promise<void> {
  const nowMs = world.clock.nowMs();
  let failed = new Set<string>();
  let before = '';
  for (let round = 1; round <= mostRounds; round += 1) {
    const revocations = await recentRevocations(world.revocations, nowMs);
    const wanted = world.accounts.map((at) => ({
      at,
      policy: denyPolicy(revocations, { ...world, account: at.account, nowMs }),
    }));
    const state = JSON.stringify(wanted.map(({ policy }) => policy.document));
    if (state === before) break;
    before = state;
    const outcomes = await Promise.all(wanted.map((each) => denyIn(each, revocations, world)));
    failed = new Set(outcomes.flatMap((account) => account ?? []));
    if (failed.size === world.accounts.length) break;
  }
  if (failed.size > 0) {
    const names = [...failed].sort().join(', ');
    throw new SentinelError('DEPENDENCY_UNAVAILABLE', `what was revoked is not denied in ${names}`);
  }
}

/** All that may have something to deny, and those that are not finished. Oldest first. */
export function recentRevocations(
  revocations: Pick<Revocations, 'since'>,
  nowMs: number,
): Promise<readonly Revocation[]> {
  return revocations.since(nowMs - lookBackMs);
}

type Wanted = { readonly at: RevocationAccount; readonly policy: DenyPolicy };

/** The account, if it failed. */
async function denyIn(
  { at, policy }: Wanted,
  revocations: readonly Revocation[],
  world: DenyWorld,
): Promise<string | undefined> {
  try {
    await putDeny(at, policy.document, world);
    const atMs = world.clock.nowMs();
    for (const { id, effects } of revocations) {
      const covered = policy.covers.get(id);
      if (covered === undefined || effects.has(at.account)) continue;
      await world.revocations.noteEffect(id, at.account, { atMs, ...covered });
    }
    return undefined;
  } catch (error) {
    const { code, detail = '' } = failureOf(error);
    world.trail.write(
      asciiLine({ level: 'error', event: 'deny', account: at.account, code, detail }),
    );
    world.trail.write(
      metricLine({ name: 'RevocationFailed', detail: at.account }, world.clock.nowMs()),
    );
    return at.account;
  }
}
