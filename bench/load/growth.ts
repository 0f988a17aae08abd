import { ratios } from '../measure/interleave.ts';
import { medianOf } from '../measure/spread.ts';
import { type AppStack, withApp } from './app-stack.ts';
import { type Ask, type Caller, createCaller } from './call.ts';
import { nameOf, type Person } from './people.ts';

/** Sessions, and as many requests, that are stored in the one table and in the other. */
export const stored = { few: 1000, many: 100_000 } as const;

/** Medians of batches, in milliseconds, in turn. */
type Times = Readonly<Record<'clockMs' | 'cpuMs', readonly number[]>>;

/** How one call fares with few and with many items. */
export type Growth = {
  readonly what: string;
  readonly few: Times;
  readonly many: Times;
  /** Median of the batches' ratios, less one. */
  readonly clock: number;
  readonly cpu: number;
};

const who: Person = { kind: 'engineer', nth: 0 };

const asks: Readonly<Record<string, Ask>> = {
  vend: {
    who,
    method: 'POST',
    path: '/',
    body: { profile: 'production', justification: 'to see it among many' },
  },
  'vend by a grant': {
    who,
    method: 'POST',
    path: '/',
    body: { profile: 'database', justification: 'to see it among many' },
  },
  'own sessions': { who, method: 'GET', path: '/sessions' },
  'own requests': { who, method: 'GET', path: '/requests' },
  "everybody's sessions": {
    who: { kind: 'lead', nth: 0 },
    method: 'GET',
    path: '/sessions',
    query: 'view=all',
  },
};

/** Two apps, one on few items and one on many, are asked the same in turn: what else the machine does meets both. */
export async function measureGrowth(
  codeFolder: string,
  { batches, size }: { readonly batches: number; readonly size: number },
): Promise<readonly Growth[]> {
  const on = <T>(each: number, work: (app: AppStack, caller: Caller) => Promise<T>) =>
    withApp({ codeFolder, workers: 1 }, async (app) => {
      await app.fill({ each, caller: nameOf(who), others: each / 20, nowMs: Date.now() });
      const caller = createCaller(app.url);
      try {
        return await work(app, caller);
      } finally {
        caller.close();
      }
    });
  return on(stored.few, (_, few) =>
    on(stored.many, async (_app, many) => {
      await Promise.all([few, many].map(giveGrant));
      const growths: Growth[] = [];
      for (const [what, ask] of Object.entries(asks)) {
        await inTurn(ask, 3 * size, [few, many]);
        const times = { few: noTimes(), many: noTimes() };
        for (let nth = 0; nth < batches; nth += 1) {
          const [fewTimes, manyTimes] = await inTurn(ask, size, [few, many]);
          add(times.few, fewTimes);
          add(times.many, manyTimes);
        }
        const over = (unit: 'clockMs' | 'cpuMs') =>
          medianOf(ratios(times.many[unit], times.few[unit])) - 1;
        growths.push({ what, ...times, clock: over('clockMs'), cpu: over('cpuMs') });
      }
      return growths;
    }),
  );
}

/** The caller asks for the database, and a lead approves. */
async function giveGrant(caller: Caller): Promise<void> {
  const body = { profile: 'database', justification: 'to see it among many' };
  const made = await caller.call({ who, method: 'POST', path: '/requests', body });
  const { id }: { readonly id: string } = JSON.parse(made.body);
  const lead: Person = { kind: 'lead', nth: 0 };
  const path = `/requests/${id}/approve`;
  const approved = await caller.call({ who: lead, method: 'POST', path, body: {} });
  if (approved.status !== 200) throw new Error(`not approved: ${approved.body}`);
}

type Growing = { readonly clockMs: number[]; readonly cpuMs: number[] };

function noTimes(): Growing {
  return { clockMs: [], cpuMs: [] };
}

function add(times: Growing, batch: Growing): void {
  times.clockMs.push(medianOf(batch.clockMs));
  times.cpuMs.push(medianOf(batch.cpuMs));
}

/** Asks both, one call after another; what the instances took. */
async function inTurn(ask: Ask, size: number, [few, many]: readonly [Caller, Caller]) {
  const taken = [noTimes(), noTimes()] as const;
  for (let nth = 0; nth < size; nth += 1) {
    for (const [caller, times] of [
      [few, taken[0]],
      [many, taken[1]],
    ] as const) {
      const { status, inside, body } = await caller.call(ask);
      if (status !== 200 || inside === undefined) throw new Error(`refused: ${status} ${body}`);
      times.clockMs.push(inside.handlerMs);
      times.cpuMs.push(inside.cpuMs);
    }
  }
  return taken;
}
