import { routes } from '@sentinel/core/contract/index';
import type { Clock } from '@sentinel/core/ports';
import { createApi } from '@sentinel/tvm/lambda/create-api';
import type { Clients } from '@sentinel/tvm/wire';
import type { Handler } from '../gateway/invoke.ts';
import { type Gateway, type GatewayOptions, startGateway } from '../gateway/start-gateway.ts';
import type { Accounts } from './accounts.ts';
import { functionLog } from './function-log.ts';
import { place } from './place.ts';

export type ApiOptions = {
  /** Of the API; any free one if left out. */
  readonly port?: number;
  /** Takes each line that the TVM writes; dropped if left out. */
  readonly onLine?: (line: string) => void;
  /** Settings of the TVM beside its own, `SENTINEL_*`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Stands between the gateway and the TVM, and may change what passes. */
  readonly between?: (tvm: Handler) => Handler;
};

export type ServedApi = {
  /** Of the API: what clients take as `tvm_url`. */
  readonly url: string;
  /** Nothing answers at `url` any more; what the API stands on goes on. */
  leave(): Promise<void>;
  /** Answers at `url` again, after `leave`. */
  comeBack(): Promise<void>;
  close(): Promise<void>;
};

/** What the API stands on. */
export type Ground = {
  readonly accounts: Accounts;
  /** Where the TVM reaches AWS, and as whom. */
  readonly clients: Clients;
  readonly clock: Clock;
};

/**
 * Starts the TVM itself, the code of the Lambda, behind the stand-in of API Gateway, for callers of `accounts`.
 * Throws what `listen` throws.
 */
export async function serveApi(ground: Ground, options: ApiOptions): Promise<ServedApi> {
  const gatewayOptions = gatewayOf(tvmOf(ground, options), ground);
  const start = (port?: number) =>
    startGateway({ ...gatewayOptions, ...(port === undefined ? {} : { port }) });
  let gateway: Gateway = await start(options.port);
  const { url } = gateway;
  return {
    url,
    leave: () => gateway.close(),
    async comeBack() {
      gateway = await start(Number(new URL(url).port));
    },
    close: () => gateway.close(),
  };
}

function tvmOf(
  { clients, accounts, clock }: Ground,
  { settings, onLine, between }: ApiOptions,
): Handler {
  const api = createApi({
    env: {
      AWS_REGION: place.region,
      SENTINEL_TABLE: place.table,
      SENTINEL_API_ID: place.apiId,
      SENTINEL_ACCOUNT_ID: place.hubAccount,
      ...settings,
    },
    clients,
    write: functionLog('api', { iam: accounts.iam, role: accounts.apiRole, clock }, onLine),
  });
  const tvm: Handler = (event, context) => api(event, context.awsRequestId);
  return between === undefined ? tvm : between(tvm);
}

function gatewayOf(handler: Handler, { accounts, clock }: Ground): GatewayOptions {
  return {
    handler,
    findPrincipal: (accessKeyId) => {
      const key = accounts.iam.findKey(accessKeyId);
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
    region: place.region,
    accountId: place.hubAccount,
    apiId: place.apiId,
    clock,
  };
}
