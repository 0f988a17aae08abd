import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requestGate } from './approval-gate.ts';
import { needed, requestBy, sessionOf, vault } from './approval-shots.ts';
import { openRange, type Range } from './firing-range.ts';
import type { Keys } from './hostile-client.ts';
import { expectRefused, repel, vendShot } from './repel.ts';

const gate = requestGate();
let range: Range;
let mallory: Keys;
let carol: Keys;
let alice: Keys;
let alicesUser: Keys;

beforeAll(async () => {
  range = await openRange({
    faults: gate.faults,
    roles: { Vault: ['vault', 'two', 'database'] },
    documents: {
      '/sentinel/policies/vault': vault('everyone'),
      '/sentinel/policies/two': vault('everyone').replace('max_uses', 'count: 2\n  max_uses'),
      '/sentinel/policies/database': vault('everyone').replace('  max_uses: 1\n', ''),
    },
  });
  [mallory, carol, alice] = [range.keysOf('mallory'), range.keysOf('carol'), range.keysOf('alice')];
  alicesUser = range.user('alice');
});
afterAll(() => range.close());

const request = (profile: string, ...verbs: readonly (readonly [Keys, string])[]) =>
  requestBy(mallory, { ask: { profile }, verbs }, range);

const vends = (count: number, profile: string, more: object = {}) =>
  Array.from({ length: count }, () => () => range.fire(mallory, vendShot(profile, more)));

describe('SEC-09 vends that have all read a grant before one of them uses it', () => {
  test('SEC-09 open one session of a grant for one, and refresh no second', async () => {
    const id = await request('vault', [carol, 'approve']);
    const before = range.issued();

    const answers = await gate.race('use', { racers: vends(8, 'vault') });

    const [got, ...more] = answers.filter(({ status }) => status === 200);
    expect(more, 'SECURITY VIOLATION: a grant for one session opened several').toEqual([]);
    expect(range.issued() - before, 'SECURITY VIOLATION: STS issued more').toBe(1);
    for (const answer of answers.filter((each) => each !== got)) {
      expectRefused(range, answer, {
        wants: 'a second session of a grant for one',
        by: mallory,
        refused: needed,
      });
    }
    const session_id = sessionOf(got ?? expect.fail('nobody got the one session'));
    for (const keys of [{}, { session_id: id }, { session_id: '0'.repeat(16) }]) {
      const shot = vendShot('vault', keys);
      await repel(range, { wants: 'more of a grant used up', by: mallory, shot, refused: needed });
    }
    expect((await range.fire(mallory, vendShot('vault', { session_id }))).status).toBe(200);
    await range.post(mallory, `/sessions/${session_id}/end`, {});
    await repel(range, {
      wants: 'to go on in a session that has ended, its grant used up',
      by: mallory,
      shot: vendShot('vault', { session_id }),
      refused: { code: 'CONFLICT' },
    });
  });

  test('SEC-09 get nothing where it is withdrawn in between, neither then nor later', async () => {
    const id = await request('database', [carol, 'approve']);
    const opened = await range.fire(mallory, vendShot('database'));
    const before = range.issued();

    const answers = await gate.race('use', {
      racers: [...vends(2, 'database'), ...vends(1, 'database', { session_id: sessionOf(opened) })],
      meanwhile: async () => {
        const withdrawn = await range.post(carol, `/requests/${id}/withdraw`, {});
        expect(withdrawn.json).toMatchObject({ id, status: 'withdrawn' });
      },
    });

    expect(range.issued(), 'SECURITY VIOLATION: STS issued on a grant withdrawn').toBe(before);
    for (const answer of answers) {
      const wants = 'to be vended on a grant that was withdrawn meanwhile';
      expectRefused(range, answer, { wants, by: mallory, refused: needed });
    }
    await repel(range, {
      wants: 'to be vended after the withdrawal',
      by: mallory,
      shot: vendShot('database'),
      refused: needed,
    });
  });
});

describe('SEC-08 approvals of one approver, who has read each time that there is none', () => {
  test.each<[who: string, by: () => readonly Keys[]]>([
    ['who repeats it', () => [carol, carol, carol]],
    ['who has two names', () => [alice, alicesUser, alice]],
  ])('SEC-08 count as one: of one %s', async (_who, by) => {
    const racers = by();
    const id = await request('two');

    const answers = await gate.race('change', {
      racers: racers.map((keys) => () => range.post(keys, `/requests/${id}/approve`, {})),
    });

    expect(
      answers.map(({ status }) => status).toSorted(),
      'SECURITY VIOLATION: one approver was taken for several',
    ).toEqual([200, 409, 409]);
    for (const [at, answer] of answers.entries()) {
      if (answer.status === 200) continue;
      const wants = 'to approve a second time';
      expectRefused(range, answer, { wants, by: racers[at], refused: { code: 'CONFLICT' } });
    }
    const { json } = await range.fire(mallory, { target: `/requests/${id}` });
    expect(json, 'SECURITY VIOLATION: one approver sufficed for two').toMatchObject({
      status: 'pending',
      approvals: [{}],
    });
    await repel(range, {
      wants: 'one approver to count as two',
      by: mallory,
      shot: vendShot('two'),
      refused: needed,
    });
    await range.post(mallory, `/requests/${id}/cancel`, {});
  });
});
