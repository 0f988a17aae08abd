import type { Handler } from '@sentinel/devstack/gateway/invoke';
import type { Call, Fault } from '@sentinel/devstack/http/call';
import { functionLog } from '@sentinel/devstack/stack/function-log';
import { names, place, revocationsOf } from '@sentinel/devstack/stack/place';
import type { Devstack } from '@sentinel/devstack/stack/start-devstack';
import { arns } from '@sentinel/tvm/infrastructure/names';
import { type FunctionName, rightsOf } from '@sentinel/tvm/infrastructure/rights';
import { protectedRoleTrust } from '@sentinel/tvm/infrastructure/trust';
import { createApi } from '@sentinel/tvm/lambda/create-api';
import { createAuthorizer } from '@sentinel/tvm/lambda/create-authorizer';
import { createNotifier } from '@sentinel/tvm/lambda/create-notifier';
import { createRevoker } from '@sentinel/tvm/lambda/create-revoker';
import { vi } from 'vitest';
import { type Stack, withStack } from '../end-to-end/a-stack.ts';
import { allowMany, executionRoles } from './a-deployment.ts';
import { audience } from './real-work.ts';

/** All four functions in this process, each with its own role, whose rights can be changed. */
export type RightsBench = Pick<Stack, 'stack' | 'call'> & {
  invoke(of: FunctionName, event: unknown): Promise<unknown>;
  /** Starts a function anew: what it kept in memory is gone. */
  restart(of: FunctionName): void;
  /** From now on it fails, whatever comes. */
  spoil(of: FunctionName): void;
  /** While this is done, the API gets no further than to store a revocation: the rest is left to the revoker. */
  cutShort(act: () => Promise<unknown>): Promise<void>;
  /** Replaces what its role may do; what is deployed if left out. */
  setRights(of: FunctionName, rights?: object): void;
  /** What AWS denied since this was asked last, and would allow now; as `sts:AssumeRole on *`. */
  deniedBefore(): readonly string[];
  /** Credentials of its role. */
  keysOf(of: FunctionName): Keys;
  /** What is in its log. */
  lines(of: FunctionName): readonly string[];
  /** The last event that the stream fed it with. */
  lastEvent(of: FunctionName): unknown;
};

export type Keys = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
};

type Run = (event: unknown) => Promise<unknown>;

/** Starts it, hands it to the test, and closes it whatever happens. */
export function withBench<T>(work: (bench: RightsBench) => Promise<T>): Promise<T> {
  const running = new Map<FunctionName, Run>();
  const fed = new Map<FunctionName, unknown>();
  const run = async (of: FunctionName, event: unknown) => {
    fed.set(of, event);
    return running.get(of)?.(event);
  };
  const soon = { wait: async () => undefined };
  const between = (): Handler => (event) => run('api', event);
  const cut: Cut = { ofKey: undefined, isStored: false };
  const options = {
    faults: (call: Call) => faultOf(call, cut),
    between,
    betweenNotifier: () => (event: object) => run('notifier', event),
    betweenRevoker: () => (event: object) => run('revoker', event),
    notifierTimer: soon,
    revokerTimer: soon,
  };
  return withStack(options, async ({ stack, call }) => {
    allowMany(stack);
    protectInHub(stack);
    const lines = { api: [], authorizer: [], revoker: [], notifier: [] } satisfies Lines;
    const keys = new Map<FunctionName, Keys>();
    const keysOf = (of: FunctionName) => {
      const found = keys.get(of) ?? openSession(of, stack);
      keys.set(of, found);
      return found;
    };
    const restart = (of: FunctionName) =>
      void running.set(of, startFunction(of, { stack, role: keysOf(of), lines }));
    for (const of of functionNames) restart(of);
    const asked = vi.spyOn(stack.iam, 'permits');
    const deniedBefore = () => {
      const all = asked.mock.calls.filter((_, at) => asked.mock.results[at]?.value !== 'allow');
      const now = all.filter((each) => stack.iam.permits(...each) === 'allow');
      asked.mockClear();
      return now.map(([, { action, resource }]) => `${action} on ${resource}`);
    };
    return work({
      stack,
      deniedBefore,
      call,
      invoke: run,
      restart,
      spoil: (of) => void running.set(of, () => Promise.reject(new Error('it is spoilt'))),
      cutShort: async (act) => {
        cut.ofKey = keysOf('api').accessKeyId;
        await act();
        cut.ofKey = undefined;
        cut.isStored = false;
      },
      setRights: (of, rights = rightsOf(of, names)) =>
        stack.iam.setPermissions(roleArnOf(of), { policies: [rights] }),
      keysOf,
      lines: (of) => lines[of],
      lastEvent: (of) => fed.get(of),
    });
  });
}

