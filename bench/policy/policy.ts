import { existsSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { budgets } from '../budgets.ts';
import { interleave } from '../measure/interleave.ts';
import { type Spread, spreadOf } from '../measure/spread.ts';
import { number, type Result, type Table, type Verdict } from '../measure/table.ts';
import { judgeByCasbin } from './casbin.ts';
import { judgesByCedar } from './cedar.ts';
import { type Judge, kinds, type RuleSet } from './rule-sets.ts';
import { judgeBySentinel } from './sentinel.ts';

const counts = [10, 100, 1000] as const;
const runs = 20;
const batchMs = 40;

/** Evaluations per second of our engine, Cedar and casbin over the same rules, the last of which holds. */
export async function measurePolicy(): Promise<Result> {
  const tables: Table[] = [];
  const verdicts: Verdict[] = [];
  for (const [kind, make] of Object.entries(kinds)) {
    const rows: (readonly string[])[] = [];
    for (const count of counts) {
      const rates = await measureRates(make(count), runs);
      rows.push(...Object.entries(rates).map(([name, rate]) => row(count, name, rate)));
      const ratio = rates.sentinel.median / rates['Cedar, policies parsed before'].median;
      verdicts.push({
        budget: `${kind}, ${number(count, 0)} rules: at least ${budgets.overCedar} times Cedar's rate`,
        measured: `${number(ratio, 0)} times`,
        holds: ratio >= budgets.overCedar,
      });
    }
    tables.push({
      title: `Evaluations per second: ${make(1).name}`,
      columns: ['engine', 'rules', 'runs', 'min', 'p10', 'median', 'p90', 'max', 'µs each'],
      rows,
    });
  }
  return { tables, verdicts };
}

/** Whether the engines to compare with are installed. */
export const rivalsAreInstalled = ['@cedar-policy/cedar-wasm', 'casbin'].every((name) =>
  existsSync(new URL(`../node_modules/${name}`, import.meta.url)),
);

/** Rates of all engines, batches in turn. Throws where one judges otherwise than the others. */
export async function measureRates(set: RuleSet, times: number) {
  const cedar = judgesByCedar(set);
  const judges = {
    sentinel: judgeBySentinel(set),
    'Cedar, policies parsed before': cedar.preparsed,
    'Cedar, policies parsed each time': cedar.parsing,
    casbin: await judgeByCasbin(set),
  };
  const rates = await interleave(
    {
      sentinel: () => rateOf(judges.sentinel),
      'Cedar, policies parsed before': () => rateOf(judges['Cedar, policies parsed before']),
      'Cedar, policies parsed each time': () => rateOf(judges['Cedar, policies parsed each time']),
      casbin: () => rateOf(judges.casbin),
    },
    { runs: times, warmUps: 2 },
  );
  return {
    sentinel: spreadOf(rates.sentinel),
    'Cedar, policies parsed before': spreadOf(rates['Cedar, policies parsed before']),
    'Cedar, policies parsed each time': spreadOf(rates['Cedar, policies parsed each time']),
    casbin: spreadOf(rates.casbin),
  };
}

/** Calls per second, over a batch of calls; at least one. */
function rateOf(judge: Judge): number {
  const since = performance.now();
  let calls = 0;
  let ms = 0;
  do {
    // The clock is asked rarely, for a call may take less than asking.
    const atOnce = calls < 16 ? 1 : Math.min(1000, Math.ceil(calls / 4));
    for (let nth = 0; nth < atOnce; nth += 1) {
      if (!judge()) throw new Error('the last rule should hold');
    }
    calls += atOnce;
    ms = performance.now() - since;
  } while (ms < batchMs);
  return (calls / ms) * 1000;
}

function row(count: number, name: string, rate: Spread): readonly string[] {
  const places = [rate.min, rate.p10, rate.median, rate.p90, rate.max];
  return [
    name,
    number(count, 0),
    String(rate.runs),
    ...places.map((place) => number(place, 0)),
    number(1_000_000 / rate.median, 1),
  ];
}
