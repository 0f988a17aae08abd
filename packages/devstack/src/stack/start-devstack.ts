import { routes } from '@sentinel/core/contract/index';
import type { Clock } from '@sentinel/core/ports';
import { createApi } from '@sentinel/tvm/lambda/create-api';
import { tableDefinition } from '@sentinel/tvm/table';
import { startDynamoDb } from '../dynamodb/dynamodb.ts';
import type { Handler } from '../gateway/invoke.ts';
import { type Gateway, type GatewayOptions, startGateway } from '../gateway/start-gateway.ts';
import type { Faults } from '../http/call.ts';
import type { Running } from '../http/service.ts';
import type { Iam } from '../iam/iam.ts';
import { type RunningSsm, startSsm } from '../ssm/ssm.ts';
import { type RunningSts, startSts } from '../sts/sts.ts';
import { type Accounts, type DemoUser, demoAccounts } from './accounts.ts';
import { demoDocuments } from './documents.ts';
import { place } from './place.ts';

export type DevstackOptions = {
  /** Of the API; any free one if left out. */
  readonly port?: number;
  /** Directory that keeps the table; in memory if left out. */
  readonly dataPath?: string;
  /** Takes each line that the TVM writes; dropped if left out. */
  readonly onLine?: (line: string) => void;
  /** What goes wrong with calls of the TVM and others to AWS. */
  readonly faults?: Faults;
  /** Settings of the TVM beside its own, `SENTINEL_*`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Stands between the gateway and the TVM, and may change what passes. */
  readonly between?: (tvm: Handler) => Handler;
};

/** The whole product on one machine. */
export type Devstack = {
  /** Of the API: what clients take as `tvm_url`. */
  readonly url: string;
  readonly region: string;
  readonly users: readonly DemoUser[];
  readonly iam: Iam;
  readonly sts: RunningSts;
  readonly ssm: RunningSsm;
  readonly dynamodb: Running;
  /** Nothing answers at `url` any more; what the API stands on goes on. */
  leave(): Promise<void>;
  /** Answers at `url` again, after `leave`. */
  comeBack(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Starts the TVM itself, the code of the Lambda, behind a stand-in of API Gateway, on a real DynamoDB API and
 * stand-ins of STS and SSM that enforce AWS's rules. All listen on loopback only.
 */
export async function startDevstack(options: DevstackOptions = {}): Promise<Devstack> {
  const clock: Clock = { nowMs: () => Date.now() };
  const accounts = demoAccounts(clock.nowMs());
  const { iam } = accounts;
  const { region, hubAccount: accountId } = place;
  const around = { iam, region, clock, ...(options.faults && { faults: options.faults }) };
  const [sts, ssm, dynamodb] = await Promise.all([
    startSts(around),
    startSsm({ ...around, accountId, documents: demoDocuments(clock.nowMs()) }),
    startDynamoDb({
      ...around,
      accountId,
      tables: [tableDefinition(place.table)],
      ...(options.dataPath !== undefined && { path: options.dataPath }),
    }),
  ]);
  const start = apiStarter(accounts, { sts, ssm, dynamodb }, { clock, options });
  let gateway = await start(options.port);
  const { url } = gateway;
  return {
    url,
    region,
    users: accounts.users,
    iam,
    sts,
    ssm,
    dynamodb,
    leave: () => gateway.close(),
    async comeBack() {
      gateway = await start(Number(new URL(url).port));
    },
    async close() {
      await gateway.close();
      await Promise.all([sts.close(), ssm.close(), dynamodb.close()]);
    },
  };
}

function apiStarter(
  { iam, apiRole }: Accounts,
  services: { readonly sts: Running; readonly ssm: Running; readonly dynamodb: Running },
  { clock, options }: { readonly clock: Clock; readonly options: DevstackOptions },
): (port: number | undefined) => Promise<Gateway> {
  const { region, hubAccount, apiId, table } = place;
  const client = ({ url }: Running) => ({ endpoint: url, region, credentials: apiRole });
  const api = createApi({
    env: {
      AWS_REGION: region,
      SENTINEL_TABLE: table,
      SENTINEL_API_ID: apiId,
      SENTINEL_ACCOUNT_ID: hubAccount,
      ...options.settings,
    },
    clients: {
      sts: client(services.sts),
      ssm: client(services.ssm),
      dynamodb: client(services.dynamodb),
    },
    write: options.onLine ?? (() => undefined),
  });
  const tvm: Handler = (event, context) => api(event, context.awsRequestId);
  const gateway = {
    handler: options.between === undefined ? tvm : options.between(tvm),
    findPrincipal: (accessKeyId) => {
      const key = iam.findKey(accessKeyId);
      if (key === undefined || (key.expiresAtMs ?? Infinity) <= clock.nowMs()) return undefined;
      const { accountId, arn: userArn, userId } = key.principal;
      const { secretAccessKey, sessionToken } = key;
      return {
        secretAccessKey,
        ...(sessionToken === undefined ? {} : { sessionToken }),
        accountId,
        userArn,
        userId,
      };
    },
    routes: Object.values(routes).map(({ method, path }) => ({ method, path })),
    region,
    accountId: hubAccount,
    apiId,
    clock,
  } satisfies GatewayOptions;
  return (port) => startGateway({ ...gateway, ...(port === undefined ? {} : { port }) });
}
