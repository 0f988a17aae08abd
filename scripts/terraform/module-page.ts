import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { code, table } from '../reference/markdown.ts';
import { type Output, readOutputs, readVariables, type Variable } from './read-blocks.ts';

/** Behind this line a module's README is made; what stands before is written. */
export const generatedFrom =
  '<!-- Below made by `node scripts/start.mjs generate-terraform`; a test fails when it is stale. -->';

/** The README of a module's folder with its inputs and outputs as they are now. Throws where the line is missing. */
export function modulePage(folder: string): string {
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  const at = readme.indexOf(generatedFrom);
  if (at === -1) throw new Error(`\`${folder}/README.md\` has no line from which it is made`);
  const written = readme.slice(0, at + generatedFrom.length);
  const blocks = [
    ['Inputs', inputsTable(readVariables(fileOf(folder, 'variables.tf')))],
    ['Outputs', outputsTable(readOutputs(fileOf(folder, 'outputs.tf')))],
  ];
  return `${[written, ...blocks.map(([title, text]) => `## ${title}\n\n${text}`)].join('\n\n')}\n`;
}

function fileOf(folder: string, name: string): string {
  const path = join(folder, name);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

function inputsTable(variables: readonly Variable[]): string {
  return table(
    ['Input', 'Type', 'If left out', 'What it is'],
    variables.map(({ name, type, fallback, description }) => [
      code(name),
      code(type),
      fallback === undefined ? '_must be given_' : code(fallback),
      description,
    ]),
  );
}

function outputsTable(outputs: readonly Output[]): string {
  return table(
    ['Output', 'What it is'],
    outputs.map(({ name, description }) => [code(name), description]),
  );
}
