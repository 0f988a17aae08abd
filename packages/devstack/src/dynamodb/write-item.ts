import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import type { Input } from '../http/call.ts';
import { type ItemChange, isChanged } from './changed.ts';
import type { Database, DatabaseAnswer } from './embedded.ts';
import type { InTurn } from './in-turn.ts';

const keyMembers: ReadonlyMap<string, 'Item' | 'Key'> = new Map([
  ['PutItem', 'Item'],
  ['UpdateItem', 'Key'],
  ['DeleteItem', 'Key'],
]);

/** Whether an operation writes one item. */
export function isItemWrite(operation: string): boolean {
  return keyMembers.has(operation);
}

/**
 * Writes one item, after all earlier writes to the same item. Where its condition fails and
 * `ReturnValuesOnConditionCheckFailure` asks for it, the item that failed it is answered, which the
 * database leaves out. Told to `onChange` is what it changed, in the order of the item's writes, before the answer.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html
 */
export async function writeItem(
  ask: { readonly operation: string; readonly input: Input },
  table: CreateTableCommandInput | undefined,
  through: {
    readonly database: Database;
    readonly inTurn: InTurn;
    readonly onChange?: (change: ItemChange) => void;
  },
): Promise<DatabaseAnswer> {
  const { operation, input } = ask;
  const key = keyOf(input[keyMembers.get(operation) ?? 'Key'], table);
  const { database, inTurn, onChange } = through;
  const read = async () =>
    key && onChange ? readItem(database, input['TableName'], key) : undefined;
  return inTurn(JSON.stringify([input['TableName'], key]), async () => {
    const before = await read();
    const answer = await database.send(operation, input);
    if (key !== undefined && onChange !== undefined && answer.status === 200) {
      const after = await read();
      const change = {
        table: String(input['TableName']),
        keys: key,
        ...(before !== undefined && { before }),
        ...(after !== undefined && { after }),
      };
      if (isChanged(change)) onChange(change);
    }
    const wantsItem = input['ReturnValuesOnConditionCheckFailure'] === 'ALL_OLD';
    if (!wantsItem || key === undefined || answer.status !== 400) return answer;

    const refusal = readObject(answer.body);
    if (!String(refusal['__type']).endsWith('#ConditionalCheckFailedException')) return answer;
    const item = await readItem(database, input['TableName'], key);
    return item === undefined
      ? answer
      : { ...answer, body: JSON.stringify({ ...refusal, Item: item }) };
  });
}

async function readItem(
  database: Database,
  table: unknown,
  key: Input,
): Promise<Input | undefined> {
  const found = await database.send('GetItem', {
    TableName: table,
    Key: key,
    ConsistentRead: true,
  });
  const { Item: item } = readObject(found.body);
  return typeof item === 'object' && item !== null ? { ...item } : undefined;
}

/** The key attributes out of an item or key, in the order of the table's schema. */
function keyOf(item: unknown, table: CreateTableCommandInput | undefined): Input | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const attributes: Input = { ...item };
  const names = (table?.KeySchema ?? []).map(({ AttributeName: name }) => name ?? '');
  return Object.fromEntries(names.map((name) => [name, attributes[name]]));
}

function readObject(text: string): Input {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
