import { place } from '@sentinel/devstack/stack/place';

const TableName = place.table;
const item = { pk: { S: 'subject#mallory@example.com' }, sk: { S: 'session#0123456789abcdef' } };
const Key = { pk: { S: 'subject#alice@example.com' }, sk: { S: 'state' } };

/** What a client would do to the table. */
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
/** And to the documents. */
const documents: Readonly<Record<string, object>> = {
  PutParameter: { Name, Value: 'version: "1"', Overwrite: true },
  DeleteParameter: { Name },
  GetParameter: { Name },
  GetParametersByPath: { Path: '/sentinel' },
};

/** Each as a request to one of AWS's APIs. */
export const clientWrites = [
  ...Object.entries(inputs).map(([operation, input]) => ({
    api: 'dynamodb' as const,
    service: 'dynamodb',
    target: `DynamoDB_20120810.${operation}`,
    input,
  })),
  ...Object.entries(documents).map(([operation, input]) => ({
    api: 'ssm' as const,
    service: 'ssm',
    target: `AmazonSSM.${operation}`,
    input,
  })),
];
