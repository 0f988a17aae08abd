import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRange, type Range } from './firing-range.ts';
import type { Answer, Keys } from './hostile-client.ts';
import { type Ids, type KeyLike, keyLikes, shotsAt, why } from './key-likes.ts';
import { repel, vendShot } from './repel.ts';

const gated = `version: "1"
profile: { role_arn: "arn:aws:iam::444455556666:role/SentinelProtected-Prod" }
rules: [{ name: everyone, effect: require_approval, conditions: { any: true } }]
approval: { approvers: { users: [carol@example.com] }, max_grant: 4h }
`;
/** One is the beginning of the next. */
const profiles = ['prod', 'prod-', 'prod-eu', 'prod_eu', 'prod-eu-1', 'pro', 'p'];

let range: Range;
let alice: Keys;
let mallory: Keys;
let carol: Keys;

beforeAll(async () => {
  range = await openRange({
    roles: { Prod: profiles },
    documents: Object.fromEntries(profiles.map((name) => [`/sentinel/policies/${name}`, gated])),
  });
  [alice, mallory, carol] = [range.keysOf('alice'), range.keysOf('mallory'), range.keysOf('carol')];
});
afterAll(() => range.close());

async function approved(by: Keys, profile: string): Promise<string> {
  const made = await range.post(by, '/requests', { profile, justification: why });
  const id = String(made.json['id']);
  expect((await range.post(carol, `/requests/${id}/approve`, {})).status).toBe(200);
  return id;
}

const needed = { code: 'APPROVAL_REQUIRED', truth: { grant_id: null, via: null } };

describe('SEC-09 profiles of which one is the beginning of another', () => {
  test('SEC-09 a grant for one is none for the others, in either direction', async () => {
    await approved(mallory, 'prod-eu');

    for (const profile of profiles.filter((name) => name !== 'prod-eu')) {
      await repel(range, {
        wants: `${profile} by a grant for prod-eu`,
        by: mallory,
        shot: vendShot(profile),
        refused: { ...needed, truth: { ...needed.truth, profile } },
      });
    }
    expect((await range.fire(mallory, vendShot('prod-eu'))).status).toBe(200);
  });

  test('SEC-11 a block of one is none of those that it begins with or that begin with it, and holds for that one', async () => {
    const erin = range.keysOf('erin');
    const names = ['prod', 'prod-eu', 'prod-eu-1'];
    for (const name of names) await approved(alice, name);
    for (const name of names) expect((await range.fire(alice, vendShot(name))).status).toBe(200);

    const done = await range.post(erin, '/revocations', {
      subject: 'alice@example.com',
      profile: 'prod-eu',
      reason: 'too far',
    });

    expect(done.status).toBe(200);
    await repel(range, {
      wants: 'a profile that is blocked for them',
      by: alice,
      shot: vendShot('prod-eu'),
      refused: {
        code: 'SUBJECT_BLOCKED',
        truth: { subject: 'alice@example.com', profile: 'prod-eu' },
      },
    });
    for (const profile of ['prod', 'prod-eu-1', 'prod_eu', 'p']) {
      await repel(range, { wants: profile, by: alice, shot: vendShot(profile), refused: needed });
    }
    const items = await range.holdings();
    const statuses = items
      .filter(
        ({ subject, sk }) => subject === 'alice@example.com' && String(sk).startsWith('session#'),
      )
      .map(({ profile, status }) => `${profile} ${status}`);
    expect(statuses.toSorted(), 'SECURITY VIOLATION: sessions of another ended').toEqual([
      'prod active',
      'prod-eu revoked',
      'prod-eu-1 active',
    ]);
  });
});

describe('SEC-04 names that hold what parts keys', () => {
  test.each<KeyLike>(keyLikes)(
    'SEC-04 %s',
    async (wants, target, body, code = 'INVALID_REQUEST') => {
      await repel(range, {
        wants,
        by: mallory,
        shot: { method: 'POST', target, body: JSON.stringify(body) },
        refused: { code, truth: { subject: 'mallory@example.com' } },
      });
    },
  );
});

