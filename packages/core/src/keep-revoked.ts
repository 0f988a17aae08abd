import { asciiLine } from './audit/line.ts';
import { metricLine } from './audit/metric.ts';
import { type Completing, completeRevocation } from './complete-revocation.ts';
import { type DenyWorld, denyEverywhere, recentRevocations } from './deny-everywhere.ts';
import { SentinelError } from './errors.ts';
import { wordsOfFailure } from './failure.ts';
import type { Timer } from './ports.ts';

/** What a round needs. */
export type KeepWorld = DenyWorld &
  Completing & {
    /** Time that passes beside what is under way. */
    readonly meanwhile: Timer;
  };

/** Milliseconds between two looks for what was revoked, while something takes its time to be finished. */
const lookAgainMs = 5000;

/**
 * One round of the revoker: denies in every account what was revoked, then finishes what a crash left open, and
 * denies once more what was issued until then. What is revoked or done meanwhile is denied within seconds: there is one
 * revoker at a time, and no revocation waits until another, of thousands of sessions or on a table that hangs, is
 * finished. Nothing that fails stops the rest; in the end `DEPENDENCY_UNAVAILABLE` is thrown if something failed and was
 * not made good, so that the round is repeated.
 */
export async function keepRevoked(world: KeepWorld): Promise<void> {
  const before = await stateOf(world).catch(() => '');
  const first = await outcomeOf(denyEverywhere(world));
  const recent = await recentRevocations(world.revocations, world.clock.nowMs());
  const open = recent.filter(({ status }) => status === 'open');
  const completing = Promise.all(open.map(({ id }) => complete(id, world)));
  if (open.length > 0) await denyMeanwhile(completing, first ? '' : before, world);
  const completed = await completing;
  const last = open.length === 0 ? first : await outcomeOf(denyEverywhere(world));
  const failures = [last, ...completed].filter((failure) => failure !== undefined);
  if (failures.length > 0) {
    throw new SentinelError('DEPENDENCY_UNAVAILABLE', failures.join('; '));
  }
}

/** Denies what is revoked or done while `work` is under way; what cannot be denied is tried at the next look. */
async function denyMeanwhile(
  work: Promise<unknown>,
  /** What is denied already, by `stateOf`. */
  before: string,
  world: KeepWorld,
): Promise<void> {
  const ended = work.then(() => 'ended' as const);
  let denied = before;
  while ((await Promise.race([ended, world.meanwhile.wait(lookAgainMs)])) !== 'ended') {
    const state = await stateOf(world).catch(() => denied);
    if (state === denied) continue;
    if ((await outcomeOf(denyEverywhere(world))) === undefined) denied = state;
  }
}

/** All that may have to be denied, and how far each has come. */
async function stateOf({ revocations, clock }: KeepWorld): Promise<string> {
  const recent = await recentRevocations(revocations, clock.nowMs());
  return recent.map(({ id, version }) => `${id} ${version}`).join();
}

async function complete(
  id: Parameters<typeof completeRevocation>[0]['id'],
  world: KeepWorld,
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
