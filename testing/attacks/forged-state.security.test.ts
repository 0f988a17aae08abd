import { place, revocationAccount } from '@sentinel/devstack/stack/place';
import { keys } from '@sentinel/tvm/table';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assumeRole } from './assume-role.ts';
import { clientWrites } from './client-writes.ts';
import { type Item, openRange, type Range } from './firing-range.ts';
import { asMallory, forgedGrant, forgedGrants, id, stepOf, unusable } from './forged-grants.ts';
import { type Answer, askAws, type Keys, keysIn, queryAws } from './hostile-client.ts';
import { type Insider, openInsider } from './open-insider.ts';
import { expectRefused, repel, vendShot } from './repel.ts';

const { hubAccount } = place;
const why = 'I would like to look at the customers';

let range: Range;
let mallory: Keys;
let alice: Keys;
let carol: Keys;
/** Of an approved request of alice, as the table holds it. */
let grant: Item;
/** Of the session under it. */
let session: Item;
let insider: Insider;

beforeAll(async () => {
  range = await openRange();
  [mallory, alice, carol] = [range.keysOf('mallory'), range.keysOf('alice'), range.keysOf('carol')];
  const made = await range.post(alice, '/requests', { profile: 'database', justification: why });
  await range.post(carol, `/requests/${String(made.json['id'])}/approve`, {});
  await range.fire(alice, vendShot('database'));
  const items = await range.holdings();
  const find = (kind: string) =>
    items.find(({ sk }) => String(sk).startsWith(kind)) ?? expect.fail();
  [grant, session] = [find('request#'), find('session#')];
  insider = openInsider(range.stack);
});
afterAll(async () => {
  insider.close();
  await range.close();
});

describe('SEC-24 state written with the credentials of a client, past the TVM', () => {
  const clients: readonly (readonly [string, () => Promise<Keys> | Keys])[] = [
    ['an engineer', () => mallory],
    ['an approver', () => carol],
    ['security', () => range.keysOf('erin')],
    ['an IAM user', () => range.keysOf('dave')],
    ['a role', () => range.keysOf('ci')],
  ];

  test.each(clients)(
    'SEC-24 by %s: table, documents and the Deny refuse everything',
    async (_who, keysOf) => {
      const by = await keysOf();
      const before = await range.holdings();
      const answers = await Promise.all(
        clientWrites.map(({ api, ...request }) => askAws(range.stack[api].url, by, request)),
      );
      const versions = range.stack.iamApi.versions(revocationAccount.policyArn)?.length;
      const deny = await queryAws(range.stack.iamApi.url, by, {
        service: 'iam',
        form: {
          Action: 'CreatePolicyVersion',
          Version: '2010-05-08',
          PolicyArn: revocationAccount.policyArn,
          PolicyDocument: '{"Version":"2012-10-17","Statement":[]}',
          SetAsDefault: 'true',
        },
      });

      for (const answer of answers) {
        expect(answer.status, `SECURITY VIOLATION: a client may: ${answer.body}`).toBe(400);
        expect(answer.body).toMatch(/AccessDeniedException|UnknownOperation/);
      }
      expect(deny.status, `SECURITY VIOLATION: a client writes the Deny: ${deny.body}`).toBe(403);
      expect(range.stack.iamApi.versions(revocationAccount.policyArn)?.length).toBe(versions);
      expect(await range.holdings(), 'SECURITY VIOLATION: a client changed the table').toEqual(
        before,
      );
    },
  );

  test.each<[role: string, body: () => Promise<Answer>]>([
    [
      'the protected role',
      () => assume(mallory, 'SentinelProtected-Database', place.workloadAccount),
    ],
    [
      'the protected role by what was vended for another',
      async () =>
        assume(
          keysIn(await range.fire(mallory, vendShot('dev'))),
          'SentinelProtected-Database',
          place.workloadAccount,
        ),
    ],
    ['the role of the API', () => assume(mallory, place.apiRole, hubAccount)],
    ['the role of the revoker', () => assume(mallory, place.revokerRole, hubAccount)],
    [
      'the role that writes the Deny',
      () => assume(mallory, 'SentinelRevoker', place.workloadAccount),
    ],
  ])('SEC-25 nobody becomes %s but by the TVM', async (_role, attempt) => {
    const answer = await attempt();

    expect(answer.status, 'SECURITY VIOLATION: assumed past the TVM').toBe(403);
    expect(answer.body).toContain('AccessDenied');
  });
});

function assume(by: Keys, role: string, account: string): Promise<Answer> {
  return assumeRole(range, by, {
    roleArn: `arn:aws:iam::${account}:role/${role}`,
    sessionName: 'mallory',
    more: {
      SourceIdentity: 'sentinel.approved.0123456789abcdef.mallory',
      'Tags.member.1.Key': 'SentinelProfile',
      'Tags.member.1.Value': 'database',
    },
  });
}

