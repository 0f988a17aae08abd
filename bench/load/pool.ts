import { performance } from 'node:perf_hooks';
import type { Handler } from '@sentinel/devstack/gateway/invoke';
import { handlerOf, type LambdaFunction } from '@sentinel/devstack/runtime-api/lambda-function';

/** A function's instances, each with one event at a time. */
export type Pool = {
  /** Adds to the answer's headers how long the event waited for an instance, and whether it started one. */
  readonly handler: Handler;
  /** Those that were made. */
  workers(): readonly LambdaFunction[];
  close(): Promise<void>;
};

/**
 * Gives each event to an instance that is free, as Lambda does: where none is, a new one is made; where there are
 * `most`, it waits for its turn (Lambda would turn it away).
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html
 */
export function createPool(most: number, make: () => LambdaFunction): Pool {
  const all: LambdaFunction[] = [];
  const free: LambdaFunction[] = [];
  const waiting: ((worker: LambdaFunction) => void)[] = [];

  const acquire = (): Promise<LambdaFunction> | LambdaFunction => {
    const idle = free.pop();
    if (idle !== undefined) return idle;
    if (all.length < most) {
      const made = make();
      all.push(made);
      return made;
    }
    return new Promise((resolve) => waiting.push(resolve));
  };
  const release = (worker: LambdaFunction) => {
    const next = waiting.shift();
    if (next === undefined) free.push(worker);
    else next(worker);
  };

  return {
    async handler(event, context) {
      const since = performance.now();
      const worker = await acquire();
      const queueMs = performance.now() - since;
      const starts = worker.starts();
      try {
        const answer = await handlerOf(worker)(event, context);
        const isCold = worker.starts() > starts;
        return withHeader(answer, `${queueMs.toFixed(3)},${isCold ? 1 : 0}`);
      } finally {
        release(worker);
      }
    },
    workers: () => all,
    close: async () => {
      await Promise.all(all.map((worker) => worker.close()));
    },
  };
}

function withHeader(answer: unknown, told: string): unknown {
  if (typeof answer !== 'object' || answer === null || !('headers' in answer)) return answer;
  const { headers } = answer;
  return typeof headers === 'object'
    ? { ...answer, headers: { ...headers, 'X-Load-Gateway': told } }
    : answer;
}
