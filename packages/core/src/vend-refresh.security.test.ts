import { expect, test } from 'vitest';
import { askToVend } from '../testing/a-vend.ts';
import { aWorld } from '../testing/a-world.ts';
import { isRefusal } from './reasons.ts';

test('SEC-11 of two refreshes at once a session lasts as long as the longer: until then a revocation finds it', async () => {
  const hour = { profile: 'dev', duration: 3600 };
  const quarter = { profile: 'dev', duration: 900 };
  let between: (() => Promise<unknown>) | undefined;
  const { outside, world } = aWorld({
    intercept: ({ port, method }, proceed) => {
      const happen = between;
      if (happen === undefined || `${port}.${method}` !== 'sessions.refresh') return proceed();
      between = undefined;
      return happen().then(proceed);
    },
  });
  const first = await askToVend(world, quarter);
  if (isRefusal(first)) throw new Error(first.message);
  const session_id = first.session.id;
  between = () => askToVend(world, { ...hour, session_id });

  await askToVend(world, { ...quarter, session_id });

  expect(outside.sessions.all(), 'SECURITY VIOLATION: a key outlives its session').toMatchObject([
    { vends: 3, expiresAtMs: outside.clock.nowMs() + 3_600_000 },
  ]);
});