describe('SEC-26 ids and page tokens of others', () => {
  let ids: Ids;
  let pages: Readonly<Record<string, string>>;

  beforeAll(async () => {
    const bob = range.keysOf('bob');
    const request = await approved(bob, 'pro');
    await approved(bob, 'p');
    const vends = [await range.fire(bob, vendShot('pro')), await range.fire(bob, vendShot('p'))];
    const session = String(Object(vends[0]?.json['Sentinel'])['SessionId']);
    const glass = await range.post(bob, '/break-glass', {
      profiles: ['database'],
      reason_code: 'incident',
      justification: 'the database is on fire, really',
    });
    const block = await range.post(range.keysOf('erin'), '/revocations', {
      subject: 'nobody@example.com',
      reason: 'gone',
    });
    ids = {
      request,
      session,
      event: String(Object(glass.json['items'])[0]?.id),
      revocation: String(block.json['id']),
    };
    const page = async (target: string) =>
      String((await range.fire(bob, { target })).json['next_page_token']);
    pages = {
      requests: await page('/requests?limit=1'),
      sessions: await page('/sessions?limit=1'),
    };
  });

  test('SEC-26 of each kind: what is not theirs does not exist, whatever is done to it', async () => {
    const unknown = '0123456789abcdef';
    const nowhere = { request: unknown, session: unknown, event: unknown, revocation: unknown };
    const absent = shotsAt(nowhere);

    for (const [at, shot] of shotsAt(ids).entries()) {
      const refused = { code: 'NOT_FOUND', truth: { subject: 'mallory@example.com' } };
      const answer = await repel(range, {
        wants: `${shot.target} of another`,
        by: mallory,
        shot,
        refused,
      });
      const none = await range.fire(mallory, absent[at] ?? shot);
      expect({ ...answer.json, RequestId: '' }, 'SECURITY VIOLATION: it shows what exists').toEqual(
        { ...none.json, RequestId: '' },
      );
    }
    for (const method of ['GET', 'DELETE']) {
      const shot = { method, target: `/revocations/${ids.revocation}` };
      await repel(range, {
        wants: 'a revocation',
        by: mallory,
        shot,
        refused: { code: 'FORBIDDEN' },
      });
    }
  });

  test('SEC-26 page tokens of another, of another list, query or spelling are refused', async () => {
    const { requests = '', sessions = '' } = pages;
    expect(requests.length).toBeGreaterThan(10);
    const flipped = `${requests.slice(0, -2)}${requests.endsWith('AA') ? 'BB' : 'AA'}`;
    const bob = range.keysOf('bob');
    const attacks: readonly (readonly [Keys, string])[] = [
      [mallory, `/requests?limit=1&page_token=${requests}`],
      [mallory, `/sessions?limit=1&page_token=${sessions}`],
      [carol, `/requests?limit=1&page_token=${requests}`],
      [bob, `/requests?limit=1&page_token=${sessions}`],
      [bob, `/sessions?limit=1&page_token=${requests}`],
      [bob, `/requests?limit=1&view=to_approve&page_token=${requests}`],
      [bob, `/requests?limit=1&profile=pro&page_token=${requests}`],
      [bob, `/requests?limit=1&page_token=${flipped}`],
      [bob, `/requests?limit=1&page_token=x`],
      [
        bob,
        `/requests?limit=1&page_token=${Buffer.from('{"pk":"subject#alice@example.com"}').toString('base64url')}`,
      ],
    ];
    for (const [by, target] of attacks) {
      await repel(range, {
        wants: `a page by ${target}`,
        by,
        shot: { target },
        refused: { code: 'INVALID_REQUEST' },
      });
    }
    expect(
      (await range.fire(bob, { target: `/requests?limit=1&page_token=${requests}` })).status,
    ).toBe(200);
  });

  test('SEC-26 the lists and explanations of somebody without a say hold nobody else', async () => {
    const targets = [
      '/requests',
      '/requests?view=to_approve',
      '/break-glass',
      '/break-glass?view=to_review',
      '/sessions',
      '/explain?profile=prod',
      '/explain?profile=database',
      '/profiles',
    ];

    const answers: readonly Answer[] = await Promise.all(
      targets.map((target) => range.fire(mallory, { target })),
    );

    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect(answer.body, 'SECURITY VIOLATION: it tells of others').not.toMatch(
        /(alice|bob|erin)@example\.com/,
      );
      for (const id of Object.values(ids)) expect(answer.body).not.toContain(id);
    }
    for (const target of [
      '/requests?view=all',
      '/break-glass?view=all',
      '/sessions?view=all',
      '/revocations',
      '/explain?profile=prod&subject=alice%40example.com',
    ]) {
      await repel(range, {
        wants: `to see ${target}`,
        by: mallory,
        shot: { target },
        refused: { code: 'FORBIDDEN' },
      });
    }
  });
});
