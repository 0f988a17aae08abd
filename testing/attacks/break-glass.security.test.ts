import { place } from '@sentinel/devstack/stack/place';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  needed,
  openBy,
  openedIn,
  openShot,
  post,
  repelAll,
  vault as vaultOf,
} from './break-glass-shots.ts';
import { type Item, openRange, type Range } from './firing-range.ts';
import { askAws, type Keys } from './hostile-client.ts';
import { expectRefused, repel, vendShot } from './repel.ts';

/** One person with two subjects may break the glass, twice a day and an hour apart, and would review it, too. */
const eligible = ['alice@example.com', 'iam/alice', 'role/ci-deploy'];
const limits = [
  'max_duration: 1h',
  'cooldown: 1h',
  'quota: { per_user: { count: 2, within: 24h } }',
];
const reviewedBy = (...users: readonly string[]) =>
  `review: { required: true, within: 72h, reviewers: { users: [${users.join(', ')}] } }`;
const vault = vaultOf({
  eligible,
  limits: [...limits, reviewedBy(...eligible, 'carol@example.com')],
});
const conflict = { code: 'CONFLICT' };
const forbidden = { code: 'FORBIDDEN' };
const unknown = { code: 'NOT_FOUND' };

let range: Range;
let mallory: Keys;
let alice: Keys;
let alicesUser: Keys;
let carol: Keys;
let ci: Keys;

beforeAll(async () => {
  range = await openRange({
    roles: { Vault: ['vault', 'twin', 'watched', 'erased', 'gone-open', 'gone-closed'] },
    documents: {
      ...Object.fromEntries(
        ['vault', 'twin', 'erased', 'gone-open', 'gone-closed'].map((name) => [
          `/sentinel/policies/${name}`,
          vault,
        ]),
      ),
      '/sentinel/policies/watched': vaultOf({
        eligible,
        limits: ['max_duration: 4h', reviewedBy('judy@example.com', 'role/ci-deploy')],
      }),
    },
    directory: (text) =>
      text
        .replace('audit: {', 'audit: { users: [role/ci-deploy],')
        .replace('revoke: {', 'revoke: { users: [role/ci-deploy],'),
  });
  [mallory, alice, carol] = [range.keysOf('mallory'), range.keysOf('alice'), range.keysOf('carol')];
  [alicesUser, ci] = [range.user('alice'), range.keysOf('ci')];
});
afterAll(() => range.close());

const at = (id: string, verb: string, body: object = {}) =>
  post(`/break-glass/${id}/${verb}`, body);
const justified = { verdict: 'justified' };

