import { place } from '@sentinel/devstack/stack/place';
import { send } from '@sentinel/devstack/testing/signers';
import type { GuardKeys } from '@sentinel/guard/environment-keys';
import { type SessionGuardOptions, sessionGuard } from '@sentinel/guard/session-guard';
import { createAuthorizer } from '@sentinel/tvm/lambda/create-authorizer';
import { type Stack, withStack } from '../a-stack.ts';
import { askSigned, behindAuthorizer, behindIam, type Told, toldBy } from './doors.ts';

/** Keys that the dev stack vended. */
export type VendedKeys = Required<GuardKeys> & { readonly sessionId: string };

/** A dev stack, and a service of somebody else's beside it, which the directory lists as `role/orders`. */
export type Bench = Stack & {
  vend(user: string, profile?: string): Promise<VendedKeys>;
  /** Of the service's own role. */
  readonly serviceKeys: GuardKeys;
  /** Of the authorizer's role, which may get items of the table. */
  readonly authorizerKeys: GuardKeys;
  /** Starts a service behind IAM authorization. */
  behind(handler: (event: unknown) => Promise<unknown>): Promise<GuardedService>;
  /** The same, with `sessionGuard` at its door. */
  guarded(options?: Partial<SessionGuardOptions>): Promise<GuardedService>;
  /** Starts the service behind the Lambda authorizer. `nowMs`: the authorizer's clock. */
  authorized(options?: AuthorizedOptions): Promise<AuthorizedService>;
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
        const authorizerKeys = sessionOf(stack, place.authorizerRole);
        const behind: Bench['behind'] = async (handler) => {
          const gateway = await behindIam(stack, handler);
          closes.push(gateway.close);
          return { url: gateway.url, ask: (keys) => askSigned(gateway.url, stack.region, keys) };
        };
        return work({
          ...running,
          serviceKeys,
          authorizerKeys,
          vend: async (user, profile = 'dev') => {
            const { json } = await call(user, 'POST', '/', { profile });
            return vendedKeys(json);
          },
          behind,
          guarded: (options = {}) => {
            const { url, region } = stack;
            const guard = sessionGuard({ url, region, credentials: serviceKeys, ...options });
            return behind(async (event) => {
              const found = await guard(event);
              const statusCode = found.allowed ? 200 : found.status;
              return { statusCode, body: JSON.stringify(found) };
            });
          },
          authorized: async (options = {}) => {
            const { service, close } = await startAuthorized(stack, authorizerKeys, options);
            closes.push(close);
            return service;
          },
        });
      },
    );
  } finally {
    await Promise.all(closes.map((close) => close()));
  }
}

async function startAuthorized(
  stack: Stack['stack'],
  credentials: Required<GuardKeys>,
  options: AuthorizedOptions,
) {
  const lines: string[] = [];
  const { host = ordersHost, audience = ordersHost, nowMs = Date.now } = options;
  const authorize = createAuthorizer({
    env: { SENTINEL_TABLE: place.table, SENTINEL_AUDIENCE: audience, AWS_REGION: stack.region },
    clients: {
      dynamodb: { endpoint: options.tableUrl ?? stack.dynamodb.url, credentials },
      sts: { endpoint: options.stsUrl ?? stack.stsUrl },
      clock: { nowMs },
    },
    write: (line) => lines.push(line),
  });
  const { url, close } = await behindAuthorizer(host, authorize);
  const ask = async (token: string) => {
    const headers = { authorization: `Bearer ${token}` };
    return toldBy(await send(`${url}/orders`, { headers }));
  };
  return { service: { ask, lines }, close };
}

function listed(directory: string): string {
  return directory.replace(
    'administration:\n',
    'administration:\n  check: { users: [role/orders] }\n',
  );
}

function roleKeys(stack: Stack['stack'], name: string, actions: readonly string[]) {
  stack.iam.addRole({
    accountId: place.hubAccount,
    name,
    trust: document({ Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }),
    policies: [document({ Action: actions, Resource: '*' })],
  });
  return sessionOf(stack, name);
}

function sessionOf(stack: Stack['stack'], role: string) {
  const nowMs = Date.now();
  const { accessKeyId, secretAccessKey, sessionToken } = stack.iam.openSession({
    roleArn: `arn:aws:iam::${place.hubAccount}:role/${role}`,
    sessionName: role,
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
