import type { OutputFormat } from '../settings.ts';
import { csv } from './csv.ts';
import { json } from './json.ts';
import { table } from './table.ts';

/** `undefined`: the item has none. */
export type Cell = string | number | undefined;

/** A list to show: `key` names the column for programs, `title` for people. */
export type Listing = {
  readonly columns: readonly { readonly key: string; readonly title: string }[];
  /** Each as long as `columns`. */
  readonly rows: readonly (readonly Cell[])[];
  /** What JSON shows: the API's own members. */
  readonly data: unknown;
};

/** The listing in the form that the person asked for. */
export function listing(list: Listing, output: OutputFormat, isBold: boolean): string {
  switch (output) {
    case 'json':
      return json(list.data);
    case 'csv':
      return csv(list);
    case 'text':
      return table(list, isBold);
  }
}
