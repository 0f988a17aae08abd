import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { GetParameterCommand, GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

// The least that a function with this product's clients and commands can be: no rules, no checks, no HTTP.
const dynamodb = new DynamoDBClient({});
const ssm = new SSMClient({});
const sts = new STSClient({});

/** Sends one command of each service in turn, or the others if asked to. */
export async function handler({ others = false }: { readonly others?: boolean }): Promise<string> {
  const table = { TableName: 'sentinel' };
  const Key = { pk: { S: 'twin' }, sk: { S: '-' } };
  if (others) {
    await ssm.send(new GetParametersByPathCommand({ Path: '/sentinel' }));
    await dynamodb.send(new PutItemCommand({ ...table, Item: Key }));
    await dynamodb.send(new QueryCommand({ ...table, IndexName: 'by-owner' }));
    await dynamodb.send(new UpdateItemCommand({ ...table, Key }));
  }
  await ssm.send(new GetParameterCommand({ Name: '/sentinel/directory' }));
  await dynamodb.send(new GetItemCommand({ ...table, Key }));
  const assumed = await sts.send(
    new AssumeRoleCommand({
      RoleArn: 'arn:aws:iam::111122223333:role/Twin',
      RoleSessionName: 'twin',
      DurationSeconds: 3600,
    }),
  );
  return assumed.Credentials?.AccessKeyId ?? '';
}
