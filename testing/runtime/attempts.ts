import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { IAMClient, ListPolicyVersionsCommand } from '@aws-sdk/client-iam';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import {
  place,
  protectedRoleArn,
  revocationAccount,
  topicArn,
} from '@sentinel/devstack/stack/place';
import type { Devstack } from '@sentinel/devstack/stack/start-devstack';
import type { FunctionName } from '@sentinel/tvm/infrastructure/rights';
import type { Keys } from './a-bench.ts';

/** Clients of all services, by the same credentials. */
export type Clients = ReturnType<typeof clientsOf>;

export function clientsOf({ dynamodb, iamApi, sns, ssm, sts }: Devstack, credentials: Keys) {
  const at = ({ url }: { readonly url: string }) => ({
    endpoint: url,
    region: place.region,
    credentials,
    maxAttempts: 1,
  });
  return {
    dynamodb: new DynamoDBClient(at(dynamodb)),
    iam: new IAMClient({ ...at(iamApi), region: 'us-east-1' }),
    sns: new SNSClient(at(sns)),
    ssm: new SSMClient(at(ssm)),
    sts: new STSClient(at(sts)),
  };
}

const TableName = place.table;
const key = { pk: { S: 'subject#mallory' }, sk: { S: 'state' } };
const item = { TableName, Key: key };
const everything = {
  TableName,
  KeyConditionExpression: 'pk = :pk',
  ExpressionAttributeValues: { ':pk': { S: 'revocations' } },
};

/** What may be done to an item, or to all. */
export const dynamo = {
  get: ({ dynamodb }: Clients) => dynamodb.send(new GetItemCommand(item)),
  query: ({ dynamodb }: Clients) => dynamodb.send(new QueryCommand(everything)),
  scan: ({ dynamodb }: Clients) => dynamodb.send(new ScanCommand({ TableName })),
  put: ({ dynamodb }: Clients) => dynamodb.send(new PutItemCommand({ TableName, Item: key })),
  update: ({ dynamodb }: Clients) => dynamodb.send(new UpdateItemCommand(item)),
  delete: ({ dynamodb }: Clients) => dynamodb.send(new DeleteItemCommand(item)),
} as const;

const read =
  (name: string) =>
  ({ ssm }: Clients) =>
    ssm.send(new GetParameterCommand({ Name: `/sentinel/${name}`, WithDecryption: true }));

const assume =
  (RoleArn: string) =>
  ({ sts }: Clients) =>
    sts.send(
      new AssumeRoleCommand({
        RoleArn,
        RoleSessionName: 'mallory',
        SourceIdentity: 'sentinel.auto.mallory',
        Tags: [{ Key: 'SentinelProfile', Value: 'dev' }],
      }),
    );

const publish =
  (TopicArn: string) =>
  ({ sns }: Clients) =>
    sns.send(new PublishCommand({ TopicArn, Message: 'trust me' }));

const deny = ({ iam }: Clients) =>
  iam.send(new ListPolicyVersionsCommand({ PolicyArn: revocationAccount.policyArn }));

const others = {
  channels: ['read channels', read('channels/security')],
  directory: ['read the directory', read('directory')],
  policies: ['read policies', read('policies/dev')],
  vend: ['assume a protected role', assume(protectedRoleArn('Dev'))],
  revoke: ["assume an account's revoker", assume(revocationAccount.roleArn)],
  deny: ['look at what is denied without that role', deny],
  tell: ['publish', publish(topicArn)],
  elsewhere: ['publish elsewhere', publish(`${topicArn}-2`)],
} as const satisfies Readonly<Record<string, readonly [string, Attempt]>>;

type Attempt = (clients: Clients) => Promise<unknown>;

/** Of each function all that others do, or that nobody does. */
export const attempts: readonly (readonly [FunctionName, string, Attempt])[] = [
  ...on('api', ['scan', 'delete']),
  ...of('api', ['channels', 'revoke', 'deny', 'tell']),
  ...on('authorizer', ['query', 'scan', 'put', 'update', 'delete']),
  ...of('authorizer', ['channels', 'directory', 'policies', 'vend', 'revoke', 'deny', 'tell']),
  ...on('revoker', ['scan', 'put', 'delete']),
  ...of('revoker', ['channels', 'directory', 'policies', 'vend', 'deny', 'tell']),
  ...on('notifier', ['get', 'query', 'scan', 'put', 'update', 'delete']),
  ...of('notifier', ['directory', 'policies', 'vend', 'revoke', 'deny', 'elsewhere']),
];

function on(name: FunctionName, operations: readonly (keyof typeof dynamo)[]) {
  return operations.map((each) => [name, `${each} in the table`, dynamo[each]] as const);
}

function of(name: FunctionName, deeds: readonly (keyof typeof others)[]) {
  return deeds.map((each) => [name, ...others[each]] as const);
}
