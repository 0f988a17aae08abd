import { describe, expect, test } from 'vitest';
import { aRequest } from '../testing/a-request.ts';
import { askToVend, putRules } from '../testing/a-vend.ts';
import { aWorld, codeOf, ownAccount, profileNamed } from '../testing/a-world.ts';
import { aGuard, anEvent } from '../testing/an-event.ts';
import { everyOrder } from '../testing/every-order.ts';
import type { Intercept } from './memory/intercept.ts';
import type { MemoryWorld } from './memory/world.ts';
import type { VendInput } from './vend-ask.ts';

const profile = profileNamed('production');
const nowMs = Date.UTC(2026, 0, 25, 14, 30);
const minute = 60_000;
const window = { fromMs: nowMs - minute, untilMs: nowMs + 59 * minute };
const ports = new Set(['requests', 'breakGlass']);
const writes = new Set(['use', 'change', 'changeGuard', 'ofProfile', 'guard']);

/** A world in which alice holds a grant with so many uses, and an open break-glass if it is asked for. */
async function start(
  given: { readonly maxUses?: number; readonly isBroken?: boolean },
  intercept: Intercept,
) {
  const { outside, world } = aWorld({ intercept });
  putRules(
    outside,
    profile,
    '  - { name: a, effect: require_approval, conditions: { any: true } }',
    `approval: { approvers: { users: [carol@example.com] } }
break_glass: { eligible: { users: [alice@example.com] }, reason_codes: [incident] }`,
  );
  if (given.maxUses !== undefined) {
    await outside.requests.create(
      aRequest({
        profile,
        terms: {
          roleArn: `arn:aws:iam::${ownAccount}:role/SentinelProtected-X`,
          rule: 'a',
          sessionPolicy: '',
        },
        createdAtMs: nowMs - 2 * minute,
        grant: { ...window, maxUses: given.maxUses },
      }),
    );
  }
  if (given.isBroken) {
    const event = anEvent({ profile, openedAtMs: window.fromMs, endsAtMs: window.untilMs });
    await outside.breakGlass.changeGuard(
      await outside.breakGlass.guard(event.person),
      aGuard(event),
    );
  }
  const vend =
    (input: VendInput = {}) =>
    () =>
      askToVend(world, { profile, ...input });
  return { outside, world, vend };
}

const uses = async (outside: MemoryWorld) => {
  const [request] = await outside.requests.ofProfile(aRequest().subject, profile, 0);
  return request?.sessionIds.length ?? 0;
};

const isGated = (call: { readonly port: string; readonly method: string }) =>
  ports.has(call.port) && writes.has(call.method);

describe('SEC-09 vends under one grant, in every order of their calls', () => {
  test.each([
    [2, 1],
    [3, 1],
    [3, 2],
  ])('SEC-09 %i vends, %i uses: never one more', async (vends, maxUses) => {
    const orders = await everyOrder({
      isGated,
      start: async (intercept) => {
        const { outside, vend } = await start({ maxUses }, intercept);
        return { state: outside, clients: Array.from({ length: vends }, () => vend()) };
      },
      check: async (outside, results, order) => {
        const vended = results.filter((result) => codeOf(result) === 'OK').length;
        const when = `in the order ${order.join()}`;
        expect(vended, `SECURITY VIOLATION: ${vended} vends for ${maxUses} uses ${when}`).toBe(
          maxUses,
        );
        expect(await uses(outside), when).toBe(maxUses);
        expect(outside.credentials.asked(), when).toHaveLength(maxUses);
      },
    });

    expect(orders).toBeGreaterThanOrEqual(vends === 2 ? 6 : 90);
  });

  test('SEC-09 a vend and a withdrawal: what was not counted before it, is not vended', async () => {
    await everyOrder({
      isGated,
      start: async (intercept) => {
        const { outside, world, vend } = await start({ maxUses: 5 }, intercept);
        const seen: { uses: number | undefined } = { uses: undefined };
        const withdraw = async () => {
          const [before] = await world.requests.ofProfile(aRequest().subject, profile, 0);
          if (before === undefined) throw new Error('no request');
          const after = {
            ...before,
            status: 'withdrawn' as const,
            version: before.version + 1,
            lastChange: 'w',
          };
          const isWithdrawn = await world.requests.change(before, after);
          seen.uses = await uses(outside);
          return isWithdrawn;
        };
        return { state: { outside, seen }, clients: [vend(), vend(), withdraw] };
      },
      check: async ({ outside, seen }, results) => {
        const vended = results.slice(0, 2).filter((result) => codeOf(result) === 'OK').length;
        expect(results[2]).toBe(true);
        expect(await uses(outside), 'SECURITY VIOLATION: vended without a use').toBe(vended);
        expect(seen.uses, 'SECURITY VIOLATION: counted after the withdrawal').toBe(vended);
      },
    });
  });
});

test('SEC-10 a vend and the closing of its break-glass: none is counted after the closing', async () => {
  await everyOrder({
    isGated,
    start: async (intercept) => {
      const { outside, world, vend } = await start({ isBroken: true }, intercept);
      const seen: { uses: number | undefined } = { uses: undefined };
      const close = async () => {
        const guard = await world.breakGlass.guard(anEvent().person);
        const [event] = guard.events;
        if (event === undefined) throw new Error('no event');
        const closed = { ...event, status: 'closed' as const, version: event.version + 1 };
        const isClosed = await world.breakGlass.changeGuard(guard, {
          ...guard,
          version: guard.version + 1,
          lastChange: 'c',
          events: [closed],
        });
        seen.uses = (await outside.breakGlass.guard(anEvent().person)).events[0]?.sessionIds.length;
        return isClosed;
      };
      return {
        state: { outside, seen },
        clients: [vend(), vend(), close],
      };
    },
    check: async ({ outside, seen }, results) => {
      const vended = results.slice(0, 2).filter((result) => codeOf(result) === 'OK').length;
      const [event] = (await outside.breakGlass.guard(anEvent().person)).events;
      expect(results[2]).toBe(true);
      expect(event?.status).toBe('closed');
      expect(event?.sessionIds.length, 'SECURITY VIOLATION: vended without a use').toBe(vended);
      expect(seen.uses, 'SECURITY VIOLATION: counted after the closing').toBe(vended);
    },
  });
});
