import { type IndexName, indexes } from '@sentinel/tvm/table';
import { type Holds, type Placeholders, readCondition } from './condition.ts';
import { createStore, type Store } from './store.ts';
import { type Change, readUpdate } from './update.ts';
import type { Item, Value } from './value.ts';

export type TableAnswer = { readonly status: number; readonly body: string };

/** A table that answers DynamoDB's calls, JSON in and JSON out. */
export type Table = {
  answer(operation: string, body: string): TableAnswer;
  readonly store: Store;
};

/** As much of a request as is read; the SDK has written it. */
type Asked = {
  readonly Key?: Item;
  readonly Item?: Item;
  readonly IndexName?: IndexName;
  readonly ConditionExpression?: string;
  readonly KeyConditionExpression?: string;
  readonly FilterExpression?: string;
  readonly UpdateExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, Value>>;
  readonly ReturnValues?: string;
  readonly ScanIndexForward?: boolean;
  readonly Limit?: number;
  readonly ExclusiveStartKey?: Item;
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html */
const pageBytes = 1_000_000;

/**
 * The four operations of DynamoDB that Sentinel uses on its one table, with conditions, both indexes and pages, in
 * memory and fast: it stands for a service whose own time is not to be measured.
 */
export function createTable(): Table {
  const store = createStore();
  const conditions = remembered(readCondition);
  const updates = remembered(readUpdate);
  return {
    store,
    answer(operation, body) {
      const asked: Asked = JSON.parse(body);
      switch (operation) {
        case 'GetItem': {
          const row = store.get(asked.Key ?? {});
          return done(row === undefined ? '{}' : `{"Item":${row.json}}`);
        }
        case 'PutItem':
          return write(asked.Item ?? {}, asked, () => asked.Item ?? {});
        case 'UpdateItem': {
          const change = updates(asked.UpdateExpression ?? '');
          return write(asked.Key ?? {}, asked, (before, placeholders) =>
            change({ ...asked.Key, ...before }, placeholders),
          );
        }
        case 'Query':
          return query(asked, { store, conditions });
        default:
          return refused('ValidationException', `no operation \`${operation}\` here`);
      }
    },
  };

  function write(key: Item, asked: Asked, change: Change): TableAnswer {
    const before = store.get(key)?.item ?? {};
    const { ConditionExpression: condition, ReturnValues } = asked;
    const placeholders = placeholdersOf(asked);
    if (condition !== undefined && !conditions(condition)(before, placeholders)) {
      return refused('ConditionalCheckFailedException', 'The conditional request failed');
    }
    const row = store.put(change(before, placeholders));
    return done(ReturnValues === 'ALL_NEW' ? `{"Attributes":${row.json}}` : '{}');
  }
}

function query(
  asked: Asked,
  { store, conditions }: { store: Store; conditions: (text: string) => Holds },
): TableAnswer {
  const { IndexName: index, KeyConditionExpression = '', FilterExpression, Limit } = asked;
  const placeholders = placeholdersOf(asked);
  const inKey = conditions(KeyConditionExpression);
  const filter = FilterExpression === undefined ? undefined : conditions(FilterExpression);
  const isBackwards = asked.ScanIndexForward === false;
  const start = asked.ExclusiveStartKey;
  const bounds = boundsOf(KeyConditionExpression, placeholders);
  const rows = store.rows(index, bounds.partition, {
    isBackwards,
    ...(bounds.first !== undefined && { first: bounds.first }),
    ...(bounds.last !== undefined && { last: bounds.last }),
    ...(start !== undefined && { after: store.placeOf(index, start) }),
  });
  const found: string[] = [];
  let seen = 0;
  let bytes = 0;
  for (const row of rows) {
    if (!inKey(row.item, placeholders)) continue;
    seen += 1;
    bytes += row.json.length;
    if (filter?.(row.item, placeholders) ?? true) found.push(row.json);
    if (seen === Limit || bytes > pageBytes) {
      const next = JSON.stringify(keyIn(index, row.item));
      return page(found, seen, `,"LastEvaluatedKey":${next}`);
    }
  }
  return page(found, seen, '');
}

function page(found: readonly string[], seen: number, next: string): TableAnswer {
  const body = `{"Items":[${found.join()}],"Count":${found.length},"ScannedCount":${seen}${next}}`;
  return done(body);
}

/** Partition and bounds of a key condition; the condition itself is looked at besides. */
function boundsOf(condition: string, { values }: Placeholders) {
  const text = (placeholder: string | undefined) => {
    const value = values[placeholder ?? '']?.['S'];
    return typeof value === 'string' ? value : undefined;
  };
  const [, partition] = /^#\w+ = (:\w+)/.exec(condition) ?? [];
  const [, first, last] = / BETWEEN (:\w+) AND (:\w+)/.exec(condition) ?? [];
  const [, before] = / < (:\w+)/.exec(condition) ?? [];
  const bounds = { first: text(first), last: text(last ?? before) };
  return { partition: text(partition) ?? '', ...bounds };
}

function keyIn(index: IndexName | undefined, item: Item): Item {
  const names = [
    'pk',
    'sk',
    ...(index === undefined ? [] : [indexes[index].pk, indexes[index].sk]),
  ];
  return Object.fromEntries(names.flatMap((name) => (item[name] ? [[name, item[name]]] : [])));
}

function placeholdersOf(asked: Asked): Placeholders {
  return {
    names: asked.ExpressionAttributeNames ?? {},
    values: asked.ExpressionAttributeValues ?? {},
  };
}

/** Expressions are few: each is read once. */
function remembered<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const made = known.get(text) ?? read(text);
    known.set(text, made);
    return made;
  };
}

function done(body: string): TableAnswer {
  return { status: 200, body };
}

function refused(code: string, message: string): TableAnswer {
  const __type = `com.amazonaws.dynamodb.v20120810#${code}`;
  return { status: 400, body: JSON.stringify({ __type, message }) };
}
