import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { invariants } from '../testing/invariants.ts';
import { root, run } from './run.ts';
import { readPatches } from './sabotage/read-patches.ts';

/** A test of an invariant: the id that it, or else a suite around it, begins with, and how it ended where it was run. */
type Proof = {
  readonly id: string | undefined;
  readonly name: string;
  readonly passed: boolean | undefined;
};

const files = '.security.test.ts';
/** A test that was skipped proves nothing, and violates nothing. */
const verdicts = new Map([
  ['passed', true],
  ['failed', false],
]);
const isListing = process.argv.includes('--list');
const proofs = isListing ? listed() : executed();
const patches = readPatches();
let isComplete = true;

for (const { id, holds, waitsFor } of invariants) {
  const own = proofs.filter((proof) => proof.id === id);
  const failed = own.filter((proof) => proof.passed === false);
  const isMissing = own.length === 0 && waitsFor === undefined;
  const breaking = patches.filter((patch) => patch.id === id).length;
  const isUnproven = breaking === 0 && waitsFor === undefined;
  if (failed.length > 0 || isMissing || isUnproven) isComplete = false;
  console.log(`${id}  ${verdictOf()}  ${holds}`);
  for (const { name } of failed) console.log(`        ${name}`);

  function verdictOf(): string {
    if (failed.length > 0) return `VIOLATED by ${failed.length} of ${own.length} tests`;
    if (isMissing) return 'HAS NO TEST';
    if (own.length === 0) return `waits for ${waitsFor}`;
    const passed = own.filter((proof) => proof.passed).length;
    const tests = isListing ? `${own.length} tests` : `holds in ${passed} of ${own.length} tests`;
    return isUnproven ? `${tests}, NO PATCH BREAKS IT` : `${tests}, ${breaking} patches`;
  }
}
const strays = proofs.filter((proof) => !invariants.some(({ id }) => proof.id === id));
for (const { name } of strays) console.log(`no invariant's id begins the name of: ${name}`);
process.exit(isComplete && strays.length === 0 ? 0 : 1);

function listed(): readonly Proof[] {
  const out = execFileSync('vitest', ['list', files, '--json'], { cwd: root, encoding: 'utf8' });
  const tests: readonly { readonly name: string }[] = JSON.parse(out.slice(out.indexOf('[')));
  // A name that begins with a placeholder is known only when it is run.
  return tests
    .filter(({ name }) => !/(?:^| > )[%$]/.test(name))
    .map(({ name }) => proofOf(name.split(' > '), undefined));
}

function executed(): readonly Proof[] {
  const folder = mkdtempSync(join(tmpdir(), 'sentinel-security-'));
  try {
    const report = join(folder, 'report.json');
    run('vitest', ['run', files, '--reporter=json', `--outputFile=${report}`]);
    const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
    return testResults.flatMap(
      (file: {
        readonly assertionResults: readonly {
          readonly ancestorTitles: readonly string[];
          readonly title: string;
          readonly status: string;
        }[];
      }) =>
        file.assertionResults.map(({ ancestorTitles, title, status }) =>
          proofOf([...ancestorTitles, title], verdicts.get(status)),
        ),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function proofOf(path: readonly string[], passed: boolean | undefined): Proof {
  const named = path.map((name) => /^SEC-\d\d(?= )/.exec(name)?.[0]);
  return { id: named.findLast((id) => id !== undefined), name: path.join(' > '), passed };
}
