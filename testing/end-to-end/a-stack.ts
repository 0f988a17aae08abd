import type { DecisionRecord } from '@sentinel/core/audit/record';
import {
  type Devstack,
  type DevstackOptions,
  startDevstack,
} from '@sentinel/devstack/stack/start-devstack';
import { signedFetch } from '@sentinel/devstack/testing/signers';

/** A running dev stack, with what a test asks of it. */
export type Stack = {
  readonly stack: Devstack;
  /** Calls the API as one of the dev stack's users. */
  call(user: string, method: string, target: string, body?: unknown): Promise<Reply>;
  /** Every line that the TVM wrote. */
  lines(): readonly string[];
  /** The decision records among them. */
  decisions(): readonly DecisionRecord[];
};

export type Reply = {
  readonly status: number;
  readonly body: string;
  readonly json: Readonly<Record<string, unknown>>;
};

/** Starts a stack, hands it to the test, and closes it whatever happens. */
export async function withStack<T>(
  options: Omit<DevstackOptions, 'onLine'>,
  work: (stack: Stack) => Promise<T>,
): Promise<T> {
  const lines: string[] = [];
  const stack = await startDevstack({ ...options, onLine: (line) => lines.push(line) });
  try {
    return await work({
      stack,
      call: (user, method, target, body) => call(stack, { user, method, target, body }),
      lines: () => [...lines],
      decisions: () => lines.map((line) => JSON.parse(line)).filter((line) => 'seq' in line),
    });
  } finally {
    await stack.close();
  }
}

async function call(
  stack: Devstack,
  ask: {
    readonly user: string;
    readonly method: string;
    readonly target: string;
    readonly body: unknown;
  },
): Promise<Reply> {
  const credentials = stack.users.find((user) => user.name === ask.user);
  if (credentials === undefined) throw new Error(`there is no user ${ask.user}`);
  const answer = await signedFetch(`${stack.url}${ask.target}`, {
    method: ask.method,
    credentials,
    region: stack.region,
    service: 'execute-api',
    now: new Date(),
    ...(ask.body === undefined
      ? {}
      : { body: JSON.stringify(ask.body), headers: { 'content-type': 'application/json' } }),
  });
  return { status: answer.status, body: answer.body, json: JSON.parse(answer.body) };
}
