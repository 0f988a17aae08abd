import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openBy, openShot, post, repelAll, vault } from './break-glass-shots.ts';
import { openRange, type Range } from './firing-range.ts';
import type { Keys } from './hostile-client.ts';
import { expectRefused } from './repel.ts';

const minute = 60_000;
const hour = 60 * minute;
/** As long as documents are kept in memory, and a place that came to nothing, and a little more. */
const aWhile = 61_000;

const crowd = Array.from({ length: 8 }, (_, nth) => `crowd-${nth}`);
const five = Array.from({ length: 5 }, (_, nth) => `many-${nth}`);
const pairs = ['ann', 'ben', 'cleo', 'dora', 'emil', 'finn'];
const notReviewed = 'review: { required: false }';
const soonReviewed = 'review: { within: 1m, reviewers: { users: [carol@example.com] } }';
const everybody = ['alice@example.com', 'iam/alice'].concat(
  crowd.map((name) => `${name}@example.com`),
  pairs.flatMap((name) => [`${name}@example.com`, `iam/${name}`]),
);

const documents = new Map(
  Object.entries({
    single: [],
    cooling: ['cooldown: 2h', notReviewed],
    counted: ['max_duration: 15m', 'quota: { per_user: { count: 2, within: 24h } }', notReviewed],
    reviewed: ['max_duration: 15m', soonReviewed],
    shared: ['quota: { total: { count: 2, within: 24h } }', notReviewed],
    ...Object.fromEntries([...five, 'one-more'].map((name) => [name, [notReviewed]])),
  }).map(([name, limits]) => [name, vault({ eligible: everybody, limits })]),
);

let range: Range;
let alice: Keys;
let alicesUser: Keys;

beforeAll(async () => {
  // Early in a window of a day, so that the next one begins after everything here.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 26, 0, 10) });
  range = await openRange({
    roles: { Vault: [...documents.keys()] },
    documents: Object.fromEntries(
      [...documents].map(([name, text]) => [`/sentinel/policies/${name}`, text]),
    ),
  });
  [alice, alicesUser] = [range.keysOf('alice'), range.user('alice')];
});
afterAll(async () => {
  await range.close();
  vi.useRealTimers();
});

const later = (ms: number) => void vi.setSystemTime(Date.now() + ms);
const opening = (profile: string) => openShot({ profiles: [profile] });

async function openAndClose(by: Keys, profile: string): Promise<void> {
  const { id } = await openBy(range, by, profile);
  expect((await range.fire(by, post(`/break-glass/${id}/close`))).status).toBe(200);
}

/** Takes a document away, looks whether it is gone, and writes it anew as it was or as it is said. */
async function rewrite(
  profile: string,
  by: Keys,
  text = documents.get(profile) ?? '',
): Promise<void> {
  range.stack.ssm.remove(`/sentinel/policies/${profile}`);
  later(aWhile);
  const gone = { code: 'POLICY_DENY' };
  await repelAll(range, [['what is in no document', by, opening(profile), gone]]);
  range.stack.ssm.put(`/sentinel/policies/${profile}`, text);
  later(aWhile);
}

/** Makes a user of IAM and a person of Identity Center one: until now they were two. */
function join(name: string): void {
  const path = '/sentinel/directory';
  const text = range.stack.ssm.get(path)?.value ?? '';
  const joined = `people: { ${name}@example.com: [iam/${name}], `;
  range.stack.ssm.put(path, text.replace('people: { ', joined));
  later(aWhile);
}

