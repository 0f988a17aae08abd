import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { type Gateway, startGateway } from '@sentinel/devstack/gateway/start-gateway';
import { place } from '@sentinel/devstack/stack/place';
import { send, signedFetch } from '@sentinel/devstack/testing/signers';
import type { GuardKeys } from '@sentinel/guard/environment-keys';
import { type SessionGuardOptions, sessionGuard } from '@sentinel/guard/session-guard';
import { createAuthorizer } from '@sentinel/tvm/lambda/create-authorizer';
import { type Stack, withStack } from '../a-stack.ts';

/** Keys that the dev stack vended. */
export type VendedKeys = Required<GuardKeys> & { readonly sessionId: string };

/** A dev stack, and a service of somebody else's beside it, which the directory lists as `role/orders`. */
export type Bench = Stack & {
  vend(user: string, profile?: string): Promise<VendedKeys>;
  /** Of the service's own role. */
  readonly serviceKeys: GuardKeys;
  /** Of the authorizer's role, which may get items of the table. */
  readonly authorizerKeys: GuardKeys;
  /** Starts the service behind IAM authorization, with `sessionGuard` at its door. */
  guarded(options?: Partial<SessionGuardOptions>): Promise<GuardedService>;
  /** Starts the service behind the Lambda authorizer. `nowMs`: the authorizer's clock. */
  authorized(options?: AuthorizedOptions): Promise<AuthorizedService>;
};

export type Told = {
  readonly status: number;
  readonly json: Readonly<Record<string, unknown>>;
};

export type GuardedService = {
  readonly url: string;
  /** Calls it with a signature by these keys. */
  ask(keys: GuardKeys): Promise<Told>;
};

export type AuthorizedOptions = {
  readonly nowMs?: () => number;
  readonly stsUrl?: string;
  readonly tableUrl?: string;
  readonly audience?: string;
  readonly host?: string;
};

export type AuthorizedService = {
  /** Calls it with this token. */
  ask(token: string): Promise<Told>;
  /** What the authorizer wrote. */
  readonly lines: readonly string[];
};

/** The host that the service is known by. */
export const ordersHost = 'orders.example.com';

/** Starts all of it, hands it to the test, and closes it whatever happens. */
export async function withService<T>(work: (bench: Bench) => Promise<T>): Promise<T> {
  const closes: (() => Promise<unknown>)[] = [];
  try {
    return await withStack(
      { settings: { SENTINEL_POLICY_CACHE_SECONDS: '0' } },
      async (running) => {
        const { stack, call } = running;
        const directory = stack.ssm.get('/sentinel/directory')?.value ?? '';
        stack.ssm.put('/sentinel/directory', listed(directory));
        const serviceKeys = roleKeys(stack, 'orders', ['execute-api:Invoke']);
        const authorizerKeys = roleKeys(stack, 'SentinelAuthorizer', ['dynamodb:GetItem']);
        return work({
          ...running,
          serviceKeys,
          authorizerKeys,
          vend: async (user, profile = 'dev') => {
            const { json } = await call(user, 'POST', '/', { profile });
            return vendedKeys(json);
          },
          guarded: async (options = {}) => {
            const guard = sessionGuard({
              url: stack.url,
              region: stack.region,
              credentials: serviceKeys,
              ...options,
            });
            const gateway = await behindIam(stack, async (event) => {
              const found = await guard(event);
              const statusCode = found.allowed ? 200 : found.status;
              return { statusCode, body: JSON.stringify(found) };
            });
            closes.push(gateway.close);
            return { url: gateway.url, ask: (keys) => askSigned(gateway.url, stack.region, keys) };
          },
          authorized: async (options = {}) => {
            const lines: string[] = [];
            const { host = ordersHost, audience = ordersHost, nowMs = Date.now } = options;
            const authorize = createAuthorizer({
              env: {
                SENTINEL_TABLE: place.table,
                SENTINEL_AUDIENCE: audience,
                AWS_REGION: stack.region,
              },
              clients: {
                dynamodb: {
                  endpoint: options.tableUrl ?? stack.dynamodb.url,
                  credentials: authorizerKeys,
                },
                sts: { endpoint: options.stsUrl ?? stack.stsUrl },
                clock: { nowMs },
              },
              write: (line) => lines.push(line),
            });
            const server = await behindAuthorizer(host, authorize);
            closes.push(server.close);
            return {
              lines,
              ask: async (token) => {
                const headers = { authorization: `Bearer ${token}` };
                return toldBy(await send(`${server.url}/orders`, { headers }));
              },
            };
          },
        });
      },
    );
  } finally {
    await Promise.all(closes.map((close) => close()));
  }
}

