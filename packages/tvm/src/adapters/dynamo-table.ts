import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { type IndexName, indexes, type Key } from '../table.ts';
import { unavailable } from './aws-fault.ts';
import {
  type Changes,
  type Condition,
  conditionExpression,
  placeholders,
  updateExpression,
} from './expression.ts';
import { garbled } from './garbled.ts';
import { onlyObjects } from './only-objects.ts';
import { within } from './within.ts';

/** An item as it lies in the table, not yet read. */
export type Item = Readonly<Record<string, unknown>>;

export type Update = Changes & { readonly key: Key; readonly when?: readonly Condition[] };

export type IndexQuery = {
  readonly index: IndexName;
  readonly partition: string;
  readonly where: readonly Condition[];
  /** Items looked at, before `where`. */
  readonly limit: number;
  /** Only what sorts before this. */
  readonly before?: string;
  /** Key of the item after which to go on. */
  readonly after?: Item;
};

/** Items of one partition of the table itself, by sort key. */
export type RangeQuery = {
  readonly partition: string;
  /** First and last sort key, both inclusive. */
  readonly between: readonly [first: string, last: string];
  readonly newestFirst?: boolean;
  readonly where?: readonly Condition[];
  /** Items looked at, before `where`; as many as a page of DynamoDB's holds (1 MB) if left out. */
  readonly limit?: number;
  /** Key of the item after which to go on. */
  readonly after?: Item;
};

/** `next`: where it goes on; absent at the end. */
export type IndexPage = { readonly items: readonly Item[]; readonly next?: Item };

/**
 * Single-item operations on the one table. Each throws `DEPENDENCY_UNAVAILABLE` where its outcome is unknown.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html
 */
export type DynamoTable = {
  /** Strongly consistent. */
  get(key: Key): Promise<Item | undefined>;
  /** `false`: there is an item with this key already. */
  create(item: Item & Key): Promise<boolean>;
  /** The whole item afterwards; `undefined`: `when` did not hold. */
  update(update: Update): Promise<Item | undefined>;
  /** Newest first; an index may lag behind. */
  query(query: IndexQuery): Promise<IndexPage>;
  /** One page, strongly consistent. */
  range(query: RangeQuery): Promise<IndexPage>;
};

/** Two tries of a second each, and the pause between them. */
const patienceMs = 2500;

/** The table `name`, reached by `plain`, which is changed for it; an operation fails after `limitMs` at the latest. */
export function dynamoTable(
  plain: DynamoDBClient,
  name: string,
  limitMs = patienceMs,
): DynamoTable {
  const client = onlyObjects(plain);
  const known = async <T>(verb: string, call: (signal: AbortSignal) => Promise<T>) => {
    try {
      return await within(limitMs, call);
    } catch (error) {
      throw unavailable(verb, error);
    }
  };
  const page = (verb: string, input: Omit<QueryCommandInput, 'TableName'>) =>
    known(verb, async (abortSignal) => {
      const command = new QueryCommand({ TableName: name, ...input });
      const answer = await client.send(command, { abortSignal });
      const { Items: items, Count: count, LastEvaluatedKey: last } = answer;
      if (items?.length !== count || items === undefined) {
        throw garbled('an answer', 'it has not as many items as it says');
      }
      return {
        items: items.map((item) => unmarshall(item)),
        ...(last !== undefined && { next: unmarshall(last) }),
      };
    });
  return {
    get: async (key) => {
      const command = new GetItemCommand({
        TableName: name,
        Key: marshall({ pk: key.pk, sk: key.sk }),
        ConsistentRead: true,
      });
      return known('reading an item', async (abortSignal) => {
        const { Item: item } = await client.send(command, { abortSignal });
        return item === undefined ? undefined : itemAt(key, item);
      });
    },
    create: async (item) => {
      const command = new PutItemCommand({
        TableName: name,
        Item: marshall(item, { removeUndefinedValues: true }),
        ConditionExpression: 'attribute_not_exists(pk)',
      });
      return known('creating an item', (abortSignal) =>
        ifConditionHolds(
          client.send(command, { abortSignal }).then(() => true),
          false,
        ),
      );
    },
    update: async ({ key, when = [], ...changes }) => {
      const command = new UpdateItemCommand({
        TableName: name,
        Key: marshall({ pk: key.pk, sk: key.sk }),
        ...updateInput(changes, when),
        ReturnValues: 'ALL_NEW',
      });
      return known('updating an item', (abortSignal) =>
        ifConditionHolds(
          client
            .send(command, { abortSignal })
            .then(({ Attributes: item = {} }) => itemAt(key, item)),
          undefined,
        ),
      );
    },
    query: (query) => page('listing items', queryInput(query)),
    range: (query) => page('reading items', rangeInput(query)),
  };
}

function updateInput(changes: Changes, when: readonly Condition[]) {
  const names = placeholders();
  const update = updateExpression(changes, names);
  const condition = conditionExpression(when, names);
  return {
    UpdateExpression: update,
    ...(condition !== '' && { ConditionExpression: condition }),
    ExpressionAttributeNames: names.names,
    ...valuesInput(names.values),
  };
}

function queryInput({ index, partition, where, limit, before, after }: IndexQuery) {
  const names = placeholders();
  const { pk, sk } = indexes[index];
  const range: readonly Condition[] = before === undefined ? [] : [[sk, '<', before]];
  const key = conditionExpression([[pk, '=', partition], ...range], names);
  const filter = conditionExpression(where, names);
  return {
    IndexName: index,
    KeyConditionExpression: key,
    ...(filter !== '' && { FilterExpression: filter }),
    ExpressionAttributeNames: names.names,
    ...valuesInput(names.values),
    ScanIndexForward: false,
    Limit: limit,
    ...(after !== undefined && { ExclusiveStartKey: marshall(after) }),
  };
}

function rangeInput({ partition, between, newestFirst, where = [], limit, after }: RangeQuery) {
  const names = placeholders();
  const pk = conditionExpression([['pk', '=', partition]], names);
  const range = `${names.name('sk')} BETWEEN ${between.map(names.value).join(' AND ')}`;
  const filter = conditionExpression(where, names);
  return {
    KeyConditionExpression: `${pk} AND ${range}`,
    ...(filter !== '' && { FilterExpression: filter }),
    ExpressionAttributeNames: names.names,
    ...valuesInput(names.values),
    ConsistentRead: true,
    ScanIndexForward: newestFirst !== true,
    ...(limit !== undefined && { Limit: limit }),
    ...(after !== undefined && { ExclusiveStartKey: marshall(after) }),
  };
}

function valuesInput(values: Item) {
  return Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: marshall(values) };
}

/** An answer about another item than the one asked for is none. */
function itemAt(key: Key, attributes: Record<string, AttributeValue>): Item {
  const item = unmarshall(attributes);
  if (item['pk'] !== key.pk || item['sk'] !== key.sk) throw garbled('an item', 'its key');
  return item;
}

async function ifConditionHolds<T, F>(answer: Promise<T>, otherwise: F): Promise<T | F> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return otherwise;
    throw error;
  }
}
