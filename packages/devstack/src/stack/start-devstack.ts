import type { Clock } from '@sentinel/core/ports';
import { denyPolicy } from '@sentinel/core/revocation/deny-policy';
import { tableDefinition } from '@sentinel/tvm/table';
import { startDynamoDb } from '../dynamodb/dynamodb.ts';
import type { Faults } from '../http/call.ts';
import type { Running } from '../http/service.ts';
import type { Iam } from '../iam/iam.ts';
import { iamRegion, type RunningIamApi, startIamApi } from '../iam-api/iam-api.ts';
import type { PublishedMessage } from '../sns/publish.ts';
import { type RunningSns, startSns } from '../sns/sns.ts';
import { type RunningSsm, startSsm } from '../ssm/ssm.ts';
import type { Mapping } from '../streams/event-source-mapping.ts';
import { recorder } from '../streams/stream-record.ts';
import { type RunningSts, startSts } from '../sts/sts.ts';
import { type DemoUser, demoAccounts, type RoleKeys } from './accounts.ts';
import { demoChannels, demoDocuments } from './documents.ts';
import { names, place, revocationsOf, streamArn, topicArn } from './place.ts';
import { seedEmulator } from './seed-emulator.ts';
import { type ApiOptions, type ServedApi, serveApi } from './serve-api.ts';
import { type NotifierOptions, startNotifier } from './start-notifier.ts';
import { type RevokerOptions, type RunningRevoker, startRevoker } from './start-revoker.ts';

export type DevstackOptions = ApiOptions &
  NotifierOptions &
  RevokerOptions & {
    /** Directory that keeps the table; in memory if left out. */
    readonly dataPath?: string;
    /** What goes wrong with calls of the TVM and others to AWS. */
    readonly faults?: Faults;
    /** Told of each message that a topic took. */
    readonly onMessage?: (message: PublishedMessage) => void;
  };

export type EmulatorOptions = ApiOptions & {
  /** Of an emulator of AWS that is not ours, all services at one address. */
  readonly awsEndpointUrl: string;
  /** How long to wait until it answers; half a minute if left out. */
  readonly patienceMs?: number;
};

/** The product on one machine, whatever it stands on. */
export type Stack = ServedApi & {
  readonly region: string;
  readonly users: readonly DemoUser[];
  /** Whose keys the gateway takes. */
  readonly iam: Iam;
  /** Where what was vended can be tried. */
  readonly stsUrl: string;
};

/** The whole product on one machine. */
export type Devstack = Stack & {
  readonly sts: RunningSts;
  readonly ssm: RunningSsm;
  readonly dynamodb: Running;
  readonly sns: RunningSns;
  /** What feeds the notifier from the table's stream. */
  readonly notifier: Mapping;
  readonly iamApi: RunningIamApi;
  /** What denies in the workload account what was revoked. */
  readonly revoker: RunningRevoker;
};

const clock: Clock = { nowMs: () => Date.now() };

/**
 * Starts the TVM itself, the code of the Lambda, behind a stand-in of API Gateway, and the functions behind the
 * table's stream, on a real DynamoDB API and stand-ins of STS, SSM, SNS and IAM that enforce AWS's rules. All listen on
 * loopback only. What the functions have not done when it closes is left undone.
 * Throws `DataFolderError`, and what `listen` throws; what was opened by then is closed.
 */
export async function startDevstack(options: DevstackOptions = {}): Promise<Devstack> {
  const accounts = demoAccounts(clock.nowMs());
  const { iam, users, apiRole, notifierRole, revokerRole } = accounts;
  const { region, hubAccount: accountId } = place;
  const around = { iam, region, clock, ...(options.faults && { faults: options.faults }) };
  const opened = openings();
  const fed: Mapping[] = [];
  const record = recorder({ streamArn, region, nowMs: () => clock.nowMs() });
  try {
    // The one first that is the likeliest to fail.
    const dynamodb = await opened.add(
      startDynamoDb({
        ...around,
        accountId,
        tables: [tableDefinition(place.table)],
        keyArn: names.keyArn,
        onChange: (change) => {
          const made = record(change);
          for (const mapping of fed) mapping.push(made);
        },
        ...(options.dataPath !== undefined && { path: options.dataPath }),
      }),
    );
    const documents = demoDocuments(clock.nowMs());
    const ssm = await opened.add(
      startSsm({ ...around, accountId, documents, secrets: demoChannels, keyArn: names.keyArn }),
    );
    const sts = await opened.add(startSts(around));
    const { onMessage } = options;
    const sns = await opened.add(
      startSns({ ...around, topics: [topicArn], ...(onMessage && { onMessage }) }),
    );
    const clientsOf = (credentials: RoleKeys) => {
      const client = ({ url }: Running) => ({ endpoint: url, region, credentials });
      return { sts: client(sts), ssm: client(ssm), dynamodb: client(dynamodb), sns: client(sns) };
    };
    const ground = { iam, clock, streamArn, role: notifierRole, clients: clientsOf(notifierRole) };
    const notifier = await opened.add(startNotifier(ground, options));
    fed.push(notifier);
    const iamApi = await opened.add(startIamApi({ ...around, policies: revocationPolicies() }));
    const revoker = await opened.add(
      startRevoker(
        {
          iam,
          clock,
          streamArn,
          role: revokerRole,
          clients: {
            ...clientsOf(revokerRole),
            iam: { endpoint: iamApi.url, region: iamRegion },
          },
        },
        options,
      ),
    );
    fed.push(revoker.mapping);
    const api = await opened.add(
      serveApi({ accounts, clients: clientsOf(apiRole), clock }, options),
    );
    const stack = { ...api, close: opened.close, region, users, iam, stsUrl: sts.url };
    return { ...stack, sts, ssm, dynamodb, sns, notifier, iamApi, revoker };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/**
 * The same TVM, gateway and callers, on an emulator of STS, SSM and DynamoDB that runs already. Table and documents
 * are put there where they are absent, and stay. Throws `EmulatorError`, and what `listen` throws.
 */
export async function startOnEmulator(options: EmulatorOptions): Promise<Stack> {
  const accounts = demoAccounts(clock.nowMs());
  const { region } = place;
  const emulator = await seedEmulator(options, {
    region,
    table: tableDefinition(place.table),
    documents: demoDocuments(clock.nowMs()),
  });
  const clients = { sts: emulator, ssm: emulator, dynamodb: emulator };
  const api = await serveApi({ accounts, clients, clock }, options);
  const { users, iam } = accounts;
  return { ...api, region, users, iam, stsUrl: emulator.endpoint };
}

/** What denies in each account what was revoked, as long as nobody was. */
function revocationPolicies(): Readonly<Record<string, object>> {
  return Object.fromEntries(
    [place.workloadAccount, place.hubAccount].map((account) => {
      const { document } = denyPolicy([], { account, partition: 'aws', nowMs: 0 });
      return [revocationsOf(account).policyArn, JSON.parse(document)];
    }),
  );
}

/** What was opened, to be closed again, the last first. */
function openings() {
  const closes: (() => Promise<void>)[] = [];
  return {
    async add<T extends { close(): Promise<void> }>(opening: T | Promise<T>): Promise<T> {
      const one = await opening;
      closes.unshift(one.close);
      return one;
    },
    async close(): Promise<void> {
      for (const close of closes) await close();
    },
  };
}
