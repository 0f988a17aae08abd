import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { place, revocationAccount } from '@sentinel/devstack/stack/place';
import { keys } from '@sentinel/tvm/table';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Item, openRange, type Range } from './firing-range.ts';
import { type Answer, askAws, type Keys, keysIn, queryAws } from './hostile-client.ts';
import { expectRefused, repel, vendShot } from './repel.ts';

const { hubAccount, table: TableName } = place;
const why = 'I would like to look at the customers';

let range: Range;
let mallory: Keys;
let alice: Keys;
let carol: Keys;
/** Of an approved request of alice, as the table holds it. */
let grant: Item;
/** Of the session under it. */
let session: Item;
let writer: DynamoDBClient;

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
  writer = new DynamoDBClient({
    region: range.stack.region,
    endpoint: range.stack.dynamodb.url,
    credentials: range.insider,
  });
});
afterAll(async () => {
  writer.destroy();
  await range.close();
});

describe('SEC-24 state written with the credentials of a client, past the TVM', () => {
  const item = { pk: { S: 'subject#mallory@example.com' }, sk: { S: 'session#0123456789abcdef' } };
  const Key = { pk: { S: 'subject#alice@example.com' }, sk: { S: 'state' } };
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
      const inputs: Readonly<Record<string, object>> = {
        PutItem: { TableName, Item: item },
        UpdateItem: { TableName, Key, UpdateExpression: 'REMOVE blocks' },
        DeleteItem: { TableName, Key },
        GetItem: { TableName, Key },
        Query: {
          TableName,
          KeyConditionExpression: 'pk = :p',
          ExpressionAttributeValues: { ':p': Key.pk },
        },
        Scan: { TableName },
        BatchWriteItem: { RequestItems: { [TableName]: [{ PutRequest: { Item: item } }] } },
        TransactWriteItems: { TransactItems: [{ Put: { TableName, Item: item } }] },
        DeleteTable: { TableName },
        UpdateTimeToLive: {
          TableName,
          TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
        },
      };
      const Name = '/sentinel/policies/dev';
      const documents: Readonly<Record<string, object>> = {
        PutParameter: { Name, Value: 'version: "1"', Overwrite: true },
        DeleteParameter: { Name },
        GetParameter: { Name },
        GetParametersByPath: { Path: '/sentinel' },
      };

      const answers = await Promise.all([
        ...Object.entries(inputs).map(([operation, input]) =>
          askAws(range.stack.dynamodb.url, by, {
            service: 'dynamodb',
            target: `DynamoDB_20120810.${operation}`,
            input,
          }),
        ),
        ...Object.entries(documents).map(([operation, input]) =>
          askAws(range.stack.ssm.url, by, {
            service: 'ssm',
            target: `AmazonSSM.${operation}`,
            input,
          }),
        ),
      ]);
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
  const form = {
    Action: 'AssumeRole',
    Version: '2011-06-15',
    RoleArn: `arn:aws:iam::${account}:role/${role}`,
    RoleSessionName: 'mallory',
    SourceIdentity: 'sentinel.approved.0123456789abcdef.mallory',
    'Tags.member.1.Key': 'SentinelProfile',
    'Tags.member.1.Value': 'database',
  };
  return queryAws(range.stack.stsUrl, by, { service: 'sts', form });
}

const asMallory = { subject: 'mallory@example.com', person: 'mallory@example.com' };
const id = 'feedfacefeedface';

/** The grant as if it were mallory's. */
function mine(changes: Item = {}): Item {
  const { pk, sk } = keys.request('mallory@example.com', 'database', {
    time: String(grant['created_at']),
    id,
  });
  return {
    ...grant,
    pk,
    sk,
    gsi1pk: 'request#mallory@example.com',
    ...asMallory,
    id,
    session_ids: undefined,
    ...changes,
  };
}

async function plant(item: Item): Promise<void> {
  const Item = marshall(item, { removeUndefinedValues: true });
  await writer.send(new PutItemCommand({ TableName, Item }));
}

const stepOf = (name: string) => ({
  subject: name,
  person: name,
  caller_arn: `arn:aws:sts::${hubAccount}:assumed-role/${place.ssoRole}/${name}`,
  at: grant['created_at'],
  comment: '',
});

describe('SEC-09 rows that an insider plants, who may write the table', () => {
  const unusable = {
    code: 'APPROVAL_REQUIRED',
    truth: { subject: 'mallory@example.com', via: null },
  } as const;
  const garbled = {
    code: 'DEPENDENCY_UNAVAILABLE',
    truth: { outcome: 'error', subject: 'mallory@example.com' },
  } as const;

  test.each<[wants: string, row: () => Item, refused: { code: string; truth: object }]>([
    [
      'a grant that somebody approved who is no approver',
      () => mine({ approvals: [stepOf('bob@example.com')] }),
      unusable,
    ],
    ['a grant that nobody approved', () => mine({ approvals: [] }), unusable],
    [
      'a grant approved by its owner',
      () => mine({ approvals: [stepOf('mallory@example.com')] }),
      unusable,
    ],
    [
      'a grant that policy approved, where it does not',
      () => mine({ via: 'auto', approvals: [] }),
      unusable,
    ],
    [
      'a grant of another role',
      () => mine({ role_arn: 'arn:aws:iam::444455556666:role/SentinelProtected-Production' }),
      unusable,
    ],
    ['a grant of another rule', () => mine({ rule: 'everyone' }), unusable],
    [
      'a grant of other session policies',
      () => mine({ session_policy: '{"policyArns":[]}' }),
      unusable,
    ],
    ['a grant of before a block', () => mine({ subject_epoch: 7 }), unusable],
    ['a grant of before a block of the profile', () => mine({ profile_epoch: 7 }), unusable],
    ['a grant of another person', () => mine({ person: 'alice@example.com' }), unusable],
    ['a grant that ended', () => mine({ grant_until: grant['grant_from'] }), unusable],
    [
      'a grant without its window',
      () => mine({ grant_from: undefined, grant_until: undefined }),
      unusable,
    ],
    ['a grant with half a window', () => mine({ grant_until: undefined }), garbled],
    [
      "a copy of somebody's grant in an own place",
      () => ({ ...mine(), subject: 'alice@example.com', id: grant['id'] }),
      garbled,
    ],
    ['a grant with a status that is none', () => mine({ status: 'granted' }), garbled],
    ['a grant that lasts for ever', () => mine({ grant_until: '9999' }), garbled],
    ['a grant in other types', () => mine({ version: '1' }), garbled],
    ['a grant with a member missing', () => mine({ needed: undefined }), garbled],
  ])('SEC-09 %s', async (wants, row, refused) => {
    await plant(row());

    await repel(range, { wants, by: mallory, shot: vendShot('database'), refused });
  });

  test('SEC-09 a forged session is no right: it goes on under a grant or not at all', async () => {
    const there = keys.session('mallory@example.com', id);
    const principal_id = range.stack.iam.findKey(mallory.accessKeyId)?.principal.userId;
    await plant(mine({ status: 'withdrawn', closed: stepOf('carol@example.com') }));
    await plant({ ...session, ...there, ...asMallory, id, principal_id });

    await repel(range, {
      wants: 'to go on in a session that was forged',
      by: mallory,
      shot: vendShot('database', { session_id: id }),
      refused: unusable,
    });
    await plant({
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
    await plant(JSON.parse(text));

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
    await plant({ ...row, status: 'active', ended_at: undefined });

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
    await plant(mine());

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
