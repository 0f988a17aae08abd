import type { OutputFormat } from '../settings.ts';
import { csv } from './csv.ts';
import { json } from './json.ts';
import type { Cell } from './listing.ts';
import { visible } from './visible.ts';

/** One thing to show: names and values, and what JSON shows. */
export type Fields = {
  /** Of several values each has a line of its own in text, so that none can pass for two; in CSV they are JSON. */
  readonly fields: readonly (readonly [name: string, value: Cell | readonly string[]])[];
  readonly data: unknown;
};

/** One thing in the form that the person asked for; in text, what is absent is left out. */
export function fields(thing: Fields, output: OutputFormat): string {
  switch (output) {
    case 'json':
      return json(thing.data);
    case 'csv':
      return csv({
        columns: thing.fields.map(([name]) => ({ key: name, title: name })),
        rows: [thing.fields.map(([, value]) => cell(value))],
        data: thing.data,
      });
    case 'text':
      return text(thing.fields);
  }
}

function text(all: Fields['fields']): string {
  const present = all
    .flatMap(([name, value]) =>
      (isList(value) ? value : [value]).map((one) => [name, one] as const),
    )
    .filter(([, value]) => value !== undefined && value !== '');
  const width = Math.max(...present.map(([name]) => name.length));
  return present
    .map(([name, value]) => `${`${name}:`.padEnd(width + 2)}${visible(String(value))}\n`)
    .join('');
}

function cell(value: Cell | readonly string[]): Cell {
  if (!isList(value)) return value;
  return value.length === 0 ? undefined : JSON.stringify(value);
}

/** `Array.isArray` does not tell a readonly array from the rest. */
function isList(value: Cell | readonly string[]): value is readonly string[] {
  return typeof value === 'object';
}
