import { readFileSync } from 'node:fs';
import { describeMachine } from '../../bench/measure/machine.ts';
import { toMarkdown } from '../../bench/measure/table.ts';
import { tablesOf } from './results.ts';
import type { Tally } from './tally.ts';

// Prints what whole runs wrote to the files that it is called with, as a page of `bench/results`.
const tallies: readonly Tally[] = process.argv
  .slice(2)
  .flatMap((file) => readFileSync(file, 'utf8').trim().split('\n'))
  .map((line) => JSON.parse(line));
const wrong = tallies.flatMap((tally) =>
  tally.wrong.map((words) => `- ${tally.level}, ${tally.scene}: ${words.split('\n')[0]}`),
);

const page = [
  '# Every external call fails in every way',
  [
    `- written: ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, after \`SENTINEL_FAULTS=all npm test -- testing/faults\``,
    ...describeMachine(),
  ].join('\n'),
  'A fault is one call of one scene that goes wrong in one way; then the same request or event comes once more, and nothing fails. `answered`: the fault was borne; `refused`: by a rule, as without it; `failed`: in the open, to be tried again. `wrong`: something was given, lost, told falsely or not put right.',
  ...tablesOf(tallies).map(toMarkdown),
  ...(wrong.length === 0 ? [] : ['## What was wrong', wrong.join('\n')]),
];
process.stdout.write(`${page.join('\n\n')}\n`);
