import type { Block, KeyRecord } from '../ports.ts';
import type { Session } from './session.ts';

/** What a key that was vended is worth now. Only `alive` is worth anything. */
export type Liveness = 'alive' | 'revoked' | 'blocked' | 'ended' | 'void' | 'expired';

/** What must be known to tell, all of it read consistently. */
export type LivenessFacts = {
  readonly nowMs: number;
  /** What began before this is void. */
  readonly notBeforeMs: number;
  /** Of the session's subject, those that are over too. */
  readonly subjectBlocks: Iterable<Block>;
  /** Of the session's profile, those that are over too. */
  readonly profileBlocks: Iterable<Block>;
};

/**
 * Whether a key still stands for its session. AWS lets a key that it denies everything still say whose it is, so
 * that alone tells nothing.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export function livenessOf(key: KeyRecord, session: Session, facts: LivenessFacts): Liveness {
  const { nowMs, notBeforeMs, subjectBlocks, profileBlocks } = facts;
  if (session.status === 'revoked') return 'revoked';
  if ([...subjectBlocks, ...profileBlocks].some(shutsOut)) return 'blocked';
  if (session.status === 'ended') return 'ended';
  if (session.openedAtMs < notBeforeMs) return 'void';
  return Math.min(key.expiresAtMs, session.expiresAtMs) <= nowMs ? 'expired' : 'alive';

  /** Nothing is vended under a block: a key older than its end is older than its beginning, and meant by it. */
  function shutsOut(block: Block): boolean {
    const isOfSession = block.profile === '*' || block.profile === session.profile;
    return isOfSession && block.untilMs > Math.min(issuedAtMs(key, session), nowMs);
  }
}

/** When the key was issued, or before: only of the last vend the session knows it. */
function issuedAtMs(key: KeyRecord, session: Session): number {
  return key.requestId === session.lastRequestId ? session.lastVendAtMs : session.openedAtMs;
}
