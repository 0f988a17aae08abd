import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import type { Answer, Input } from '../http/call.ts';
import {
  type Dialect,
  jsonAnswer,
  jsonError,
  jsonFailure,
  jsonRefusal,
  parseJsonRequest,
} from '../http/json-protocol.ts';
import { type Asked, type Running, type Surroundings, startService } from '../http/service.ts';
import type { Iam } from '../iam/iam.ts';
import { type KeyUse, mayDecrypt } from '../iam/may-decrypt.ts';
import { contextOf, type Principal } from '../iam/principal.ts';
import type { ItemChange } from './changed.ts';
import { createTable } from './create-table.ts';
import { checkDataFolder } from './data-folder.ts';
import { type Database, openDatabase } from './embedded.ts';
import { createTurns, type InTurn } from './in-turn.ts';
import { resourcesOf } from './resources.ts';
import { isItemWrite, writeItem } from './write-item.ts';

export type DynamoDbSurroundings = Surroundings & {
  /** Whose tables these are. */
  readonly accountId: string;
  /** Created before it starts, unless the data directory has them. */
  readonly tables: readonly CreateTableCommandInput[];
  /** The key that they are encrypted with, if it is the account's own: callers need to decrypt by it. */
  readonly keyArn?: string;
  /** Directory that keeps the data; in memory if left out. */
  readonly path?: string;
  /** Told of each item that a write changed, before the write is answered; writes of many items are refused then. */
  readonly onChange?: (change: ItemChange) => void;
};

type Place = {
  readonly arnPrefix: string;
  readonly iam: Iam;
  readonly tables: readonly CreateTableCommandInput[];
  readonly database: Database;
  readonly inTurn: InTurn;
  readonly key?: KeyUse;
  readonly onChange?: (change: ItemChange) => void;
};

const dialect: Dialect = {
  target: 'DynamoDB_20120810',
  contentType: 'application/x-amz-json-1.0',
};

/**
 * DynamoDB on loopback: signatures and permissions by our own rules, the rest by an embedded database.
 * A `stale` fault makes an eventually consistent read find nothing; what is strongly consistent stays so.
 * Throws `DataFolderError`, and what `listen` throws.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.ReadConsistency.html
 */
export async function startDynamoDb(around: DynamoDbSurroundings): Promise<Running> {
  if (around.path !== undefined) await checkDataFolder(around.path);
  const database = openDatabase(around.path);
  try {
    for (const table of around.tables) await createTable(database, table);
    return await serve(database, around);
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function serve(database: Database, around: DynamoDbSurroundings): Promise<Running> {
  const place: Place = {
    arnPrefix: `arn:aws:dynamodb:${around.region}:${around.accountId}:`,
    iam: around.iam,
    tables: around.tables,
    database,
    inTurn: createTurns(),
    ...(around.keyArn !== undefined && {
      key: { keyArn: around.keyArn, service: 'dynamodb', region: around.region },
    }),
    ...(around.onChange !== undefined && { onChange: around.onChange }),
  };
  const running = await startService(
    {
      name: 'dynamodb',
      parse: (request) => parseJsonRequest(request, dialect),
      handle: (asked) => handle(asked, place),
      refuse: (reason) => jsonRefusal(reason, dialect),
      fail: (fault) => jsonFailure(fault, dialect),
      throttle: () => jsonError({ code: 'ThrottlingException', message: 'Rate exceeded' }, dialect),
    },
    around,
  );
  return {
    ...running,
    close: async () => {
      await running.close();
      await database.close();
    },
  };
}

async function handle(asked: Asked, place: Place): Promise<Answer> {
  const { operation, input, principal, nowMs } = asked;
  const action = `dynamodb:${operation}`;
  const context = contextOf(principal, nowMs);
  const refused = resourcesOf(input, place.arnPrefix).find(
    (resource) => place.iam.permits(principal, { action, resource, context }) !== 'allow',
  );
  if (refused !== undefined) return denied(principal, action, refused);
  const { key } = place;
  if (key !== undefined && !mayDecrypt(place.iam, asked, key)) {
    return denied(principal, 'kms:Decrypt', key.keyArn);
  }
  if (asked.stale && input['ConsistentRead'] !== true) {
    const nothing = nothingFound.get(operation);
    if (nothing !== undefined) return jsonAnswer(nothing, dialect);
  }
  if (place.onChange !== undefined && unseen.has(operation)) {
    const message = `${operation} is not modelled where a stream is read`;
    return jsonError({ code: 'ValidationException', message }, dialect);
  }
  const answer = isItemWrite(operation)
    ? await writeItem(asked, tableOf(input, place), place)
    : await place.database.send(operation, input);
  return { ...answer, contentType: dialect.contentType };
}

function denied({ arn }: Principal, action: string, resource: string): Answer {
  const message = `User: ${arn} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;
  return jsonError({ code: 'AccessDeniedException', message }, dialect);
}

/** Writes that would leave no record in a stream. */
const unseen: ReadonlySet<string> = new Set([
  'BatchWriteItem',
  'TransactWriteItems',
  'ExecuteStatement',
  'BatchExecuteStatement',
  'ExecuteTransaction',
]);

const nothingFound: ReadonlyMap<string, Input> = new Map<string, Input>([
  ['GetItem', {}],
  ['Query', { Items: [], Count: 0, ScannedCount: 0 }],
  ['Scan', { Items: [], Count: 0, ScannedCount: 0 }],
]);

function tableOf(input: Input, place: Place): CreateTableCommandInput | undefined {
  return place.tables.find(({ TableName: name }) => name === input['TableName']);
}