describe('SEC-10 limits of a person', () => {
  test('SEC-10 nobody breaks it more often than their quota, nor by turns under two names', async () => {
    await openAndClose(alice, 'counted');
    await openAndClose(alicesUser, 'counted');
    const spent = { code: 'QUOTA_EXCEEDED' };
    const third = opening('counted');

    await repelAll(range, [
      ['a third in one window', alice, third, spent],
      ['a third under another name', alicesUser, third, spent],
    ]);
    later(20 * minute);
    await repelAll(range, [['a third, once both are long over', alice, third, spent]]);
  });

  type Limit = readonly [string, string, string, (user: Keys) => Promise<unknown>, string];
  test.each<Limit>([
    ['one at a time', 'ann', 'single', (user) => openBy(range, user, 'single'), 'CONFLICT'],
    ['a cooldown', 'ben', 'cooling', (user) => openAndClose(user, 'cooling'), 'COOLDOWN'],
    [
      'a quota',
      'cleo',
      'counted',
      async (user) => {
        await openAndClose(user, 'counted');
        await openAndClose(user, 'counted');
      },
      'QUOTA_EXCEEDED',
    ],
    [
      'the overdue review of what was closed',
      'dora',
      'reviewed',
      (user) => openAndClose(user, 'reviewed'),
      'REVIEW_OVERDUE',
    ],
    [
      'the overdue review of what ran out',
      'emil',
      'reviewed',
      async (user) => {
        await openBy(range, user, 'reviewed');
        later(15 * minute);
      },
      'REVIEW_OVERDUE',
    ],
  ])(
    'SEC-10 %s is passed by no other name and no document anew',
    async (what, name, profile, spend, code) => {
      const [user, self] = [range.user(name), range.keysOf(name)];
      await spend(user);
      join(name);

      const attempts = [
        [`past ${what} by a second name`, self, opening(profile), { code }],
        [`past ${what}`, user, opening(profile), { code }],
      ] as const;
      await repelAll(range, attempts);
      await rewrite(profile, self);
      await repelAll(range, attempts);
    },
  );

  test('SEC-10 an overdue review holds for every profile, whatever documents say now, until somebody else makes it', async () => {
    const [finn, user] = [range.keysOf('finn'), range.user('finn')];
    join('finn');
    const { id } = await openBy(range, finn, 'reviewed');
    later(16 * minute);
    const overdue = { code: 'REVIEW_OVERDUE' };
    const text = documents.get('reviewed') ?? '';
    await rewrite('reviewed', finn, text.replace(soonReviewed, notReviewed));

    const review = post(`/break-glass/${id}/review`, { verdict: 'justified' });
    await repelAll(range, [
      ['past a review that no document asks for now', finn, opening('reviewed'), overdue],
      ['past it by another profile', finn, opening('single'), overdue],
      ['past it by another profile and name', user, opening('single'), overdue],
      ['past it by an own review', user, review, { code: 'FORBIDDEN' }],
    ]);
    await rewrite('reviewed', finn);
    expect((await range.fire(range.keysOf('carol'), review)).status).toBe(200);
    await openBy(range, finn, 'single');
  });

  test('SEC-10 nobody has more than five open, by racing or by turns, under all of their names', async () => {
    const [first, second] = [five.slice(0, 3), [...five.slice(3), 'one-more']];
    const shots = [openShot({ profiles: first }), openShot({ profiles: second })];
    const full = { code: 'QUOTA_EXCEEDED' };

    const answers = await Promise.all(
      shots.map((shot, nth) => range.fire(nth === 0 ? alice : alicesUser, shot)),
    );

    const lost = answers.findIndex(({ status }) => status !== 200);
    expect(lost, 'SECURITY VIOLATION: one person has six open').not.toBe(-1);
    const [by, other] = lost === 0 ? [alice, alicesUser] : [alicesUser, alice];
    expectRefused(range, answers[lost] ?? expect.fail(), { wants: 'six', by, refused: full });
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const [two, [sixth = '']] = lost === 0 ? [first.slice(1), first] : [second.slice(1), second];
    expect((await range.fire(by, openShot({ profiles: two }))).status, 'five it may be').toBe(200);
    await repelAll(range, [
      ['a sixth', by, opening(sixth), full],
      ['a sixth by another name', other, opening(sixth), full],
    ]);
  });
});

describe('SEC-10 limits of a profile', () => {
  test('SEC-10 no crowd breaks it more often than its quota, by racing, waiting or a document anew', async () => {
    const people = crowd.map(range.keysOf);
    const shot = opening('shared');

    const answers = await Promise.all(people.map((by) => range.fire(by, shot)));

    const losers = people.filter((_by, nth) => answers[nth]?.status !== 200);
    expect(losers, 'SECURITY VIOLATION: a crowd passed a quota').toHaveLength(6);
    const [loser = expect.fail()] = losers;
    const expectSpent = async (wants: string) => {
      const answer = await range.fire(loser, shot);
      // A place that is asked for leaves a write that failed.
      expectRefused(range, answer, { wants, by: loser, refused: { code: 'QUOTA_EXCEEDED' } });
    };
    await expectSpent('a place at once');
    later(2 * aWhile);
    await expectSpent('a place that seems to have come to nothing');
    await rewrite('shared', loser);
    await expectSpent('a place in a document anew');
    later(hour);
    await expectSpent('a place, once those are over who had one');
  });
});
