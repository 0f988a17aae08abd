import { describe, expect, test } from 'vitest';
import { askToVend } from '../testing/a-vend.ts';
import { aWorld, codeOf, decisions } from '../testing/a-world.ts';
import type { SubjectId } from './identity/subject.ts';
import type { PortCall } from './memory/intercept.ts';
import type { MemoryWorld } from './memory/world.ts';
import { isRefusal } from './reasons.ts';

/** Where the two steps of a revocation fall: before or after the n-th call of a vend, the second not before the first. */
type Schedule = {
  readonly block: number;
  readonly sweep: number;
  readonly moment: 'before' | 'after';
};

const alice = 'alice@example.com' as SubjectId;
const beside = new Set(['clock', 'trail', 'random']);

/** One vend, new or continuing, while a revocation of its subject happens at the scheduled calls. */
async function race(schedule: Schedule, isContinuing: boolean) {
  let calls = 0;
  let isArmed = false;
  let isRevoked = false;
  let outside: MemoryWorld | undefined;
  const step = (call: number) => {
    if (outside === undefined) return;
    const nowMs = outside.clock.nowMs();
    if (call === schedule.block) {
      outside.subjects.block(alice, 'r1', { profile: '*', untilMs: nowMs + 3_600_000 });
    }
    if (call === schedule.sweep) {
      for (const session of outside.sessions.all()) outside.sessions.revoke(session, nowMs);
      isRevoked = true;
    }
  };
  const built = aWorld({
    intercept: (call: PortCall, proceed) => {
      if (!isArmed || beside.has(call.port)) return proceed();
      calls += 1;
      const own = calls;
      if (schedule.moment === 'before') step(own);
      const answer = proceed();
      if (schedule.moment === 'before' || !(answer instanceof Promise)) return answer;
      return answer.then((value) => {
        step(own);
        return value;
      });
    },
  });
  outside = built.outside;
  const first = isContinuing ? await askToVend(built.world) : undefined;
  const continued = first === undefined || isRefusal(first) ? {} : { session_id: first.session.id };
  outside.clock.advance(1000);
  isArmed = true;
  const result = await askToVend(built.world, { profile: 'dev', ...continued });
  isArmed = false;
  return { result, calls, isRevoked, session: outside.sessions.all().at(-1), outside };
}

describe('SEC-11 a vend and a revocation in every order', () => {
  test.each([
    ['a new session', false, 'before'],
    ['a new session', false, 'after'],
    ['a continued session', true, 'before'],
    ['a continued session', true, 'after'],
  ] as const)(
    'SEC-11 %s (%s), steps %s a call: refused, or committed and then revoked',
    async (_what, isContinuing, moment) => {
      const { calls } = await race({ block: 0, sweep: 0, moment }, isContinuing);
      expect(calls).toBeGreaterThanOrEqual(10);
      let vended = 0;
      let refused = 0;
      for (let block = 1; block <= calls; block++) {
        for (let sweep = block; sweep <= calls + 1; sweep++) {
          const { result, isRevoked, session, outside } = await race(
            { block, sweep, moment },
            isContinuing,
          );

          const when = `blocked at call ${block}, swept at ${sweep}`;
          if (isRefusal(result)) {
            refused += 1;
            expect(codeOf(result), when).toMatch(/^(SUBJECT_BLOCKED|SESSION_REVOKED)$/);
            continue;
          }
          vended += 1;
          const isCovered = !isRevoked || session?.status === 'revoked';
          expect(isCovered, `SECURITY VIOLATION: a vend slipped past a revocation, ${when}`).toBe(
            true,
          );
          expect(decisions(outside).at(-1)?.outcome, when).toBe('allow');
        }
      }

      expect([vended > 0, refused > 0]).toEqual([true, true]);
    },
  );
});
