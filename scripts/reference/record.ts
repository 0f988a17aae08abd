import { blankRecord } from '@sentinel/core/audit/record';
import { recordMeanings } from '@sentinel/core/audit/record-meanings';
import { code, page, table } from './markdown.ts';

const about = `One line of ASCII JSON for every outcome of every route. Every field is always there, in this order; \`null\` where
there is nothing to say. How the lines hang together: [audit.md](audit.md).`;

/** `record.md`: the fields of a decision record. */
export function recordPage(): string {
  const meanings: Readonly<Record<string, string>> = recordMeanings;
  const inOrder = [...new Set([...Object.keys(blankRecord), ...Object.keys(recordMeanings)])];
  return page('Decision record', [
    about,
    table(
      ['Field', 'What it says'],
      inOrder.map((field) => [code(field), meanings[field] ?? '']),
    ),
  ]);
}
