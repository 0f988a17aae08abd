import { readFileSync } from 'node:fs';
import { describeMachine } from '../../bench/measure/machine.ts';
import { toMarkdown } from '../../bench/measure/table.ts';
import { functionScenes } from './function-scenes.ts';
import { tablesOf } from './results.ts';
import { scenes } from './scenes.ts';
import { shownIn } from './shown-scenes.ts';
import type { Tally } from './tally.ts';

// Prints what whole runs wrote to the files that it is called with, as a page of `bench/results`.
const read: readonly Tally[] = process.argv
  .slice(2)
  .flatMap((file) => readFileSync(file, 'utf8').trim().split('\n'))
  .map((line) => JSON.parse(line));
// A scene that ran twice counts once.
const tallies = [
  ...new Map(read.map((tally) => [`${tally.level} ${tally.scene}`, tally])).values(),
];
const isRun = (level: Tally['level'], name: string) =>
  tallies.some((tally) => tally.level === level && tally.scene === name);
const missing = [
  ...scenes.filter(({ name }) => !isRun('ports', name)).map(({ name }) => `- ports: ${name}`),
  ...shownIn(true)
    .filter(({ name }) => !isRun('wire', name))
    .map(({ name }) => `- HTTP: ${name}`),
  ...functionScenes
    .filter(({ name }) => !isRun('functions', name))
    .map(({ name }) => `- functions: ${name}`),
];
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
  ...(missing.length === 0 ? [] : ['## Not run whole', missing.join('\n')]),
  ...(wrong.length === 0 ? [] : ['## What was wrong', wrong.join('\n')]),
];
process.stdout.write(`${page.join('\n\n')}\n`);
