import { createHash } from 'node:crypto';
import {
  DynamoDBClient,
  TransactWriteItemsCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import {
  GetParametersByPathCommand,
  PutParameterCommand,
  type PutParameterCommandInput,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, type AssumeRoleCommandInput, STSClient } from '@aws-sdk/client-sts';
import { anAsk } from '@sentinel/core/testing/contracts/credentials';
import { tableDefinition } from '@sentinel/tvm/table';
import type { AwsApi, ClientSettings } from './aws-api.ts';

/** One thing that two imitations of AWS do, each in its way: what came of it, in a word. */
export type Difference = {
  readonly service: 'STS' | 'Parameter Store' | 'DynamoDB';
  readonly what: string;
  readonly standIns: string;
  readonly moto: string;
  outcome(api: AwsApi): Promise<string>;
};

const accepted = 'accepted';
const invalid = 'ValidationError';

/** Each is proven by a test, so that none stays here that is no longer true. */
export const differences: readonly Difference[] = [
  sts('a role that does not exist', 'AccessDenied', { RoleArn: `${anAsk.roleArn}-2` }),
  sts('a session name with a space', invalid, { RoleSessionName: 'a b' }),
  sts('a session name of one character', invalid, { RoleSessionName: 'a' }),
  sts('a source identity with a colon', invalid, { SourceIdentity: 'iam:alice' }),
  sts('a source identity of 65 characters', invalid, { SourceIdentity: 'a'.repeat(65) }),
  sts('899 seconds', invalid, { DurationSeconds: 899 }),
  sts('43,201 seconds', invalid, { DurationSeconds: 43_201 }),
  sts('more than an hour by a role session', invalid, { DurationSeconds: 3601 }),
  sts('a session policy that is no JSON', 'MalformedPolicyDocumentException', { Policy: '{' }),
  sts('a session policy of 2,049 characters', invalid, { Policy: ' '.repeat(2049) }),
  sts('11 managed session policies', invalid, {
    PolicyArns: Array(11).fill({ arn: anAsk.policyArns[0] }),
  }),
  sts('a managed session policy that does not exist', invalid, {
    PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/None' }],
  }),
  sts('51 session tags', invalid, { Tags: tags(51, 'v') }),
  sts('a session tag with a comma', invalid, { Tags: tags(1, 'a,b') }),
  sts('session tags too large when packed', 'PackedPolicyTooLargeException', {
    Tags: Array.from({ length: 50 }, (_, nth) => ({ Key: `k${nth}`, Value: noise(nth) })),
  }),
  {
    service: 'STS',
    what: 'the source identity in the answer',
    standIns: 'told',
    moto: 'left out',
    outcome: async ({ sts }) => {
      const answer = await assume(sts, { SourceIdentity: anAsk.sourceIdentity });
      return answer.SourceIdentity === anAsk.sourceIdentity ? 'told' : 'left out';
    },
  },
  {
    service: 'STS',
    what: 'the packed size without policies and tags',
    standIns: 'left out',
    moto: '6',
    outcome: async ({ sts }) => String((await assume(sts, {})).PackedPolicySize ?? 'left out'),
  },
  {
    service: 'STS',
    what: 'a request signed by another secret',
    standIns: 'SignatureDoesNotMatch',
    moto: accepted,
    outcome: ({ sts }) => {
      const credentials = { ...sts.credentials, secretAccessKey: 'another' };
      return tried(assume({ ...sts, credentials }, {}));
    },
  },
  put('5,000 bytes in the standard tier', { Value: 'a'.repeat(5000) }),
  put('8,193 bytes in the advanced tier', { Value: 'a'.repeat(8193), Tier: 'Advanced' }),
  put('a name with a space', { Name: '/a b' }),
  put('a name with a colon', { Name: '/a:1' }),
  put('a path that does not begin with a slash', { Name: 'a/b' }),
  put('an empty level in a name', { Name: '/a//b' }),
  put('16 levels in a name', { Name: '/a'.repeat(16) }, 'HierarchyLevelLimitExceededException'),
  put('a name whose ARN is longer than 1,011', { Name: `/${'a'.repeat(1000)}` }),
  {
    service: 'Parameter Store',
    what: 'another type of a parameter that exists',
    standIns: 'HierarchyTypeMismatchException',
    moto: accepted,
    outcome: async (api) => {
      const client = new SSMClient(await api.emptyParameters());
      const parameter = { Name: '/a', Value: 'a', Type: 'String' } as const;
      await client.send(new PutParameterCommand(parameter));
      const again = { ...parameter, Type: 'StringList', Overwrite: true } as const;
      return tried(client.send(new PutParameterCommand(again)));
    },
  },
  {
    service: 'Parameter Store',
    what: 'the name of the refusal of `/aws/a`',
    standIns: 'ValidationException',
    moto: 'AccessDeniedException',
    outcome: async (api) => tried(putParameter(await api.emptyParameters(), { Name: '/aws/a' })),
  },
  {
    service: 'Parameter Store',
    what: 'a page token that was never given',
    standIns: 'InvalidNextToken',
    moto: 'no answer of its protocol',
    outcome: async (api) => {
      const client = new SSMClient(await api.emptyParameters());
      const list = new GetParametersByPathCommand({ Path: '/a', NextToken: 'x' });
      const name = await tried(client.send(list));
      return name === 'SyntaxError' ? 'no answer of its protocol' : name;
    },
  },
  dynamo('a transaction', async (client, table) => {
    const Item = { pk: { S: 'a' }, sk: { S: 'a' } };
    const TransactItems = [{ Put: { TableName: table, Item } }];
    return client.send(new TransactWriteItemsCommand({ TransactItems }));
  }),
  dynamo('switching the time to live on', async (client, table) => {
    const TimeToLiveSpecification = { Enabled: true, AttributeName: 'ttl' };
    return client.send(new UpdateTimeToLiveCommand({ TableName: table, TimeToLiveSpecification }));
  }),
];

function sts(what: string, standIns: string, ask: Partial<AssumeRoleCommandInput>): Difference {
  return {
    service: 'STS',
    what,
    standIns,
    moto: accepted,
    outcome: ({ sts }) => tried(assume(sts, ask)),
  };
}

function put(
  what: string,
  ask: Partial<PutParameterCommandInput>,
  standIns = 'ValidationException',
): Difference {
  return {
    service: 'Parameter Store',
    what,
    standIns,
    moto: accepted,
    outcome: async (api) => tried(putParameter(await api.emptyParameters(), ask)),
  };
}

function dynamo(
  what: string,
  call: (client: DynamoDBClient, table: string) => Promise<unknown>,
): Difference {
  return {
    service: 'DynamoDB',
    what,
    standIns: 'UnknownOperationException',
    moto: accepted,
    outcome: async (api) => {
      const name = `difference-${what.length}`;
      const settings = await api.emptyTable(tableDefinition(name));
      return tried(call(new DynamoDBClient(settings), name));
    },
  };
}

function assume(settings: ClientSettings, ask: Partial<AssumeRoleCommandInput>) {
  const { roleArn: RoleArn, roleSessionName: RoleSessionName } = anAsk;
  return new STSClient(settings).send(new AssumeRoleCommand({ RoleArn, RoleSessionName, ...ask }));
}

function putParameter(settings: ClientSettings, ask: Partial<PutParameterCommandInput>) {
  const parameter = { Name: '/a', Value: 'a', Type: 'String' } as const;
  return new SSMClient(settings).send(new PutParameterCommand({ ...parameter, ...ask }));
}

/** The name of what a call was refused with. */
async function tried(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return accepted;
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
}

function tags(count: number, value: string) {
  return Array.from({ length: count }, (_, nth) => ({ Key: `k${nth}`, Value: value }));
}

/** 64 characters that hardly pack, others for every number. */
function noise(nth: number): string {
  return createHash('sha256').update(`${nth}`).digest('hex');
}
