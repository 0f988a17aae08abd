import { visibleJson } from './visible.ts';

/** JSON for programs: two spaces, members in the API's order, one line feed at the end, nothing unseen. */
export function json(value: unknown): string {
  return `${visibleJson(JSON.stringify(value, undefined, 2))}\n`;
}