export const functionNames = ['api', 'authorizer', 'revoker', 'notifier'] as const;

type Cut = { ofKey: string | undefined; isStored: boolean };

function faultOf({ accessKeyId, operation, input }: Call, cut: Cut): Fault | undefined {
  if (accessKeyId !== cut.ofKey) return undefined;
  const isRevocation = JSON.stringify(input).includes('"pk":{"S":"revocations"}');
  if (operation === 'PutItem' && isRevocation) cut.isStored = true;
  return cut.isStored && operation === 'UpdateItem' ? { kind: 'error' } : undefined;
}

type Lines = Record<FunctionName, string[]>;

/** A profile `hub`, whose role lies beside the server itself. */
function protectInHub({ iam, ssm }: Devstack): void {
  const { arn } = iam.addRole({
    accountId: place.hubAccount,
    name: 'SentinelProtected-Hub',
    trust: protectedRoleTrust({ apiRoleArn: roleArnOf('api'), profiles: ['hub'] }),
    policies: [
      { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
    ],
    managedPolicyArns: [revocationsOf(place.hubAccount).policyArn],
  });
  const dev = ssm.get('/sentinel/policies/dev')?.value ?? '';
  ssm.put('/sentinel/policies/hub', dev.replace(/role_arn: "[^"]+"/, `role_arn: "${arn}"`));
}

function roleArnOf(of: FunctionName): string {
  return `arn:aws:iam::${place.hubAccount}:role/${executionRoles[of]}`;
}

function openSession(of: FunctionName, { iam }: Devstack): Keys {
  const issuedAtMs = Date.now();
  const { accessKeyId, secretAccessKey, sessionToken } = iam.openSession({
    roleArn: roleArnOf(of),
    sessionName: `sentinel-${of}`,
    issuedAtMs,
    expiresAtMs: issuedAtMs + 3_600_000,
    carried: { 'lambda:SourceFunctionArn': arns.function(names, of) },
  });
  return { accessKeyId, secretAccessKey, sessionToken };
}

function startFunction(
  of: FunctionName,
  about: { readonly stack: Devstack; readonly role: Keys; readonly lines: Lines },
): Run {
  const { stack, role, lines } = about;
  const { region } = place;
  const at = ({ url }: { readonly url: string }) => ({ endpoint: url, region, credentials: role });
  const dynamodb = at(stack.dynamodb);
  const clock = { nowMs: Date.now };
  const write = functionLog(of, { iam: stack.iam, role, clock }, (line) => lines[of].push(line));
  const env = { AWS_REGION: region, SENTINEL_TABLE: place.table };
  const account = { SENTINEL_ACCOUNT_ID: place.hubAccount };
  switch (of) {
    case 'api': {
      const clients = { dynamodb, sts: at(stack.sts), ssm: at(stack.ssm) };
      const settings = { ...env, ...account, SENTINEL_API_ID: place.apiId };
      const api = createApi({ env: settings, clients, write });
      return (event) => api(event, 'lambda-request');
    }
    case 'authorizer': {
      const clients = { dynamodb, sts: { endpoint: stack.stsUrl } };
      const settings = { ...env, SENTINEL_AUDIENCE: audience };
      const authorize = createAuthorizer({ env: settings, clients, write });
      return (event) => authorize(event, 'lambda-request');
    }
    case 'revoker': {
      const iam = { endpoint: stack.iamApi.url, region: 'us-east-1' };
      const SENTINEL_REVOCATION_ACCOUNTS = `${place.workloadAccount},${place.hubAccount}`;
      const settings = { ...env, SENTINEL_REVOCATION_ACCOUNTS };
      return createRevoker({
        env: settings,
        clients: { dynamodb, sts: at(stack.sts), iam },
        write,
      });
    }
    case 'notifier': {
      const clients = { ssm: at(stack.ssm), sns: at(stack.sns) };
      const timer = { wait: async () => undefined };
      const notify = createNotifier({ env: { ...env, ...account }, clients, write, timer });
      return (event) => notify(event, 60_000);
    }
    default:
      return of satisfies never;
  }
}
