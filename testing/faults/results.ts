import { httpStatus } from '@sentinel/core/contract/error';
import type { Code } from '@sentinel/core/reasons';
import { number, type Table } from '../../bench/measure/table.ts';
import { directMatrix } from './direct-faults.ts';
import { kinds, type Row } from './kinds.ts';
import { portMatrix } from './port-matrix.ts';
import type { Tally } from './tally.ts';
import { wireMatrix } from './wire-matrix.ts';

const levels = {
  ports: 'in process, at the ports',
  wire: 'over HTTP, between the SDK and the stand-ins',
  functions: 'over HTTP, the other functions',
} as const satisfies Readonly<Record<Tally['level'], string>>;

type Sum = { tried: number; answered: number; refused: number; failed: number };

/** What whole runs found, as tables: by route, by kind, and what was not tried. */
export function tablesOf(tallies: readonly Tally[]): readonly Table[] {
  const told = Object.keys(levels).flatMap((level) => {
    const own = tallies.filter((tally) => tally.level === level);
    return own.length === 0 ? [] : [byRoute(own), byKind(own)];
  });
  return [...told, excuses()];
}

function byRoute(tallies: readonly Tally[]): Table {
  const routes = [...new Set(tallies.map(({ route }) => route))];
  const row = (name: string, own: readonly Tally[]) => [
    name,
    String(own.length),
    String(own.reduce((all, { calls }) => all + calls, 0)),
    ...cells(sumOf(own, () => true)),
    String(own.reduce((all, { wrong }) => all + wrong.length, 0)),
  ];
  return {
    title: `By route: ${levelOf(tallies)}`,
    columns: ['route', 'scenes', 'calls', ...columns, 'wrong'],
    rows: [
      ...routes.map((route) =>
        row(
          route,
          tallies.filter((tally) => tally.route === route),
        ),
      ),
      row('all', tallies),
    ],
  };
}

function byKind(tallies: readonly Tally[]): Table {
  return {
    title: `By kind: ${levelOf(tallies)}`,
    columns: ['kind', ...columns],
    rows: kinds.map((kind) => [kind, ...cells(sumOf(tallies, (one) => one === kind))]),
  };
}

const columns = ['faults', 'answered', 'refused', 'failed'] as const;

function cells({ tried, answered, refused, failed }: Sum): readonly string[] {
  return [tried, answered, refused, failed].map((count) => number(count, 0));
}

function levelOf([first]: readonly Tally[]): string {
  return first === undefined ? '' : levels[first.level];
}

function sumOf(tallies: readonly Tally[], isMeant: (kind: string) => boolean): Sum {
  const sum = { tried: 0, answered: 0, refused: 0, failed: 0 };
  for (const { counts } of tallies) {
    for (const [name, count] of Object.entries(counts)) {
      const [, kind = '', , outcome = ''] = name.split('|');
      if (!isMeant(kind)) continue;
      sum.tried += count;
      sum[sortOf(outcome)] += count;
    }
  }
  return sum;
}

/** A function that throws, or says that an event must come again, has failed in the open. */
function sortOf(outcome: string): 'answered' | 'refused' | 'failed' {
  if (outcome === 'OK' || outcome === 'allow') return 'answered';
  if (outcome === 'deny') return 'refused';
  const status = httpStatus[outcome as Code]; // none of the functions' words is a code
  return status !== undefined && status < 500 ? 'refused' : 'failed';
}

function excuses(): Table {
  const matrices = { ports: portMatrix, HTTP: wireMatrix, 'without an SDK': directMatrix };
  const rows = Object.entries(matrices).flatMap(([level, matrix]) =>
    Object.entries<Row<string>>(matrix).flatMap(([what, row]) =>
      kinds.flatMap((kind) => {
        const cell = row[kind];
        return 'none' in cell ? [[`${kind}, ${level}: ${what}`, cell.none]] : [];
      }),
    ),
  );
  return { title: 'Not tried, and why', columns: ['kind and place', 'reason'], rows };
}
