import type { Cell, Listing } from './listing.ts';
import { visible } from './visible.ts';

/** Columns for people, two spaces apart, without trailing spaces; a missing cell is `-`. */
export function table(listing: Listing, isBold: boolean): string {
  const head = listing.columns.map((column) => column.title.toUpperCase());
  const rows = listing.rows.map((row) => row.map(shown));
  const widths = head.map((title, at) =>
    Math.max(lengthOf(title), ...rows.map((row) => lengthOf(row[at] ?? ''))),
  );
  const [first, ...others] = [head, ...rows].map((row) => line(row, widths));
  return [isBold ? `\u001b[1m${first}\u001b[22m` : first, ...others].join('\n').concat('\n');
}

function shown(cell: Cell): string {
  return cell === undefined || cell === '' ? '-' : visible(String(cell));
}

function line(row: readonly string[], widths: readonly number[]): string {
  const cells = row.map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - lengthOf(cell)));
  return cells.join('  ').trimEnd();
}

/** In code points: good enough for names, ids and times. */
function lengthOf(text: string): number {
  return [...text].length;
}
