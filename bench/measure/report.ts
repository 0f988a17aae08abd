import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeMachine } from './machine.ts';
import { type Result, type Table, toMarkdown, type Verdict } from './table.ts';

/** When and how a result came about. */
export type Occasion = {
  readonly name: string;
  readonly about: string;
  readonly at: Date;
  readonly command: string;
  /** Load of the machine before and after. */
  readonly load: readonly [before: string, after: string];
};

/** Writes a result as `<date>-<name>.md` into a folder; the file's path. */
export function writeReport(result: Result, occasion: Occasion, folder: string): string {
  const { name, about, at, command, load } = occasion;
  const text = [
    `# ${about}`,
    [
      `- measured: ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC, by \`${command}\``,
      ...describeMachine(),
      `- load of the machine: ${load[0]} before, ${load[1]} after`,
    ].join('\n'),
    ...(result.verdicts.length === 0 ? [] : [toMarkdown(verdictTable(result.verdicts))]),
    ...result.tables.map(toMarkdown),
  ].join('\n\n');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${at.toISOString().slice(0, 10)}-${name}.md`);
  writeFileSync(path, `${text}\n`);
  return path;
}

function verdictTable(verdicts: readonly Verdict[]): Table {
  return {
    title: 'Budgets',
    columns: ['budget', 'measured', 'holds'],
    rows: verdicts.map(({ budget, measured, holds }) => [
      budget,
      measured,
      holds ? 'yes' : '**no**',
    ]),
  };
}
