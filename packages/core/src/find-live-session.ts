import type { Ports } from './ports.ts';
import { type Refusal, reasons } from './reasons.ts';
import { type Liveness, livenessOf } from './session/liveness.ts';
import type { Session } from './session/session.ts';
import { together } from './together.ts';

/** A session that is alive, by one of its keys. */
export type LiveSession = {
  readonly session: Session;
  /** Of the vend that issued the key. */
  readonly requestId: string;
  /** From then on the key is of no use, whatever STS says. */
  readonly expiresAtMs: number;
};

/** Reads only, each a consistent read of one item. */
export type LiveSessionPorts = {
  readonly sessions: Pick<Ports['sessions'], 'findKey' | 'find'>;
  readonly subjects: Pick<Ports['subjects'], 'read' | 'readProfile'>;
  readonly control: Pick<Ports['control'], 'notBeforeMs'>;
  readonly clock: Ports['clock'];
};

/** The session behind an access key, if it is alive. A key that we never vended has none. */
export async function findLiveSession(
  accessKeyId: string,
  ports: LiveSessionPorts,
): Promise<LiveSession | Refusal> {
  const { sessions, subjects, control, clock } = ports;
  const key = await sessions.findKey(accessKeyId);
  if (key === undefined) return reasons.noSuchSession();
  const [session, subject, notBeforeMs] = await together([
    () => sessions.find(key.session),
    () => subjects.read(key.session.subject),
    () => control.notBeforeMs(),
  ]);
  if (session === undefined) return reasons.noSuchSession();
  const profile = await subjects.readProfile(session.profile);
  const liveness = livenessOf(key, session, {
    nowMs: clock.nowMs(),
    notBeforeMs,
    subjectBlocks: subject.blocks.values(),
    profileBlocks: profile.blocks.values(),
  });
  const refusal = refusalOf(liveness);
  if (refusal !== undefined) return refusal;
  return { session, requestId: key.requestId, expiresAtMs: key.expiresAtMs };
}

function refusalOf(liveness: Liveness): Refusal | undefined {
  switch (liveness) {
    case 'alive':
      return undefined;
    case 'revoked':
    case 'blocked':
      return reasons.sessionRevoked();
    case 'ended':
    case 'void':
    case 'expired':
      return reasons.conflict(`the session is \`${liveness}\``);
    default:
      return reasons.internal(`unknown liveness ${JSON.stringify(liveness satisfies never)}`);
  }
}
