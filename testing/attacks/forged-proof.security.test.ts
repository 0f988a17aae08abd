import { place } from '@sentinel/devstack/stack/place';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openRange, type Range } from './firing-range.ts';
import { type Keys, keysIn, requestBytes, type Shot, sendBytes } from './hostile-client.ts';
import { repel, vendShot } from './repel.ts';
import { alicesArn, unproven } from './unproven.ts';

let range: Range;
let mallory: Keys;
let alice: Keys;

beforeAll(async () => {
  // Also the account of the workload, so that what we vended is refused for what it is.
  const accounts = `${place.hubAccount},${place.workloadAccount}`;
  range = await openRange({ settings: { SENTINEL_CALLER_ACCOUNTS: accounts } });
  [mallory, alice] = [range.keysOf('mallory'), range.keysOf('alice')];
});
afterAll(async () => {
  vi.useRealTimers();
  await range.close();
});

const vend = vendShot('dev');

describe('SEC-03 a request that does not prove who sent it', () => {
  test.each(unproven)('SEC-03 %s', async (wants, by, shot) => {
    const who = { mallory, alice };
    await repel(range, { wants, by: by(who), shot: shot(who), refused: 'gateway' });
  });

  test('SEC-03 what was captured is of no use after five minutes, and before that its owner is told', async () => {
    const captured = requestBytes(range.stack.url, alice, { target: '/whoami' });
    const vends = requestBytes(range.stack.url, alice, vend);

    const fresh = await sendBytes(range.stack.url, captured);
    const asAnother = captured.replace('/whoami', '/sessions');
    const other = await sendBytes(range.stack.url, asAnother);
    const changed = await sendBytes(range.stack.url, vends.replace('"dev"', '"sta"'));
    vi.setSystemTime(Date.now() + 301_000);
    const late = await Promise.all([captured, vends].map((raw) => sendBytes(range.stack.url, raw)));
    vi.useRealTimers();

    expect(fresh.json).toMatchObject({ subject: 'alice@example.com' });
    for (const answer of [other, changed, ...late]) {
      expect(answer.status, 'SECURITY VIOLATION: a captured request was taken').toBe(403);
      expect(answer.requestId).toBe(undefined);
    }
    const told = range.decisions().filter(({ request_id }) => request_id === fresh.requestId);
    expect(told).toMatchObject([{ event: 'whoami', caller_arn: alicesArn }]);
  });

  test('SEC-09 a captured vend that is sent again opens what its owner sees, and uses up no other grant', async () => {
    const database = vendShot('database');
    const why = 'a captured request is sent again';
    const made = await range.post(alice, '/requests', { profile: 'database', justification: why });
    const id = String(made.json['id']);
    await range.post(range.keysOf('carol'), `/requests/${id}/approve`, {});
    const captured = requestBytes(range.stack.url, alice, database);

    const answers = await Promise.all(
      [captured, captured].map((raw) => sendBytes(range.stack.url, raw)),
    );
    const shown = await range.fire(alice, { target: `/requests/${id}` });
    await range.post(alice, `/requests/${id}/withdraw`, {});
    const after = await sendBytes(range.stack.url, captured);

    expect(Object(shown.json['grant'])['uses']).toBe(answers.length);
    expect(after.json, 'SECURITY VIOLATION: a replay outlives the grant').toMatchObject({
      Code: 'APPROVAL_REQUIRED',
    });
  });

  test('SEC-03 what we vended ourselves, root, and those who only federate, are refused on every route', async () => {
    const vended = keysIn(await range.fire(mallory, vend));
    const { iam } = range.stack;
    const root = iam.addAccessKey(`arn:aws:iam::${place.hubAccount}:root`);
    const routes: readonly Shot[] = [
      vend,
      vendShot('database'),
      { target: '/profiles' },
      { target: '/sessions' },
      { target: '/requests' },
      { target: `/sessions/check?access_key_id=${vended.accessKeyId}` },
      { method: 'POST', target: '/revocations', body: '{"reason":"because"}' },
    ];
    for (const by of [vended, root]) {
      for (const shot of routes) {
        const refused = { code: 'INVALID_IDENTITY', truth: { subject: null, person: null } };
        await repel(range, { wants: 'in by credentials that may not ask', by, shot, refused });
      }
    }
  });
});
