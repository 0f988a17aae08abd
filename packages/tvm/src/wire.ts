import { createHash, randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient, type STSClientConfig } from '@aws-sdk/client-sts';
import type { Clock, Ports, Sha256 } from '@sentinel/core/ports';
import { NodeHttpHandler } from '@smithy/node-http-handler';
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
import { writeLine } from './adapters/write-line.ts';
import type { Config } from './config.ts';
import { environmentCredentials, type RoleCredentials } from './lambda/environment-credentials.ts';

/** Every port on AWS, and the hash that needs none. */
export type Wired = Ports & { readonly sha256: Sha256 };

export type Service = 'dynamodb' | 'ssm' | 'sts';

/** Where a service is reached, and as whom; AWS in the settings' Region with the role's credentials if left out. */
export type ClientOptions = {
  readonly endpoint?: string;
  readonly region?: string;
  readonly credentials?: RoleCredentials;
  /** Sends requests, in place of HTTP with the patience below. */
  readonly requestHandler?: NonNullable<STSClientConfig['requestHandler']>;
};

export type Clients = Readonly<Partial<Record<Service, ClientOptions>>>;

/** Milliseconds for one try, and how many there are. */
const patience = {
  dynamodb: { connectionTimeout: 500, requestTimeout: 1000, maxAttempts: 2 },
  ssm: { connectionTimeout: 1000, requestTimeout: 2000, maxAttempts: 2 },
  sts: { connectionTimeout: 1000, requestTimeout: 3000, maxAttempts: 2 },
} as const satisfies Readonly<Record<Service, object>>;

const msPerDay = 86_400_000;

/** Makes every client and adapter; touches no network. */
export function wire(config: Config, options: Clients = {}): Wired {
  const settingsOf = (service: Service) =>
    clientSettings(service, { region: config.region, ...options[service] });
  const clock: Clock = { nowMs: () => Date.now() };
  const retentionMs = config.retentionDays * msPerDay;
  const table = dynamoTable(new DynamoDBClient(settingsOf('dynamodb')), config.table);
  const sts = new STSClient({ ...settingsOf('sts'), useGlobalEndpoint: false });
  return {
    policies: ssmPolicies(new SSMClient(settingsOf('ssm')), config.parameterPrefix),
    subjects: dynamoSubjects(table, retentionMs),
    sessions: dynamoSessions(table, retentionMs),
    breakGlass: dynamoBreakGlass(table, retentionMs),
    requests: dynamoRequests(table, retentionMs),
    revocations: dynamoRevocations(table, retentionMs),
    credentials: stsCredentials(sts, clock),
    trail: {
      write: writeLine,
      ...dynamoTrailNotes(table, retentionMs),
    },
    control: dynamoControl(table, { clock, randomBytes }),
    clock,
    random: { id: () => randomBytes(8).toString('hex') },
    timer: { wait: (ms) => setTimeout(ms) },
    sha256: (data) => createHash('sha256').update(data).digest(),
  };
}

/** Region and credentials are given, so that no profile, process or metadata service is asked for them. */
function clientSettings(service: Service, options: ClientOptions & { readonly region: string }) {
  const { maxAttempts, ...timeouts } = patience[service];
  return {
    region: options.region,
    credentials: options.credentials ?? environmentCredentials(),
    ...(options.endpoint !== undefined && { endpoint: options.endpoint }),
    maxAttempts,
    retryMode: 'standard',
    requestHandler:
      options.requestHandler ??
      new NodeHttpHandler({
        ...timeouts,
        // The one ends with the headers; without the other a body may never come.
        socketTimeout: timeouts.requestTimeout,
        // Without this the SDK only warns of a request that takes too long.
        throwOnRequestTimeout: true,
      }),
  };
}
