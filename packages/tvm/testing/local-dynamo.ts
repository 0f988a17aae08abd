import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import { listen } from './local-server.ts';

// The package has no types: this is all that is used of it.
const dynalite: (options: { createTableMs: number; deleteTableMs: number }) => Server =
  createRequire(import.meta.url)('dynalite');

export type LocalDynamo = { readonly url: string; close(): void };

/** A DynamoDB API on 127.0.0.1 without any table, in memory: it takes any credentials. */
export async function localDynamo(): Promise<LocalDynamo> {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0 });
  return {
    url: await listen(server),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
