import { aRevocation } from '@sentinel/core/testing/a-revocation';
import { aRevoker } from '@sentinel/core/testing/a-revoker';
import { expect, test } from 'vitest';
import { completeRevocation } from './complete-revocation.ts';
import { isRefusal } from './reasons.ts';
import type { Revocation } from './revocation/revocation.ts';
import { transition } from './revocation/transition.ts';

/** As a crash leaves it right after it was stored. */
function open(): Revocation {
  const { doneAtMs: _, ...revocation } = aRevocation(1, { version: 1 });
  return { ...revocation, status: 'open' };
}

test('what another has finished meanwhile, and lifted since, stays as it is then', async () => {
  let isFirst = true;
  const stage = aRevoker({
    intercept: (call, proceed) => {
      if (call.port !== 'revocations' || call.method !== 'change' || !isFirst) return proceed();
      isFirst = false;
      return finishAndLift().then(proceed);
    },
  });
  const { clock, revocations } = stage;
  const finishAndLift = async () => {
    const done = await completeRevocation(open(), stage.world);
    const event = { kind: 'lift', by: done.by, change: '00000000000000e2' } as const;
    const lifted = transition(done, event, clock.nowMs());
    if (isRefusal(lifted)) throw new Error(lifted.message);
    await revocations.change(done, lifted);
  };
  await revocations.create(open());

  const revocation = await completeRevocation(open(), stage.world);

  expect(revocation).toMatchObject({ status: 'lifted', version: 3 });
});

test('what changes each time that it is read is not taken for done', async () => {
  let tries = 0;
  const { world, revocations } = aRevoker({
    intercept: (call, proceed) => {
      if (call.port !== 'revocations' || call.method !== 'change') return proceed();
      tries += 1;
      return Promise.resolve(false);
    },
  });
  await revocations.create(open());

  const outcome = completeRevocation(open(), world);

  await expect(outcome).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
  expect(tries).toBe(8);
});

test('what is not there cannot be finished', async () => {
  const { world } = aRevoker();

  await expect(completeRevocation(open(), world)).rejects.toMatchObject({
    code: 'DEPENDENCY_UNAVAILABLE',
  });
});
