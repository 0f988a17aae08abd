import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { invariants } from '../testing/invariants.ts';
import { root, run } from './run.ts';

/** A test of an invariant: its own name, and how it ended where it was run. */
type Proof = { readonly name: string; readonly passed: boolean | undefined };

const files = '.security.test.ts';
const isListing = process.argv.includes('--list');
const proofs = isListing ? listed() : executed();
let isComplete = true;

for (const { id, holds, waitsFor } of invariants) {
  const own = proofs.filter((proof) => proof.name.startsWith(id));
  const failed = own.filter((proof) => proof.passed === false);
  const isMissing = own.length === 0 && waitsFor === undefined;
  if (failed.length > 0 || isMissing) isComplete = false;
  console.log(`${id}  ${verdictOf()}  ${holds}`);
  for (const { name } of failed) console.log(`        ${name}`);

  function verdictOf(): string {
    if (failed.length > 0) return `VIOLATED by ${failed.length} of ${own.length} tests`;
    if (isMissing) return 'HAS NO TEST';
    if (own.length === 0) return `waits for ${waitsFor}`;
    return isListing ? `${own.length} tests` : `holds in ${own.length} tests`;
  }
}
const strays = proofs.filter((proof) => !invariants.some(({ id }) => proof.name.startsWith(id)));
for (const { name } of strays) console.log(`no invariant's id at the beginning of: ${name}`);
process.exit(isComplete && strays.length === 0 ? 0 : 1);

function listed(): readonly Proof[] {
  const out = execFileSync('vitest', ['list', files, '--json'], { cwd: root, encoding: 'utf8' });
  const tests: readonly { readonly name: string }[] = JSON.parse(out.slice(out.indexOf('[')));
  return tests.map(({ name }) => ({ name: ownName(name), passed: undefined }));
}

function executed(): readonly Proof[] {
  const folder = mkdtempSync(join(tmpdir(), 'sentinel-security-'));
  try {
    const report = join(folder, 'report.json');
    run('vitest', ['run', files, '--reporter=json', `--outputFile=${report}`]);
    const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
    return testResults.flatMap(
      (file: {
        readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
      }) =>
        file.assertionResults.map(({ title, status }) => ({
          name: title,
          passed: status === 'passed',
        })),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The test's own name, without the suites around it. */
function ownName(path: string): string {
  return path.split(' > ').at(-1) ?? path;
}
