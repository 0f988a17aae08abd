import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../run.ts';
import { tryAgain, type Verdict } from './again.ts';
import { type Mutant, nameOf } from './mutant.ts';

const file = 'packages/core/src/session/is-holder.ts';
const textOf = (path: string) => readFileSync(join(root, path), 'utf8');
const source = textOf(file);

/** A mutant by what it replaces, which is on one line and stands there once. */
function mutant(replaced: string, replacement: string): Mutant {
  const before = source.split(replaced)[0]?.split('\n') ?? [];
  const line = before.length;
  const column = (before.at(-1) ?? '').length + 1;
  expect(source.split(replaced)).toHaveLength(2);
  const end = { line, column: column + replaced.length };
  return { file, source, start: { line, column }, end, replacement, status: 'Survived' };
}

async function verdictsOn(mutants: readonly Mutant[]): Promise<Readonly<Record<string, Verdict>>> {
  const told: Record<string, Verdict> = {};
  await tryAgain(mutants, 'session', {
    lanes: 2,
    tell: (one, verdict) => {
      told[nameOf(one)] = verdict;
    },
  });
  return told;
}

test('tries each in a copy: what changes nothing survives, also what is made once and kept is noticed', async () => {
  const atEachCall = mutant('signer.accountId !== account', 'false');
  const madeOnce = mutant('/^-[0-9a-f]{16}$/', '/^-[0-9a-f]{15}$/');
  const theSame = mutant('rest.length === 0', 'rest.length < 1');
  const noCode = mutant('return isName &&', 'return ) isName &&');
  const config = textOf('vitest.config.ts');

  const verdicts = await verdictsOn([atEachCall, madeOnce, theSame, noCode]);

  expect(verdicts).toEqual({
    [nameOf(atEachCall)]: 'Killed',
    [nameOf(madeOnce)]: 'Killed',
    [nameOf(theSame)]: 'Survived',
    [nameOf(noCode)]: 'Invalid',
  });
  // The copy is made of hard links.
  expect(textOf(file)).toBe(source);
  expect(textOf('vitest.config.ts')).toBe(config);
});
