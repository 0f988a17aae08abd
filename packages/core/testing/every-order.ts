import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate } from 'node:timers/promises';
import type { Intercept, PortCall } from '../src/memory/intercept.ts';

/** Clients of one state, and the calls between which any other client may come. */
export type Plan<State> = {
  readonly isGated: (call: PortCall) => boolean;
  /** The state anew, and its clients, for every order. Their calls go through `intercept`. */
  start(intercept: Intercept): Promise<{
    readonly state: State;
    readonly clients: readonly (() => Promise<unknown>)[];
  }>;
  /** What must hold after every order; `order` names the client of each gated call. */
  check(
    state: State,
    results: readonly unknown[],
    order: readonly number[],
  ): Promise<unknown> | unknown;
};

/** Runs the clients in every order of their gated calls, each on a state of its own; the number of orders. */
export async function everyOrder<State>(plan: Plan<State>): Promise<number> {
  let orders = 0;
  let choices: readonly number[] = [];
  while (true) {
    const taken = await runOnce(plan, choices);
    orders += 1;
    const next = nextChoices(taken);
    if (next === undefined) return orders;
    choices = next;
  }
}

/** What was chosen at each step, of how many. */
type Taken = { readonly choice: number; readonly of: number };

async function runOnce<State>(
  plan: Plan<State>,
  choices: readonly number[],
): Promise<readonly Taken[]> {
  const clientNow = new AsyncLocalStorage<number>();
  // A client that makes several calls at once waits with each; they go in the order in which they came.
  const waiting = new Map<number, (() => void)[]>();
  const { state, clients } = await plan.start((call, proceed) => {
    const client = clientNow.getStore();
    if (client === undefined || !plan.isGated(call)) return proceed();
    return new Promise<void>((go) => {
      waiting.set(client, [...(waiting.get(client) ?? []), go]);
    }).then(proceed);
  });
  const results: unknown[] = [];
  let done = 0;
  for (const [index, client] of clients.entries()) {
    void clientNow.run(index, async () => {
      results[index] = await client().catch((error: unknown) => error);
      done += 1;
    });
  }

  const taken: Taken[] = [];
  const order: number[] = [];
  while (done < clients.length) {
    if (waiting.size + done < clients.length) {
      await setImmediate();
      continue;
    }
    const ready = [...waiting.keys()].sort((a, b) => a - b);
    const choice = choices[taken.length] ?? 0;
    const client = ready[choice] ?? 0;
    taken.push({ choice, of: ready.length });
    order.push(client);
    const [go, ...rest] = waiting.get(client) ?? [];
    if (rest.length > 0) waiting.set(client, rest);
    else waiting.delete(client);
    go?.();
    await setImmediate();
  }
  await plan.check(state, results, order);
  return taken;
}

function nextChoices(taken: readonly Taken[]): readonly number[] | undefined {
  const last = taken.findLastIndex(({ choice, of }) => choice + 1 < of);
  if (last === -1) return undefined;
  return taken
    .slice(0, last + 1)
    .map(({ choice }, index) => (index === last ? choice + 1 : choice));
}
