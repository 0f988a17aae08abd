import type { DecisionRecord } from '@sentinel/core/audit/record';
import { createApi } from '@sentinel/tvm/lambda/create-api';
import { rim } from '@sentinel/tvm/testing/an-event';
import { localServer } from '@sentinel/tvm/testing/local-server';
import { localSsm } from '@sentinel/tvm/testing/local-ssm';
import { assumed } from '@sentinel/tvm/testing/local-sts';
import { type Items, localTables } from './local-tables.ts';
import { starvedMs } from './starved.ts';
import { type Ask, documents, eventOf, type Reply, replyOf } from './town.ts';
import type { WirePlan } from './wire-faults.ts';
import type { Operation } from './wire-matrix.ts';
import { wirePlace } from './wire-place.ts';

/** An API on a table of its own. */
export type WireTown = {
  send(ask: Ask): Promise<Reply>;
  /** By a new instance, whose calls go wrong as planned. */
  sendThrough(plan: WirePlan | undefined, ask: Ask): Promise<Sent>;
  items(): Promise<Items>;
  /** Whether the machine was so busy that calls which nothing befell may have run into the real limits of the code. */
  isStarved(): boolean;
  /** Gives its table back. */
  leave(): Promise<void>;
};

export type Sent = {
  readonly reply: Reply;
  /** Operations of AWS, in the order in which they were called. */
  readonly calls: readonly Operation[];
  readonly records: readonly DecisionRecord[];
  readonly lines: string;
  /** What is still on its way arrives; then the same instance is asked again, and nothing fails. */
  sendAgain(ask: Ask): Promise<Reply>;
};

/** What a town begins with: its table, and what it was before the last call and the one before. */
export type Past = Readonly<Record<'now' | 'stale' | 'staler', Items>>;

const untouched: Past = { now: [], stale: [], staler: [] };

/** The stand-ins, which towns share. */
export async function wireTowns() {
  const tables = await localTables();
  const ssm = await localSsm();
  let issued = 0;
  const sts = await localServer(({ body }) => {
    issued += 1;
    return assumed(body, Date.now(), { accessKeyId: `ASIA${String(issued).padStart(16, '0')}` });
  });
  for (const [name, text] of Object.entries(documents)) {
    ssm.parameters.set(`/sentinel${name}`, { version: 1, text });
  }
  const place = await wirePlace();
  let towns = 0;
  return {
    /** `way`: its table that lags behind is made only where somebody reads it. */
    async found(past: Past = untouched, way?: string): Promise<WireTown> {
      towns += 1;
      const table = `town-${towns}`;
      const behind = `town-${towns}-past`;
      const isPast = way === 'stale' || way === 'staler';
      await tables.create(table, past.now);
      if (isPast) await tables.create(behind, past[way]);
      const made: { slowestMs(): number }[] = [];
      const instance = (plan: WirePlan | undefined) => {
        const wired = place.instance(plan, table, { stale: behind, staler: behind });
        const lines: string[] = [];
        const app = createApi({
          env: {
            AWS_REGION: 'eu-west-1',
            SENTINEL_TABLE: table,
            SENTINEL_API_ID: rim.apiId,
            SENTINEL_ACCOUNT_ID: rim.apiAccountId,
          },
          clients: {
            dynamodb: wired.at(tables.url),
            ssm: wired.at(ssm.server.url),
            sts: wired.at(sts.url),
          },
          write: (line) => lines.push(line),
          timer: { wait: async () => undefined },
        });
        made.push(wired);
        return { ...wired, app, lines };
      };
      let healthy: ReturnType<typeof instance> | undefined;
      return {
        async send(ask) {
          healthy ??= instance(undefined);
          return replyOf(await healthy.app(eventOf(ask), 'lambda-1'));
        },
        async sendThrough(plan, ask) {
          const { app, calls, lines, mend } = instance(plan);
          const reply = replyOf(await app(eventOf(ask), 'lambda-2'));
          const all = lines.map((line) => JSON.parse(line));
          return {
            reply,
            calls: [...calls],
            records: all.filter((line) => 'seq' in line),
            lines: lines.join('\n'),
            async sendAgain(again) {
              await mend();
              return replyOf(await app(eventOf(again), 'lambda-3'));
            },
          };
        },
        isStarved: () => made.some(({ slowestMs }) => slowestMs() > starvedMs),
        items: () => tables.itemsOf(table),
        async leave() {
          await tables.drop(table);
          if (isPast) await tables.drop(behind);
        },
      };
    },
    async close() {
      place.close();
      tables.close();
      await Promise.all([ssm.server.close(), sts.close()]);
    },
  };
}

export type WireTowns = Awaited<ReturnType<typeof wireTowns>>;
