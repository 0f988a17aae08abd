import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { invariants } from '../testing/invariants.ts';
import { root } from './run.ts';
import { applyPatch, filesToCopy, makeCopy } from './sabotage/copy.ts';
import { readPatches } from './sabotage/read-patches.ts';
import { runTests } from './sabotage/run-tests.ts';
import { verdictOn } from './sabotage/verdict.ts';

const startedAtMs = Date.now();
/** Words that a patch's name must hold; all patches, if none is given. */
const wanted = process.argv.slice(2);
const patches = readPatches().filter(
  ({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)),
);
const problems: string[] = [];
if (patches.length === 0) {
  console.error(`no patch's name holds ${wanted.map((word) => `\`${word}\``).join(' or ')}`);
  process.exit(2);
}

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'sentinel-sabotage-')));
try {
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  sabotage();
} finally {
  rmSync(folder, { recursive: true });
}
if (wanted.length === 0) {
  for (const { id, waitsFor } of invariants) {
    const isProven = patches.some((patch) => patch.id === id);
    if (waitsFor === undefined && !isProven) problems.push(`${id}: no patch breaks it`);
  }
}
for (const problem of problems) console.error(problem);
const seconds = Math.round((Date.now() - startedAtMs) / 1000);
console.log(`${patches.length} patches, ${problems.length} problems, ${seconds} s`);
process.exit(problems.length === 0 ? 0 : 1);

/** Runs the named tests in one whole copy and in a broken one for each patch. */
function sabotage(): void {
  const files = filesToCopy();
  const whole = 'whole';
  makeCopy(join(folder, whole), files);
  const broken = patches.flatMap((patch, nth) => {
    const copy = `broken-${nth}`;
    mkdirSync(join(folder, copy));
    makeCopy(join(folder, copy), files);
    const refusal = applyPatch(join(folder, copy), patch);
    if (refusal === undefined) return [{ patch, copy }];
    problems.push(
      `${patch.name}: does not apply, because what it breaks was changed (${refusal}): make it anew as testing/sabotage/README.md says`,
    );
    return [];
  });
  const named = [...new Set(broken.map(({ patch }) => patch.test))];
  const outcomes = runTests(folder, [
    ...named.map((test) => ({ path: `${whole}/${test}`, ids: idsOf(test) })),
    ...broken.map(({ patch, copy }) => ({ path: `${copy}/${patch.test}`, ids: [patch.id] })),
  ]);

  for (const test of named) {
    const own = outcomes.get(`${whole}/${test}`) ?? [];
    const red = own.find(({ status }) => status === 'failed');
    if (own.length === 0) problems.push(`${test}: has no tests, or does not load`);
    if (red) problems.push(`${test}: is red without any patch: ${red.path.join(' > ')}`);
  }
  for (const { patch, copy } of broken) {
    const verdict = verdictOn(patch.id, outcomes.get(`${copy}/${patch.test}`));
    if ('problem' in verdict) problems.push(`${patch.name}: ${verdict.problem} (${patch.test})`);
    else console.log(`${patch.name}  caught by: ${verdict.caughtBy}`);
  }
}

/** The invariants that some patch looks for in a test file. */
function idsOf(test: string): readonly string[] {
  return [...new Set(patches.filter((patch) => patch.test === test).map(({ id }) => id))];
}
