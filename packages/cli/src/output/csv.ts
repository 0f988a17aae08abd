import type { Cell, Listing } from './listing.ts';
import { visible } from './visible.ts';

/** With these a spreadsheet begins a formula, also in their full-width forms. */
const formula = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/;

/**
 * Comma-separated values by RFC 4180, but with line feeds. A text that a spreadsheet would take
 * for a formula gets an apostrophe before it.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csv(listing: Listing): string {
  const head = listing.columns.map((column) => column.key);
  const rows = listing.rows.map((row) => row.map(field));
  return [head, ...rows].map((row) => `${row.join(',')}\n`).join('');
}

function field(cell: Cell): string {
  if (cell === undefined) return '';
  if (typeof cell === 'number') return String(cell);
  const text = visible(cell);
  const safe = formula.test(text) ? `'${text}` : text;
  return /[",;\s]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
