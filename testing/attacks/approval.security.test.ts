import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  approvingShots,
  needed,
  replays,
  requestBy,
  sessionOf,
  vault,
  why,
} from './approval-shots.ts';
import { openRange, type Range } from './firing-range.ts';
import type { Keys } from './hostile-client.ts';
import { repel, vendShot } from './repel.ts';

let range: Range;
let mallory: Keys;
let alice: Keys;
let alicesUser: Keys;
let carol: Keys;

beforeAll(async () => {
  range = await openRange({
    roles: { Vault: ['vault', 'vault2', 'database'] },
    documents: {
      '/sentinel/policies/vault': vault('everyone'),
      '/sentinel/policies/vault2': vault('everyone'),
      '/sentinel/policies/database': vault('everyone').replace('  max_uses: 1\n', ''),
    },
  });
  [mallory, alice, carol] = [range.keysOf('mallory'), range.keysOf('alice'), range.keysOf('carol')];
  alicesUser = range.user('alice');
});
afterAll(() => range.close());
afterEach(() => void vi.useRealTimers());

type Verbs = readonly (readonly [Keys, string])[];

const request = (by: Keys, profile: string, ...verbs: Verbs) =>
  requestBy(by, { ask: { profile }, verbs }, range);

describe('SEC-01 a profile that needs an approval, by whoever has none', () => {
  test.each<{ wants: string; arrange: () => Promise<string>; more?: object; code?: string }>([
    { wants: 'to be vended without having asked', arrange: async () => '' },
    { wants: 'to be vended while the request waits', arrange: () => request(mallory, 'vault') },
    {
      wants: 'to be vended although it was denied',
      arrange: () => request(mallory, 'vault', [carol, 'deny']),
    },
    {
      wants: 'to be vended on a request that was taken back',
      arrange: () => request(mallory, 'vault', [mallory, 'cancel']),
    },
    {
      wants: 'to be vended on a grant that was withdrawn',
      arrange: () => request(mallory, 'vault', [carol, 'approve'], [carol, 'withdraw']),
    },
    {
      wants: 'to be vended on a grant for another profile of the same role',
      arrange: () => request(mallory, 'vault2', [carol, 'approve']),
    },
    {
      wants: "to be vended on somebody else's grant",
      arrange: () => request(alice, 'vault', [carol, 'approve']),
    },
    {
      wants: 'to be vended on a grant before it begins',
      arrange: () => {
        const soon = new Date(Date.now() + 3_600_000).toISOString();
        const ask = { profile: 'vault', not_before: soon };
        return requestBy(mallory, { ask, verbs: [[carol, 'approve']] }, range);
      },
    },
  ])('SEC-01 $wants', async ({ wants, arrange }) => {
    const id = await arrange();

    await repel(range, {
      wants,
      by: mallory,
      shot: vendShot('vault'),
      refused: {
        ...needed,
        truth: { subject: 'mallory@example.com', profile: 'vault', grant_id: null, via: null },
      },
    });
    if (id === '') return;
    await repel(range, {
      wants: `${wants}, by the id of the request as a session`,
      by: mallory,
      shot: vendShot('vault', { session_id: id }),
      refused: { ...needed, truth: { subject: 'mallory@example.com', session_id: null } },
    });
    await range.post(mallory, `/requests/${id}/cancel`, {});
    await range.post(mallory, `/requests/${id}/withdraw`, {});
  });

  test('SEC-09 the session of an approved person, or its grant, is of no use to another', async () => {
    const grant = await request(alice, 'database', [carol, 'approve']);
    const session = sessionOf(await range.fire(alice, vendShot('database')));

    for (const session_id of [session, grant]) {
      for (const by of [mallory, alicesUser]) {
        await repel(range, {
          wants: 'to go on in the session of somebody who was approved',
          by,
          shot: vendShot('database', { session_id }),
          refused: needed,
        });
      }
    }
    await repel(range, {
      wants: 'to use the grant that the same person has under another name',
      by: alicesUser,
      shot: vendShot('database'),
      refused: { ...needed, truth: { subject: 'iam/alice', person: 'alice@example.com' } },
    });
    await repel(range, {
      wants: 'to carry a session over to another profile of the same role',
      by: alice,
      shot: vendShot('vault2', { session_id: session }),
      refused: { ...needed, truth: { profile: 'vault2' } },
    });
    await range.post(alice, `/requests/${grant}/withdraw`, {});
    await repel(range, {
      wants: 'to refresh a session whose grant was withdrawn',
      by: alice,
      shot: vendShot('database', { session_id: session }),
      refused: needed,
    });
  });

  test('SEC-08 nobody approves their own request, nor as their other self, nor without a say', async () => {
    const id = await request(alice, 'vault');
    const ci = range.keysOf('ci');
    const bob = range.keysOf('bob');
    const attacks = approvingShots(id, { alice, alicesUser, ci, bob });
    for (const attack of attacks) await repel(range, attack);
    await range.post(alice, `/requests/${id}/cancel`, {});
  });

  test('SEC-09 a replayed idempotency key brings back neither a grant nor a session', async () => {
    const key = { 'Idempotency-Key': 'mine-and-mine-alone' };
    const ask = { profile: 'vault', justification: why };
    const first = await range.post(mallory, '/requests', ask, key);
    const id = String(first.json['id']);
    await range.post(carol, `/requests/${id}/approve`, {}, key);
    await range.post(mallory, `/requests/${id}/withdraw`, {}, key);

    const again = await range.post(mallory, '/requests', ask, key);
    const ofAnother = await range.post(alice, '/requests', ask, key);

    expect(again.json).toMatchObject({ id, status: 'withdrawn' });
    expect(ofAnother.json, 'SECURITY VIOLATION: a key led to the request of another').toMatchObject(
      {
        status: 'pending',
        subject: 'alice@example.com',
      },
    );
    const attacks = replays(id, { mallory, ask, key });
    for (const attack of attacks) await repel(range, attack);
    await range.post(alice, `/requests/${String(ofAnother.json['id'])}/cancel`, {});
  });

  test('SEC-13 a grant that has expired, and a session under it, are over', async () => {
    await request(mallory, 'database', [carol, 'approve']);
    const vended = await range.fire(mallory, vendShot('database'));
    expect(vended.status).toBe(200);

    vi.setSystemTime(Date.now() + 3_601_000);

    for (const more of [{}, { session_id: sessionOf(vended) }]) {
      await repel(range, {
        wants: 'to be vended on an expired grant',
        by: mallory,
        shot: vendShot('database', more),
        refused: { ...needed, truth: { profile: 'database', subject: 'mallory@example.com' } },
      });
    }
  });
});
