import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DecisionRecord } from '@sentinel/core/audit/record';
import { createApi } from '@sentinel/tvm/lambda/create-api';
import { tableDefinition } from '@sentinel/tvm/table';
import { rim } from '@sentinel/tvm/testing/an-event';
import { listen } from '@sentinel/tvm/testing/local-server';
import { localSsm } from '@sentinel/tvm/testing/local-ssm';
import { localSts } from '@sentinel/tvm/testing/local-sts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { type Ask, documents, eventOf, type Reply, replyOf } from './town.ts';
import { failingWire, type WirePlan } from './wire-faults.ts';

// The package has no types: this is all that is used of it.
const dynalite: (options: { createTableMs: number }) => Server = createRequire(import.meta.url)(
  'dynalite',
);

const credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'secret',
  sessionToken: 'token',
};

/** An API on a table of its own. */
export type WireTown = {
  send(ask: Ask): Promise<Reply>;
  /** By a new instance, whose calls go wrong as planned. */
  sendThrough(plan: WirePlan | undefined, ask: Ask): Promise<Sent>;
};

export type Sent = {
  readonly reply: Reply;
  /** Operations of AWS, in the order in which they were called. */
  readonly calls: readonly string[];
  readonly records: readonly DecisionRecord[];
  readonly lines: string;
};

/** The stand-ins, which towns share. */
export async function wireTowns() {
  const database = dynalite({ createTableMs: 0 });
  const url = await listen(database);
  const [ssm, sts] = [await localSsm(), await localSts(Date.now())];
  for (const [name, text] of Object.entries(documents)) {
    ssm.parameters.set(`/sentinel${name}`, { version: 1, text });
  }
  const wire = new NodeHttpHandler({ requestTimeout: 20_000 });
  const admin = new DynamoDBClient({ endpoint: url, region: 'eu-west-1', credentials });
  let towns = 0;
  return {
    async found(): Promise<WireTown> {
      towns += 1;
      const table = `town-${towns}`;
      await admin.send(new CreateTableCommand(tableDefinition(table)));
      const instance = (plan: WirePlan | undefined) => {
        const { calls, handler } = failingWire(plan, wire);
        const lines: string[] = [];
        const at = (endpoint: string) => ({ endpoint, credentials, requestHandler: handler });
        const app = createApi({
          env: {
            AWS_REGION: 'eu-west-1',
            SENTINEL_TABLE: table,
            SENTINEL_API_ID: rim.apiId,
            SENTINEL_ACCOUNT_ID: rim.apiAccountId,
          },
          clients: { dynamodb: at(url), ssm: at(ssm.server.url), sts: at(sts.server.url) },
          write: (line) => lines.push(line),
        });
        return { app, calls, lines };
      };
      const healthy = instance(undefined);
      return {
        send: async (ask) => replyOf(await healthy.app(eventOf(ask), 'lambda-1')),
        async sendThrough(plan, ask) {
          const { app, calls, lines } = instance(plan);
          const reply = replyOf(await app(eventOf(ask), 'lambda-2'));
          const all = lines.map((line) => JSON.parse(line));
          const records = all.filter((line) => 'seq' in line);
          return { reply, calls, records, lines: lines.join('\n') };
        },
      };
    },
    async close() {
      admin.destroy();
      wire.destroy();
      await Promise.all([ssm.server.close(), sts.server.close()]);
      database.closeAllConnections();
      database.close();
    },
  };
}
