import { longestIssueMs } from './commit.ts';
import { SentinelError } from './errors.ts';
import type { SessionRef } from './ports.ts';
import { isRefusal } from './reasons.ts';
import type { Revocation } from './revocation/revocation.ts';
import { transition } from './revocation/transition.ts';
import { together } from './together.ts';
import type { World } from './world.ts';

/** What finishing a revocation needs: less than a route has, so that a function of its own can do it. */
export type Completing = Pick<World, 'subjects' | 'sessions' | 'revocations' | 'timer' | 'clock'>;

/** Sessions revoked at the same time. */
const atOnce = 16;

/** Clocks of instances differ by less. */
const skewMs = 300_000;

/** Somebody else who changes it has gone on by then. */
const mostTries = 8;

/**
 * Finishes a revocation that is open, whoever began it; may be repeated, at any step, by many at once. First the
 * blocks, then what is held: a vend writes its session before it reads the blocks once more, so one of the two sees
 * the other. Of a whole profile there is no list of sessions: there every vend that may not have seen the block is
 * waited out. Returns the revocation as it is then.
 */
export async function completeRevocation(
  { id }: Pick<Revocation, 'id'>,
  world: Completing,
): Promise<Revocation> {
  const revocation = await world.revocations.find(id);
  if (revocation === undefined) throw unavailable(`revocation \`${id}\` is not there`);
  if (revocation.status !== 'open') return revocation;
  await putBlocks(revocation, world);
  await endWhatIsHeld(revocation, world);
  return markDone(revocation, world);
}

async function putBlocks(revocation: Revocation, world: Completing): Promise<void> {
  const { id, target, untilMs, isAdministrators } = revocation;
  if (!isAdministrators) return;
  switch (target.kind) {
    case 'session':
      return world.subjects.block(target.subject, id, { profile: target.profile, untilMs });
    case 'subject':
      for (const subject of target.subjects) {
        await world.subjects.block(subject, id, { profile: target.profile ?? '*', untilMs });
      }
      return;
    case 'profile':
      return world.subjects.blockProfile(target.profile, id, untilMs);
  }
}

async function endWhatIsHeld({ target }: Revocation, world: Completing): Promise<void> {
  switch (target.kind) {
    case 'session':
      return endSessions([{ subject: target.subject, id: target.sessionId }], world);
    case 'subject': {
      const expiringAfterMs = world.clock.nowMs() - skewMs;
      const { profile } = target;
      for (const subject of target.subjects) {
        const which = { expiringAfterMs, ...(profile === undefined ? {} : { profile }) };
        await endSessions(await world.sessions.activeOf(subject, which), world);
      }
      return;
    }
    case 'profile':
      return world.timer.wait(longestIssueMs);
  }
}

async function endSessions(sessions: readonly SessionRef[], world: Completing): Promise<void> {
  const atMs = world.clock.nowMs();
  for (let from = 0; from < sessions.length; from += atOnce) {
    const batch = sessions.slice(from, from + atOnce);
    await together(batch.map((session) => () => world.sessions.revoke(session, atMs)));
  }
}

/** The change belongs to the request that made the revocation, whoever finishes it. */
async function markDone(revocation: Revocation, world: Completing): Promise<Revocation> {
  let current: Revocation | undefined = revocation;
  for (let tries = 0; tries < mostTries && current !== undefined; tries += 1) {
    const event = { kind: 'complete', change: current.lastChange } as const;
    const next = transition(current, event, world.clock.nowMs());
    // Another has finished it, and perhaps lifted it since.
    if (isRefusal(next)) return current;
    if (await world.revocations.change(current, next)) return next;
    current = await world.revocations.find(revocation.id);
  }
  throw unavailable(`revocation \`${revocation.id}\` could not be marked as done`);
}

function unavailable(message: string): SentinelError {
  return new SentinelError('DEPENDENCY_UNAVAILABLE', message);
}