function listed(directory: string): string {
  return directory.replace(
    'administration:\n',
    'administration:\n  check: { users: [role/orders] }\n',
  );
}

function roleKeys(stack: Stack['stack'], name: string, actions: readonly string[]) {
  const nowMs = Date.now();
  const role = stack.iam.addRole({
    accountId: place.hubAccount,
    name,
    trust: document({ Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }),
    policies: [document({ Action: actions, Resource: '*' })],
  });
  const { accessKeyId, secretAccessKey, sessionToken } = stack.iam.openSession({
    roleArn: role.arn,
    sessionName: name,
    issuedAtMs: nowMs,
    expiresAtMs: nowMs + 3_600_000,
  });
  return { accessKeyId, secretAccessKey, sessionToken };
}

function document(statement: object) {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] };
}

function vendedKeys(json: Told['json']): VendedKeys {
  const text = (name: string) => String(json[name]);
  const { SessionId } = Object(json['Sentinel']);
  return {
    accessKeyId: text('AccessKeyId'),
    secretAccessKey: text('SecretAccessKey'),
    sessionToken: text('Token'),
    sessionId: String(SessionId),
  };
}

function behindIam(
  { iam, region }: Stack['stack'],
  handler: (event: unknown) => Promise<unknown>,
): Promise<Gateway> {
  return startGateway({
    handler,
    findPrincipal: (accessKeyId) => {
      const key = iam.findKey(accessKeyId);
      if (key === undefined) return undefined;
      const { accountId, arn: userArn, userId } = key.principal;
      const { secretAccessKey, sessionToken } = key;
      const token = sessionToken === undefined ? {} : { sessionToken };
      return { secretAccessKey, ...token, accountId, userArn, userId };
    },
    region,
    accountId: place.hubAccount,
    apiId: 'orders0001',
    clock: { nowMs: Date.now },
  });
}

async function askSigned(url: string, region: string, keys: GuardKeys): Promise<Told> {
  const { accessKeyId, secretAccessKey, sessionToken } = keys;
  const token = sessionToken === undefined ? {} : { sessionToken };
  const credentials = { accessKeyId, secretAccessKey, ...token };
  return toldBy(
    await signedFetch(`${url}/orders`, {
      credentials,
      region,
      service: 'execute-api',
      now: new Date(),
    }),
  );
}

/** As API Gateway does: the authorizer first, the service only with its leave. */
async function behindAuthorizer(host: string, authorize: ReturnType<typeof createAuthorizer>) {
  const server = createServer(async (request, response) => {
    const answer = await authorize(authorizerEvent(host, request.headers), 'lambda-request');
    response.writeHead(answer.isAuthorized ? 200 : 403, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer.isAuthorized ? answer.context : { message: 'Forbidden' }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The event of a REQUEST authorizer of an HTTP API, payload format 2.0. */
export function authorizerEvent(host: string, headers: IncomingHttpHeaders) {
  return {
    version: '2.0',
    type: 'REQUEST',
    routeArn: 'arn:aws:execute-api:eu-west-1:111122223333:orders0001/$default/GET/orders',
    identitySource: [headers.authorization ?? ''],
    routeKey: 'GET /orders',
    rawPath: '/orders',
    rawQueryString: '',
    headers,
    requestContext: {
      accountId: '111122223333',
      apiId: 'orders0001',
      domainName: host,
      domainPrefix: host.split('.')[0],
      http: {
        method: 'GET',
        path: '/orders',
        protocol: 'HTTP/1.1',
        sourceIp: '192.0.2.1',
        userAgent: 'test',
      },
      requestId: 'Abc=',
      routeKey: 'GET /orders',
      stage: '$default',
      time: '25/Jan/2026:14:30:00 +0000',
      timeEpoch: 1769351400000,
    },
  };
}

function toldBy(answer: { readonly status: number; readonly body: string }): Told {
  return { status: answer.status, json: JSON.parse(answer.body) };
}
