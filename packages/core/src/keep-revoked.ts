import { asciiLine } from './audit/line.ts';
import { metricLine } from './audit/metric.ts';
import { type Completing, completeRevocation } from './complete-revocation.ts';
import { type DenyWorld, denyEverywhere, recentRevocations } from './deny-everywhere.ts';
import { SentinelError } from './errors.ts';
import { wordsOfFailure } from './failure.ts';

/**
 * One round of the revoker: denies in every account what was revoked, then finishes what a crash left open, and
 * denies once more what was issued until then. Nothing that fails stops the rest; in the end `DEPENDENCY_UNAVAILABLE`
 * is thrown if something failed and was not made good, so that the round is repeated.
 */
export async function keepRevoked(world: DenyWorld & Completing): Promise<void> {
  const first = await outcomeOf(denyEverywhere(world));
  const recent = await recentRevocations(world.revocations, world.clock.nowMs());
  const open = recent.filter(({ status }) => status === 'open');
  const completed = await Promise.all(open.map(({ id }) => complete(id, world)));
  const last = open.length === 0 ? first : await outcomeOf(denyEverywhere(world));
  const failures = [last, ...completed].filter((failure) => failure !== undefined);
  if (failures.length > 0) {
    throw new SentinelError('DEPENDENCY_UNAVAILABLE', failures.join('; '));
  }
}

async function complete(
  id: Parameters<typeof completeRevocation>[0]['id'],
  world: DenyWorld & Completing,
): Promise<string | undefined> {
  const failure = await outcomeOf(completeRevocation({ id }, world));
  if (failure === undefined) return undefined;
  world.trail.write(
    asciiLine({ level: 'error', event: 'complete', revocation: id, detail: failure }),
  );
  world.trail.write(metricLine({ name: 'CompletionFailed', detail: id }, world.clock.nowMs()));
  return `revocation \`${id}\` is not finished`;
}

async function outcomeOf(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    return wordsOfFailure(error);
  }
}
