import { setTimeout } from 'node:timers/promises';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  ResourceInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { ParameterAlreadyExists, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';

/** `EMULATOR_SILENT`: nothing answers. `EMULATOR_UNFIT`: it does not do what the stack needs. */
export type EmulatorCode = 'EMULATOR_SILENT' | 'EMULATOR_UNFIT';

/** The stack cannot stand on an emulator; `message` is one line for a person. */
export class EmulatorError extends Error {
  override readonly name = 'EmulatorError';
  readonly code: EmulatorCode;

  constructor(code: EmulatorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** How a client reaches it; all services at one address, and any keys will do. */
export type EmulatorClient = {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
  };
};

export type Seed = {
  readonly region: string;
  readonly table: CreateTableCommandInput;
  /** Parameters of SSM, name to value. */
  readonly documents: Readonly<Record<string, string>>;
};

/**
 * Waits until an emulator of AWS answers (half a minute, if nothing is said), then makes the table and puts the
 * documents, each only where it is absent. Throws `EmulatorError`.
 */
export async function seedEmulator(
  where: { readonly awsEndpointUrl: string; readonly patienceMs?: number },
  seed: Seed,
): Promise<EmulatorClient> {
  const endpoint = where.awsEndpointUrl.replace(/\/+$/, '');
  // Nobody's keys: whatever listens there learns nothing.
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test', sessionToken: 'test' };
  const client = { endpoint, region: seed.region, credentials };
  await untilAnswers(endpoint, where.patienceMs ?? 30_000);
  try {
    await makeTable(new DynamoDBClient(client), seed.table);
    await putDocuments(new SSMClient(client), seed.documents);
  } catch (cause) {
    const [why] = String(cause).split('\n');
    const message = `\`${endpoint}\` does not take the table and the documents: ${why}`;
    throw new EmulatorError('EMULATOR_UNFIT', message, { cause });
  }
  return client;
}

/** Any answer will do: what it is worth, the first call tells. */
async function untilAnswers(endpoint: string, patienceMs: number): Promise<void> {
  const over = AbortSignal.timeout(patienceMs);
  while (!over.aborted) {
    const answer = await fetch(endpoint, { signal: over, redirect: 'manual' }).catch(
      () => undefined,
    );
    if (answer !== undefined) {
      await answer.body?.cancel();
      return;
    }
    await setTimeout(100);
  }
  throw new EmulatorError('EMULATOR_SILENT', `no AWS emulator answers at \`${endpoint}\``);
}

async function makeTable(client: DynamoDBClient, table: CreateTableCommandInput): Promise<void> {
  try {
    await client.send(new CreateTableCommand(table));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  const patience = { client, minDelay: 1, maxDelay: 1, maxWaitTime: 30 };
  await waitUntilTableExists(patience, { TableName: table.TableName });
  client.destroy();
}

async function putDocuments(client: SSMClient, documents: Seed['documents']): Promise<void> {
  for (const [name, value] of Object.entries(documents)) {
    try {
      await client.send(new PutParameterCommand({ Name: name, Value: value, Type: 'String' }));
    } catch (error) {
      if (!(error instanceof ParameterAlreadyExists)) throw error;
    }
  }
  client.destroy();
}
