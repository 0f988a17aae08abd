import type { Direct, DirectCall } from './direct-faults.ts';
import type { Items, localTables } from './local-tables.ts';
import type { WirePlan } from './wire-faults.ts';
import type { Operation } from './wire-matrix.ts';
import type { WirePlace } from './wire-place.ts';

/** What the scenes of the functions share. */
export type FunctionGround = {
  readonly tables: Awaited<ReturnType<typeof localTables>>;
  readonly place: WirePlace;
};

/** What one run of a function comes to. */
export type FunctionRun = {
  /** Operations of AWS, in their order. */
  readonly calls: readonly Operation[];
  /** As the function said it: `OK`, or how it failed. */
  readonly outcome: string;
  readonly wrong: readonly string[];
  /** Milliseconds of the slowest call that nothing befell. */
  readonly slowestMs: number;
};

/** What fails: a call by an SDK, or the one that is made without. */
export type FunctionPlan = { readonly wire?: WirePlan; readonly direct?: Direct };

/** One event of one function. `plan`: which of its calls fails; then the event comes once more, and nothing fails. */
export type FunctionScene = {
  readonly name: string;
  readonly entry: 'revoker' | 'authorizer' | 'notifier';
  /** What it calls without an SDK. */
  readonly direct: readonly DirectCall[];
  run(plan: FunctionPlan, ground: FunctionGround): Promise<FunctionRun>;
};

let tables = 0; // names of tables, which one server holds beside each other

/** A table with these items, and what lags behind it: as before the last of `items` was written. */
export async function tableOf(items: Items, { tables: server }: FunctionGround, past: Items = []) {
  tables += 1;
  const table = `function-${tables}`;
  const behind = `${table}-past`;
  await server.create(table, items);
  await server.create(behind, past);
  return {
    table,
    pasts: { stale: behind, staler: behind },
    async leave() {
      await server.drop(table);
      await server.drop(behind);
    },
  };
}
