import { completeRevocation } from '@sentinel/core/complete-revocation';
import { memoryClock } from '@sentinel/core/memory/clock';
import { type Intercept, intercepted } from '@sentinel/core/memory/intercept';
import { memoryTimer } from '@sentinel/core/memory/timer';
import type { RevocationTarget } from '@sentinel/core/revocation/revocation';
import { aRevocation, revocationId, targets } from '@sentinel/core/testing/contracts/a-revocation';
import {
  aSession,
  aVend,
  noon,
  sessionId,
  subject,
} from '@sentinel/core/testing/contracts/a-session';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalTables, localTables } from '../../testing/local-table.ts';
import { dynamoRevocations } from './dynamo-revocations.ts';
import { dynamoSessions } from './dynamo-sessions.ts';
import { dynamoSubjects } from './dynamo-subjects.ts';

const retentionMs = 400 * 86_400_000;
const rounds = 50;
const atOnce = 5;
const together = 64;
/** Of them, vend anew: of five calls each, where those that continue make one. */
const opening = 8;
const waves = 6;

let tables: LocalTables;
beforeAll(async () => {
  tables = await localTables();
});
afterAll(() => tables.close());

const kinds: readonly ((round: number) => RevocationTarget)[] = [
  (round) => ({ ...targets.session, subject: who(round), sessionId: hex('a', round) }),
  (round) => ({ ...targets.subject, subjects: [who(round)] }),
  (round) => ({ ...targets.subjectOnProfile, subjects: [who(round)] }),
];

test('SEC-11 64 clients that vend and refresh against a revocation, 50 times: none succeeds once it returned', async () => {
  const table = await tables.create();
  const connect = () => {
    const connected = table.connect();
    return {
      subjects: dynamoSubjects(connected, retentionMs),
      sessions: dynamoSessions(connected, retentionMs),
      revocations: dynamoRevocations(connected, retentionMs),
    };
  };
  const clients = Array.from({ length: 8 }, connect);
  const seen = { before: 0, refused: 0 };

  for (let round = 0; round < rounds; round += atOnce) {
    const batch = Array.from({ length: atOnce }, (_, index) => round + index);
    await Promise.all(batch.map((each) => race(each, clients, seen)));
  }

  expect(seen.before, 'none came before its revocation').toBeGreaterThan(rounds);
  expect(seen.refused, 'none came after its revocation').toBeGreaterThan(rounds);
}, 60_000);

type Clients = readonly {
  readonly subjects: ReturnType<typeof dynamoSubjects>;
  readonly sessions: ReturnType<typeof dynamoSessions>;
  readonly revocations: ReturnType<typeof dynamoRevocations>;
}[];

async function race(
  round: number,
  clients: Clients,
  seen: { before: number; refused: number },
): Promise<void> {
  const owner = who(round);
  const session = aSession({ id: hex('a', round), subject: owner, lastRequestId: `r${round}` });
  const target = kinds[round % kinds.length]?.(round) ?? targets.profile;
  const made = aRevocation({ id: revocationId(hex('f', round)), target });
  const of = (index: number) => clients[index % clients.length] ?? fail();
  await of(0).sessions.open(session);
  await of(0).revocations.create(made);
  let isRevoked = false;

  // A wave of clients at each step of the revocation, and one after it, so that some come before and some after.
  const steps = Array.from({ length: waves }, () => Promise.withResolvers<void>());
  const turn = (index: number) => steps[index % waves]?.promise;
  const isOfSubject = target.kind === 'subject';
  const anew = isOfSubject ? opening : 0;
  const vends = Array.from({ length: together - anew }, async (_, index) => {
    const { sessions } = of(index);
    const vend = aVend({ requestId: `v${round}-${index}` });
    await turn(index);
    const isLate = isRevoked;
    const done =
      index % 2 === 0
        ? await sessions.commit(session, vend)
        : (await sessions.refresh(session, session, vend)) !== undefined;
    return { done, isLate };
  });
  const opened = Array.from({ length: anew }, async (_, index) => {
    const { subjects, sessions } = of(index);
    const id = sessionId(`b${index.toString(16)}${hex('0', round).slice(2)}`);
    await turn(index);
    const { epoch, blocks } = await subjects.read(owner);
    if (blocks.size > 0) return { done: false, isLate: isRevoked };
    const fresh = aSession({ id, subject: owner, lastRequestId: `o${id}` });
    await sessions.open(fresh);
    const isSame = (await subjects.read(owner)).epoch === epoch;
    const isLate = isRevoked;
    const done = isSame && (await sessions.commit(fresh, aVend({ requestId: `o${id}` })));
    return { done, isLate };
  });
  let taken = 0;
  const step: Intercept = (_call, proceed) => {
    steps[taken]?.resolve();
    taken += 1;
    return proceed();
  };
  const clock = memoryClock(noon);
  const revoker = { ...intercepted(of(round + 3), step), clock, timer: memoryTimer(clock) };
  const revocation = completeRevocation(made, revoker).then(() => {
    isRevoked = true;
    for (const each of steps) each.resolve();
  });
  const all = await Promise.all([...vends, ...opened]);
  await revocation;

  const next = await of(round + 1).sessions.refresh(session, session, aVend());
  expect(next, 'SECURITY VIOLATION: the very next refresh is not refused').toBeUndefined();
  const late = all.filter(({ done, isLate }) => done && isLate);
  expect(late, `SECURITY VIOLATION: committed after the revoke, round ${round}`).toEqual([]);
  seen.before += all.filter(({ done }) => done).length;
  seen.refused += all.filter(({ done }) => !done).length;
  if (!isOfSubject) return;
  const left = await of(0).sessions.activeOf(owner, { expiringAfterMs: noon });
  const handedOut = await committed(left, of(0));
  expect(handedOut, `SECURITY VIOLATION: a session was overlooked, round ${round}`).toEqual([]);
}

/** Those of the active sessions whose vend was committed: a commit notes its own end. */
async function committed(
  refs: Awaited<ReturnType<Clients[number]['sessions']['activeOf']>>,
  { sessions }: Clients[number],
): Promise<readonly string[]> {
  const found = await Promise.all(refs.map((ref) => sessions.find(ref)));
  return found.flatMap((session) =>
    session !== undefined && session.expiresAtMs === aVend().expiresAtMs ? [session.id] : [],
  );
}

function who(round: number) {
  return subject(`user-${round}@example.com`);
}

function hex(first: string, round: number) {
  return sessionId(`${first}${round.toString(16).padStart(15, '0')}`);
}

function fail(): never {
  throw new Error('there are clients');
}