describe('SEC-10 the glass, by those who may not break it, and by one who may', () => {
  test.each<[string, () => Keys, object, string]>([
    ['who is not eligible', () => mallory, {}, 'FORBIDDEN'],
    ['who is not eligible, by a ticket', () => mallory, { ticket: 'INC-1' }, 'FORBIDDEN'],
    // Refused as a role, and once more because nobody who is one is ever eligible.
    ['who is a role that the document names', () => ci, {}, 'FORBIDDEN'],
    [
      'who is eligible, beside what is none',
      () => alice,
      { profiles: ['vault', 'none'] },
      'POLICY_DENY',
    ],
    [
      'who is eligible, beside what is not theirs',
      () => alice,
      { profiles: ['vault', 'database'] },
      'FORBIDDEN',
    ],
    [
      'who names one profile twice',
      () => alice,
      { profiles: ['vault', 'vault'] },
      'INVALID_REQUEST',
    ],
    ['who names none', () => alice, { profiles: [] }, 'INVALID_REQUEST'],
    ['who names another reason', () => alice, { reason_code: 'curiosity' }, 'INVALID_REQUEST'],
    [
      'who would be somebody else',
      () => mallory,
      { subject: 'alice@example.com' },
      'INVALID_REQUEST',
    ],
    ['who wants it for a day', () => alice, { duration: 86_400 }, 'INVALID_REQUEST'],
  ])('SEC-10 nobody opens it %s', async (wants, by, more, code) => {
    await repel(range, { wants, by: by(), shot: openShot(more), refused: { code } });
  });

  test('SEC-10 racing under both names of one person opens it once, and nothing of it is lent', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, nth) => range.fire(nth % 2 ? alice : alicesUser, openShot())),
    );

    const [opened = expect.fail(), ...more] = answers.filter(({ status }) => status === 200);
    expect(more, 'SECURITY VIOLATION: one person has two open at once').toEqual([]);
    for (const late of answers.filter((each) => each !== opened)) {
      const by = answers.indexOf(late) % 2 === 0 ? alicesUser : alice;
      expectRefused(range, late, { wants: 'a second one', by, refused: conflict });
    }
    const { id, subject } = openedIn(opened);
    const [owner, other] = subject === 'iam/alice' ? [alicesUser, alice] : [alice, alicesUser];
    const review = at(id, 'review', justified);
    await repelAll(range, [
      ['the open glass under another name', other, vendShot('vault'), needed],
      ["somebody else's open glass", mallory, vendShot('vault'), needed],
      ['the open glass for its twin', owner, vendShot('twin'), needed],
      ["somebody else's by its id", mallory, vendShot('vault', { session_id: id }), needed],
      ['to close it as a stranger', mallory, at(id, 'close'), unknown],
      ['to extend it as a stranger', mallory, at(id, 'extend', { duration: 900 }), unknown],
      ['to review it as a stranger', mallory, review, unknown],
      ['more than policy gives', owner, at(id, 'extend', { duration: 14_400 }), conflict],
      ['a review while it is open', carol, review, conflict],
    ]);

    const vended = await range.fire(owner, vendShot('vault'));
    expect(vended.status, 'the invoker is let in').toBe(200);
    const session_id = Object(vended.json['Sentinel'])['SessionId'];
    expect((await range.fire(owner, at(id, 'close'))).status).toBe(200);

    await repelAll(range, [
      ['a vend after its end', owner, vendShot('vault'), needed],
      ['to go on in the session of before', owner, vendShot('vault', { session_id }), needed],
      ['to open again what was closed', owner, at(id, 'extend', { duration: 900 }), conflict],
      ['another before the cooldown is over', owner, openShot(), { code: 'COOLDOWN' }],
      ['another under their other name', other, openShot(), { code: 'COOLDOWN' }],
      ['to review their own', owner, review, forbidden],
      ['to review their own under another name', other, review, forbidden],
      ['to review it as a role', ci, review, forbidden],
    ]);
    expect((await range.fire(carol, review)).status, 'somebody else reviews it').toBe(200);
  });

  test('SEC-10 the key of an opening, used again, opens nothing', async () => {
    const shot = openShot({ profiles: ['twin'] }, 'one-opening');
    const { id } = openedIn(await range.fire(alice, shot));
    await range.fire(alice, at(id, 'close'));

    const again = await range.fire(alice, shot);

    expect(again.json, 'SECURITY VIOLATION: a replay opened the glass').toMatchObject({
      items: [{ id, status: 'closed' }],
    });
    await repelAll(range, [
      ['a vend by the replayed opening', alice, vendShot('twin'), needed],
      ["somebody else's key", mallory, shot, forbidden],
    ]);
  });

  test('SEC-10 whoever sees it does nothing with it that is not theirs', async () => {
    const erin = range.keysOf('erin');
    const { id } = await openBy(range, alice, 'watched', { duration: 900 });
    const review = at(id, 'review', justified);
    const extend = at(id, 'extend', { duration: 3600 });

    await repelAll(range, [
      ['to close it as an auditor', carol, at(id, 'close'), forbidden],
      // A role is refused as one; and it is never taken for a reviewer, or for one who may revoke.
      ['to close it as a role', ci, at(id, 'close'), forbidden],
      // Refused twice: by who calls, and by the event as it changes.
      ['to extend it as an auditor', carol, extend, forbidden],
      ['to extend it as one who may revoke', erin, extend, forbidden],
    ]);
    expect((await range.fire(erin, at(id, 'close'))).status, 'who may revoke closes it').toBe(200);
    await repelAll(range, [
      ['to review it as an auditor', carol, review, forbidden],
      ['to review it as one who may revoke', erin, review, forbidden],
      ['to review it as a role that is named', ci, review, forbidden],
    ]);
    expect((await range.fire(range.keysOf('judy'), review)).status).toBe(200);
  });
});

describe('SEC-10 what was opened, by one who would rather that it was not', () => {
  const TableName = place.table;
  const remove = (by: Keys, Key: object) =>
    askAws(range.stack.dynamodb.url, by, {
      service: 'dynamodb',
      target: 'DynamoDB_20120810.DeleteItem',
      input: { TableName, Key },
    });
  const keyOf = ({ pk, sk }: Item) => ({ pk: { S: String(pk) }, sk: { S: String(sk) } });

  test('SEC-10 nobody deletes it, by the API or past it', async () => {
    const { id } = await openBy(range, alice, 'erased');
    const target = `/break-glass/${id}`;

    for (const shot of [
      { method: 'DELETE', target },
      { ...post(target), method: 'PUT' },
      { ...post(`${target}/delete`) },
    ]) {
      await repel(range, { wants: 'to delete it', by: alice, shot, refused: 'gateway' });
    }
    const before = JSON.stringify(await range.holdings());
    const own = (await range.holdings()).filter(
      (item) => item['person'] === 'alice@example.com' || item['id'] === id,
    );
    expect(own.length).toBeGreaterThan(1);
    for (const item of own) {
      const { status } = await remove(alice, keyOf(item));
      expect(status, `SECURITY VIOLATION: a client deleted ${item['sk']}`).toBe(400);
    }

    expect(JSON.stringify(await range.holdings()), 'SECURITY VIOLATION: it is gone').toBe(before);
    await range.fire(alice, at(id, 'close'));
  });

  test.each(['open', 'closed'])(
    'SEC-10 limits hold where the item of what is %s is gone: the guard is the truth',
    async (status) => {
      const profile = `gone-${status}`;
      const { id } = await openBy(range, alice, profile);
      if (status === 'closed') await range.fire(alice, at(id, 'close'));
      const items = (await range.holdings()).filter(
        ({ id: own, item_sk: to, sk }) =>
          sk !== 'guard' && (own === id || String(to).endsWith(`#${id}`)),
      );
      expect(items.length, 'the event, and what leads to it').toBe(2);
      for (const item of items) expect((await remove(range.insider, keyOf(item))).status).toBe(200);

      const refused = status === 'open' ? conflict : { code: 'COOLDOWN' };
      for (const by of [alice, alicesUser]) {
        const answer = await range.fire(by, openShot({ profiles: [profile] }));
        expectRefused(range, answer, { wants: 'another', by, refused });
      }
    },
  );
});