/** The grant as if it were mallory's. */
const mine = (changes?: Item) => forgedGrant(grant, changes);

describe('SEC-09 rows that an insider plants, who may write the table', () => {
  test.each(forgedGrants)('SEC-09 %s', async (wants, changes, refused) => {
    await insider.plant(mine(changes(grant)));

    await repel(range, { wants, by: mallory, shot: vendShot('database'), refused });
  });

  test('SEC-09 a forged session is no right: it goes on under a grant or not at all', async () => {
    const there = keys.session('mallory@example.com', id);
    const principal_id = range.stack.iam.findKey(mallory.accessKeyId)?.principal.userId;
    await insider.plant(mine({ status: 'withdrawn', closed: stepOf('carol@example.com', grant) }));
    await insider.plant({ ...session, ...there, ...asMallory, id, principal_id });

    await repel(range, {
      wants: 'to go on in a session that was forged',
      by: mallory,
      shot: vendShot('database', { session_id: id }),
      refused: unusable,
    });
    await insider.plant({
      ...session,
      ...there,
      ...asMallory,
      id,
      principal_id,
      via: 'direct',
      entitlement_id: undefined,
    });
    await repel(range, {
      wants: 'to go on in a forged session that needs no grant',
      by: mallory,
      shot: vendShot('database', { session_id: id }),
      refused: unusable,
    });
  });

  test('SEC-10 a forged break-glass of somebody who is not eligible opens nothing', async () => {
    const bob = range.keysOf('bob');
    const ask = {
      profiles: ['database'],
      reason_code: 'incident',
      justification: 'the database is on fire, really',
    };
    expect((await range.post(bob, '/break-glass', ask)).status).toBe(200);
    const items = await range.holdings();
    const guard = items.find(({ sk }) => sk === 'guard') ?? expect.fail();
    const text = JSON.stringify(guard).replaceAll('bob@example.com', 'mallory@example.com');
    await insider.plant(JSON.parse(text));

    const issued = range.issued();
    const answer = await range.fire(mallory, vendShot('database'));

    // The guard is the truth: its reader writes the event that it misses, and yet judges eligibility anew.
    const wants = 'in by a forged break-glass';
    expectRefused(range, answer, { wants, by: mallory, refused: unusable });
    expect(range.issued(), 'SECURITY VIOLATION: STS was asked').toBe(issued);
  });

  test('SEC-11 a session that an insider makes active again stays shut out by the block', async () => {
    const judy = range.keysOf('judy');
    const vended = keysIn(await range.fire(judy, vendShot('dev')));
    const done = await range.post(range.keysOf('erin'), '/revocations', {
      subject: 'judy@example.com',
      reason: 'a stolen laptop',
    });
    expect(done.status).toBe(200);
    await range.denied();
    const items = await range.holdings();
    const row =
      items.find(
        (item) =>
          item['subject'] === 'judy@example.com' &&
          item['profile'] === 'dev' &&
          item['status'] === 'revoked',
      ) ?? expect.fail();
    await insider.plant({ ...row, status: 'active', ended_at: undefined });

    await repel(range, {
      wants: 'to go on in a session made active again',
      by: judy,
      shot: vendShot('dev', { session_id: String(row['id']) }),
      refused: { code: 'SUBJECT_BLOCKED', truth: { subject: 'judy@example.com' } },
    });
    const ask = {
      service: 'ssm',
      target: 'AmazonSSM.GetParameter',
      input: { Name: '/sentinel/directory' },
    };
    const read = await askAws(range.stack.ssm.url, vended, ask);
    expect(read.status, 'SECURITY VIOLATION: the Deny went with the row').toBe(400);
  });

  test('SEC-24 is as powerful as the TVM: a grant forged whole, in the name of a real approver, is taken', async () => {
    // Not covered: whoever writes the table is as powerful as the TVM, so nobody else may write it.
    await insider.plant(mine());

    const answer = await range.fire(mallory, vendShot('database'));

    expect(answer.status).toBe(200);
    expect(range.decisions().at(-1)).toMatchObject({
      outcome: 'allow',
      subject: 'mallory@example.com',
      via: 'approved',
      grant_id: id,
      approvers: ['carol@example.com'],
    });
    const approvals = range
      .decisions()
      .filter(({ event, grant_id }) => event === 'approve-request' && grant_id === id);
    expect(
      approvals,
      'the trail is what betrays it: no approval of that grant was ever recorded',
    ).toEqual([]);
  });
});
