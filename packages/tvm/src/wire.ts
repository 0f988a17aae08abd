import { createHash, randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import type { Clock, Ports, Sha256 } from '@sentinel/core/ports';
import { dynamoBreakGlass } from './adapters/dynamo-break-glass.ts';
import { dynamoControl } from './adapters/dynamo-control.ts';
import { dynamoRequests } from './adapters/dynamo-requests.ts';
import { dynamoRevocations } from './adapters/dynamo-revocations.ts';
import { dynamoSessions } from './adapters/dynamo-sessions.ts';
import { dynamoSubjects } from './adapters/dynamo-subjects.ts';
import { dynamoTable } from './adapters/dynamo-table.ts';
import { dynamoTrailNotes } from './adapters/dynamo-trail-notes.ts';
import { ssmPolicies } from './adapters/ssm-policies.ts';
import { stsCredentials } from './adapters/sts-credentials.ts';
import { writeRecord } from './adapters/write-record.ts';
import { type Clients, clientSettings, lean, type Service } from './client-settings.ts';
import type { Config } from './config.ts';

export type { ClientOptions, Clients } from './client-settings.ts';

/** Every port on AWS, and the hash that needs none. */
export type Wired = Ports & { readonly sha256: Sha256 };

const msPerDay = 86_400_000;

/** Makes every client and adapter; touches no network. */
export function wire(config: Config, options: Clients = {}): Wired {
  const settingsOf = (service: Service) =>
    clientSettings(service, { region: config.region, ...options[service] });
  const clock: Clock = { nowMs: () => Date.now() };
  const retentionMs = config.retentionDays * msPerDay;
  const table = dynamoTable(lean(new DynamoDBClient(settingsOf('dynamodb'))), config.table);
  const sts = lean(new STSClient({ ...settingsOf('sts'), useGlobalEndpoint: false }));
  return {
    policies: ssmPolicies(lean(new SSMClient(settingsOf('ssm'))), config.parameterPrefix),
    subjects: dynamoSubjects(table, retentionMs),
    sessions: dynamoSessions(table, retentionMs),
    breakGlass: dynamoBreakGlass(table, retentionMs),
    requests: dynamoRequests(table, retentionMs),
    revocations: dynamoRevocations(table, retentionMs),
    credentials: stsCredentials(sts, clock),
    trail: {
      write: (line) => writeRecord(line),
      ...dynamoTrailNotes(table, retentionMs),
    },
    control: dynamoControl(table, { clock, randomBytes }),
    clock,
    random: { id: () => randomBytes(8).toString('hex') },
    timer: { wait: (ms) => setTimeout(ms) },
    sha256: (data) => createHash('sha256').update(data).digest(),
  };
}
