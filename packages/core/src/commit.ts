import type { ChainedLine } from './audit/chain.ts';
import { failureOf } from './failure.ts';
import type { IssuedCredentials, SessionRef } from './ports.ts';
import { type Refusal, reasons } from './reasons.ts';
import type { Session, Vend } from './session/session.ts';
import { together } from './together.ts';
import type { Call, World } from './world.ts';

/** A revocation waits this long, so that a vend which is slower must withdraw. */
export const longestIssueMs = 10_000;

/**
 * The commit: the session takes the vend if it is still active, and the key leads to its decision line, which is
 * fixed before. `undefined`: committed.
 */
export async function commit(
  call: Call,
  about: {
    readonly session: Session;
    readonly vend: Vend;
    readonly credentials: IssuedCredentials;
    readonly line: ChainedLine;
    /** From when on what was issued is of no use. */
    readonly endsUseAtMs: number;
    readonly issuingSinceMs: number;
  },
  world: World,
): Promise<Refusal | undefined> {
  const { session, vend, credentials, line, endsUseAtMs, issuingSinceMs } = about;
  const ref: SessionRef = { subject: session.subject, id: session.id };
  try {
    const [isCommitted] = await call.story.timed('commit', () =>
      together([
        () => world.sessions.commit(ref, vend),
        () =>
          world.sessions.putKey({
            accessKeyId: credentials.accessKeyId,
            session: ref,
            requestId: call.requestId,
            expiresAtMs: endsUseAtMs,
            line: { writer: line.writer, seq: line.seq, hash: line.hash },
          }),
      ]),
    );
    if (isCommitted !== true) return await refuseInactive(ref, world);
  } catch (error) {
    return failureOf(error);
  }
  const tookMs = world.clock.nowMs() - issuingSinceMs;
  // A clock that was set back tells nothing of how long it took.
  if (tookMs >= longestIssueMs || tookMs < 0) {
    return reasons.unavailable('issuing took longer than a revocation waits');
  }
  return undefined;
}

async function refuseInactive(ref: SessionRef, world: World): Promise<Refusal> {
  const session = await world.sessions.find(ref);
  return session?.status === 'revoked'
    ? reasons.sessionRevoked()
    : reasons.sessionConflict('it has ended');
}
