import type { Spread } from './spread.ts';

/** A table of what was measured. */
export type Table = {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What must be known to read it. */
  readonly notes?: readonly string[];
};

/** A budget, and whether what was measured is within it. */
export type Verdict = {
  readonly budget: string;
  readonly measured: string;
  readonly holds: boolean;
};

/** What one benchmark found. */
export type Result = { readonly tables: readonly Table[]; readonly verdicts: readonly Verdict[] };

/** A table of spreads, each number with so many digits after the point. */
export function spreadTable(
  title: string,
  spreads: Readonly<Record<string, Spread>>,
  { unit, digits = 1, notes }: Shown,
): Table {
  const places = ['min', 'p10', 'median', 'p90', 'max'] as const;
  return {
    title,
    columns: [unit, 'runs', ...places],
    rows: Object.entries(spreads).map(([name, spread]) => [
      name,
      String(spread.runs),
      ...places.map((place) => number(spread[place], digits)),
    ]),
    ...(notes === undefined ? {} : { notes }),
  };
}

type Shown = {
  readonly unit: string;
  readonly digits?: number;
  readonly notes?: readonly string[];
};

/** A number with so many digits after the point and commas between thousands. */
export function number(value: number, digits = 1): string {
  return value.toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** A table as Markdown under its title, aligned as the formatter wants it. */
export function toMarkdown({ title, columns, rows, notes = [] }: Table): string {
  const all = [columns, ...rows];
  const widths = columns.map((_, nth) => Math.max(3, ...all.map((cells) => widthAt(cells, nth))));
  const line = (cells: readonly string[]) => {
    const padded = widths.map((width, nth) => {
      const cell = cells[nth] ?? '';
      return nth === 0 ? cell.padEnd(width) : cell.padStart(width);
    });
    return `| ${padded.join(' | ')} |`;
  };
  const rule = widths.map((width, nth) =>
    nth === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [`## ${title}`, [line(columns), line(rule), ...rows.map(line)].join('\n'), ...notes].join(
    '\n\n',
  );
}

function widthAt(cells: readonly string[], nth: number): number {
  return cells[nth]?.length ?? 0;
}
