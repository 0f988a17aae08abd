import { setTimeout } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IAMClient } from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';
import type { KeepWorld } from '@sentinel/core/keep-revoked';
import type { BreakGlasses, Clock } from '@sentinel/core/ports';
import { dynamoBreakGlass } from '../adapters/dynamo-break-glass.ts';
import { dynamoRevocations } from '../adapters/dynamo-revocations.ts';
import { dynamoSessions } from '../adapters/dynamo-sessions.ts';
import { dynamoSubjects } from '../adapters/dynamo-subjects.ts';
import { dynamoTable } from '../adapters/dynamo-table.ts';
import { iamRevocations } from '../adapters/iam-revocations.ts';
import { writeLine } from '../adapters/write-line.ts';
import { type ClientOptions, clientSettings } from '../client-settings.ts';
import type { RevokerConfig } from './config.ts';

/** Everything that the revoker reaches. */
export type RevokerPorts = KeepWorld & {
  readonly breakGlass: Pick<BreakGlasses, 'putEvent'>;
};

/** What a run outside of Lambda replaces. The keys for IAM are never given: they come from the account's role. */
export type RevokerClients = {
  readonly dynamodb?: ClientOptions;
  readonly sts?: ClientOptions;
  readonly iam?: Omit<ClientOptions, 'credentials'>;
  readonly clock?: Clock;
};

const msPerDay = 86_400_000;

/** Every port of the revoker on AWS; touches no network. */
export function wireRevoker(config: RevokerConfig, clients: RevokerClients = {}): RevokerPorts {
  const { clock = { nowMs: () => Date.now() } } = clients;
  const settingsOf = (service: 'dynamodb' | 'sts' | 'iam') =>
    clientSettings(service, { region: config.region, ...clients[service] });
  const table = dynamoTable(new DynamoDBClient(settingsOf('dynamodb')), config.table);
  const retentionMs = config.retentionDays * msPerDay;
  const { putEvent } = dynamoBreakGlass(table, retentionMs);
  return {
    policies: iamRevocations({
      sts: new STSClient({ ...settingsOf('sts'), useGlobalEndpoint: false }),
      connect: (credentials) => new IAMClient({ ...settingsOf('iam'), credentials }),
    }),
    accounts: config.accounts,
    partition: config.partition,
    subjects: dynamoSubjects(table, retentionMs),
    sessions: dynamoSessions(table, retentionMs),
    revocations: dynamoRevocations(table, retentionMs),
    breakGlass: { putEvent },
    trail: { write: writeLine },
    clock,
    timer: { wait: (ms) => setTimeout(ms) },
    // Nothing else is kept from its end by the last look, which nobody waits for.
    meanwhile: { wait: (ms) => setTimeout(ms, undefined, { ref: false }) },
  };
}
