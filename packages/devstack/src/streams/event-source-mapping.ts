import type { Timer } from '@sentinel/core/ports';
import { type Pattern, passes } from './filter.ts';
import { firstFailure } from './first-failure.ts';
import type { StreamEvent, StreamRecord } from './stream-record.ts';

/** A function that a stream feeds. It fails by throwing, or by `batchItemFailures` in its answer. */
export type Consumer = (event: StreamEvent) => Promise<unknown>;

export type MappingOptions = {
  readonly consumer: Consumer;
  /** A record goes on if one of them lets it pass; all do if there are none. */
  readonly filters: readonly Pattern[];
  readonly batchSize: number;
  /** Tries of a single record after its first; then it is dead. */
  readonly maximumRetryAttempts: number;
  readonly timer: Timer;
  /** Whether the function's role may read the stream; asked before each batch. */
  mayRead(): boolean;
  /** Whether it may send what was given up to its queue, without which it is gone; it may if left out. */
  mayPutAside?(): boolean;
};

/** A record that was given up. */
export type DeadLetter = {
  readonly record: StreamRecord;
  /** How the last try failed. */
  readonly reason: string;
};

export type Mapping = {
  /** Puts a record at the end; returns at once. */
  push(record: StreamRecord): void;
  /** Resolves when all that was pushed is done with. */
  settled(): Promise<void>;
  /** Records that were given up, oldest first. */
  deadLetters(): readonly DeadLetter[];
  /** Starts no more batches, and waits for the one under way. */
  close(): Promise<void>;
};

const firstPauseMs = 100;
const longestPauseMs = 10_000;

/**
 * Feeds one function from a stream of one shard, batch after batch, in order, as Lambda does with
 * `ReportBatchItemFailures` and `BisectBatchOnFunctionError`: a batch that fails is halved until it is a single
 * record, which is tried again, ever later, and at last put aside. What follows a record waits for it.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export function createMapping(options: MappingOptions): Mapping {
  const { consumer, filters, batchSize, maximumRetryAttempts, timer } = options;
  const waiting: StreamRecord[] = [];
  const dead: DeadLetter[] = [];
  let running: Promise<void> | undefined;
  const closing = Promise.withResolvers<void>();
  let isClosed = false;

  async function run(): Promise<void> {
    while (waiting.length > 0 && !isClosed) await feed(waiting.splice(0, batchSize));
    running = undefined;
  }

  async function feed(batch: readonly StreamRecord[]): Promise<void> {
    let rest = batch;
    for (let tries = 1; rest.length > 0 && !isClosed; tries += 1) {
      const failure = await invoke(rest);
      if (failure === undefined) return;
      rest = rest.slice(failure.at);
      const [record] = rest;
      if (record === undefined) return;
      if (rest.length > 1) {
        const half = Math.ceil(rest.length / 2);
        await feed(rest.slice(0, half));
        return feed(rest.slice(half));
      }
      if (tries > maximumRetryAttempts) {
        if (options.mayPutAside?.() ?? true) dead.push({ record, reason: failure.reason });
        return;
      }
      const pauseMs = Math.min(firstPauseMs * 2 ** (tries - 1), longestPauseMs);
      await Promise.race([timer.wait(pauseMs), closing.promise]);
    }
  }

  async function invoke(batch: readonly StreamRecord[]) {
    if (!options.mayRead()) return { at: 0, reason: 'the role may not read the stream' };
    try {
      // As over the wire: what the function does to its event changes no other try.
      return firstFailure(await consumer(structuredClone({ Records: batch })), batch);
    } catch (error) {
      return { at: 0, reason: String(error) };
    }
  }

  return {
    push(record) {
      if (isClosed || !(filters.length === 0 || filters.some((one) => passes(record, one)))) return;
      waiting.push(record);
      running ??= Promise.resolve().then(run);
    },
    async settled() {
      while (running !== undefined) await running;
    },
    deadLetters: () => [...dead],
    async close() {
      isClosed = true;
      closing.resolve();
      await running;
    },
  };
}
