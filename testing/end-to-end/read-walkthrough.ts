import { readFileSync } from 'node:fs';

/** What a person types, or reads on: `line` is absent where the output of their last command goes on. */
export type Step = {
  readonly person: string;
  readonly line?: string;
  /** Lines that are shown below it. */
  readonly shows: readonly string[];
};

const fence = /^```console(?: (?<person>\w+))?\n(?<text>[\s\S]*?)^```$/gm;

const prompt = /^(?<person>[a-z]+)\$ (?<line>.+)$/;

/**
 * The fenced `console` blocks of a guide as steps, in order. `alice$ ` is the prompt of Alice's terminal; a block
 * that names her (three backticks, `console alice`) is what her last command prints next.
 */
export function readWalkthrough(file: URL): readonly Step[] {
  const steps: Step[] = [];
  for (const { groups } of readFileSync(file, 'utf8').matchAll(fence)) {
    const lines = (groups?.['text'] ?? '').trimEnd().split('\n');
    const goesOn = groups?.['person'];
    steps.push(...(goesOn === undefined ? typed(lines) : [{ person: goesOn, shows: lines }]));
  }
  return steps;
}

function typed(lines: readonly string[]): readonly Step[] {
  const steps: { person: string; line: string; shows: string[] }[] = [];
  for (const text of lines) {
    const { person, line } = prompt.exec(text)?.groups ?? {};
    if (person !== undefined && line !== undefined) steps.push({ person, line, shows: [] });
    else steps.at(-1)?.shows.push(text);
  }
  return steps;
}
