import type { Result, Table } from '../measure/table.ts';
import { type Plots, plotsOf, soakPlots } from './plots.ts';
import type { Found, FoundLoad, FoundSoak } from './run-load.ts';
import { simulationTables } from './simulation-tables.ts';
import {
  aloneTable,
  collectingTable,
  cpuTable,
  growthTable,
  heapTable,
  insideTable,
  latencyTable,
  memoryTable,
} from './tables.ts';
import { correctnessOf, soakVerdicts, verdictsOf } from './verdicts.ts';

/** What a run found, as it is written down. */
export type Report = {
  readonly about: string;
  readonly result: Result;
  /** Whether nothing went wrong: a target that is missed is a finding, a wrong answer is a failure. */
  readonly isCorrect: boolean;
  readonly plots: Plots;
};

/** The report of a whole run. */
export function reportLoad(found: FoundLoad): Report {
  const { steps, alone, growth } = found;
  const direct = steps.find(({ load }) => load.mix.direct === 1);
  return {
    about: 'Load',
    result: {
      tables: [
        ...tablesOf(found),
        ...(direct === undefined ? [] : [aloneTable(alone, direct)]),
        growthTable(growth),
        ...simulationTables(),
      ],
      verdicts: verdictsOf(found),
    },
    isCorrect: isCorrect(found),
    plots: plotsOf(steps),
  };
}

/** The report of a soak. */
export function reportSoak(found: FoundSoak): Report {
  return {
    about: 'Load for ten minutes',
    result: { tables: [...tablesOf(found), heapTable(found.heaps)], verdicts: soakVerdicts(found) },
    isCorrect: isCorrect(found),
    plots: soakPlots(found.steps),
  };
}

function isCorrect(found: Found): boolean {
  return correctnessOf(found).every(({ holds }) => holds);
}

function tablesOf({ steps }: Found): readonly Table[] {
  return [
    latencyTable(steps),
    insideTable(steps),
    collectingTable(steps),
    cpuTable(steps),
    memoryTable(steps),
  ];
}
