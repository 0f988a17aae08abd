import { makeToken } from '@sentinel/cli/token/make-token';
import { expect, test } from 'vitest';
import { ordersHost, type VendedKeys, withService } from './with-service.ts';

const region = 'eu-west-1';

function tokenOf(credentials: VendedKeys, wish: { audience?: string; nowMs?: number } = {}) {
  return makeToken({ credentials, region, audience: ordersHost, nowMs: Date.now(), ...wish });
}

test('SEC-11 a service with sessionGuard serves a live session until it ends, at the very next call', async () => {
  await withService(async ({ vend, guarded, call, stack, serviceKeys, decisions }) => {
    const keys = await vend('alice');
    const orders = await guarded();

    const before = await orders.ask(keys);
    await call('alice', 'POST', `/sessions/${keys.sessionId}/end`);
    const after = await orders.ask(keys);
    const alice = stack.users.find(({ name }) => name === 'alice');
    const own = await orders.ask(alice ?? serviceKeys);

    expect(before).toMatchObject({
      status: 200,
      json: {
        allowed: true,
        session: { id: keys.sessionId, subject: 'alice@example.com', profile: 'dev' },
      },
    });
    const refused = { status: 403, json: { allowed: false, code: 'NO_LIVE_SESSION' } };
    expect(after, 'SECURITY VIOLATION: an ended session was served').toMatchObject(refused);
    expect(own, 'SECURITY VIOLATION: base credentials were served').toMatchObject(refused);
    const checks = decisions().filter(({ event }) => event === 'session-check');
    expect(checks.map(({ outcome, subject }) => [outcome, subject])).toEqual([
      ['allow', 'role/orders'],
      ['deny', 'role/orders'],
      ['deny', 'role/orders'],
    ]);
  });
});

test('SEC-27 a token serves one host for a minute, while its session is alive', async () => {
  await withService(async ({ vend, authorized, call, stack, serviceKeys }) => {
    const keys = await vend('alice');
    let skewMs = 0;
    const orders = await authorized({ nowMs: () => Date.now() + skewMs });
    const billing = await authorized({
      host: 'billing.example.com',
      audience: 'billing.example.com',
    });
    const both = await authorized({ audience: `${ordersHost},billing.example.com` });
    const token = await tokenOf(keys);
    const ofBilling = await tokenOf(keys, { audience: 'billing.example.com' });

    const served = await orders.ask(token);
    expect(served).toMatchObject({
      status: 200,
      json: { subject: 'alice@example.com', profile: 'dev', session_id: keys.sessionId },
    });

    const forOther = [
      await billing.ask(token),
      await orders.ask(ofBilling),
      await both.ask(ofBilling),
    ];
    expect(
      forOther.map(({ status }) => status),
      'SECURITY VIOLATION: a token was taken at another host',
    ).toEqual([403, 403, 403]);

    skewMs = 61_000;
    const late = await orders.ask(token);
    skewMs = -6_000;
    const early = await orders.ask(token);
    skewMs = 0;
    expect(
      [late.status, early.status],
      'SECURITY VIOLATION: a token was taken outside its minute',
    ).toEqual([403, 403]);

    const alice = stack.users.find(({ name }) => name === 'alice');
    const ofBase = await tokenOf({ ...keys, ...(alice ?? serviceKeys) });
    expect((await orders.ask(ofBase)).status, 'SECURITY VIOLATION: base credentials').toBe(403);

    await call('alice', 'POST', `/sessions/${keys.sessionId}/end`);
    const ended = await orders.ask(await tokenOf(keys));
    expect(ended.status, 'SECURITY VIOLATION: an ended session was served').toBe(403);

    const told = orders.lines.map((line) => JSON.parse(line));
    expect(told.map(({ outcome, because }) => because ?? outcome)).toEqual([
      'allow',
      'other-audience',
      'stale',
      'stale',
      'unknown-session',
      'session-over',
    ]);
    const written = [...orders.lines, ...billing.lines, ...both.lines].join('\n');
    expect(written, 'SECURITY VIOLATION: a secret was logged').not.toContain(token.slice(-40));
    expect(written, 'SECURITY VIOLATION: a secret was logged').not.toContain(keys.sessionToken);
  });
});

test('SEC-27 a token that was forged, or signed for something else, is refused by STS', async () => {
  await withService(async ({ vend, authorized, stack }) => {
    const [keys, others] = [await vend('alice'), await vend('bob')];
    const orders = await authorized();
    const forged: readonly VendedKeys[] = [
      { ...keys, secretAccessKey: others.secretAccessKey },
      { ...keys, sessionToken: others.sessionToken },
      { ...others, accessKeyId: keys.accessKeyId },
    ];

    const answers = await Promise.all(forged.map(async (each) => orders.ask(await tokenOf(each))));

    expect(
      answers.map(({ status }) => status),
      'SECURITY VIOLATION: a forged token',
    ).toEqual([403, 403, 403]);
    const because = orders.lines.map((line) => JSON.parse(line).because);
    expect(because).toEqual(['not-proven', 'not-proven', 'not-proven']);
    expect(stack.sts.count('GetCallerIdentity')).toBe(0);
  });
});
