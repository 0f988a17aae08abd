import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from '../run.ts';

/** A test file, from the folder, and of which invariants its tests are run. */
export type TestFile = { readonly path: string; readonly ids: readonly string[] };

/** Longer than all of it takes on a busy machine: some mistakes make a test never end. */
const limitMs = 600_000;

/** How one test ended. */
export type Outcome = {
  /** The names of the suites around it and its own. */
  readonly path: readonly string[];
  readonly status: string;
  readonly failures: readonly string[];
};

/** Outcomes by file, from the folder; a file that failed to load has none. */
export type Outcomes = ReadonlyMap<string, readonly Outcome[]>;

/** One test file as the reporter below writes it, a line each. */
type Line = { readonly file: string; readonly outcomes: readonly Outcome[] };

/** Runs these test files of a folder in one process, whose workers go from one file to the next. */
export function runTests(folder: string, files: readonly TestFile[]): Outcomes {
  const report = join(folder, 'report.jsonl');
  const reporter = join(folder, 'reporter.mjs');
  const config = join(folder, 'vitest.config.mjs');
  const setup = join(folder, 'setup.mjs');
  writeFileSync(report, '');
  writeFileSync(reporter, reporterTo(report));
  writeFileSync(setup, setupOf(new Map(files.map(({ path, ids }) => [join(folder, path), ids]))));
  const test = {
    include: files.map(({ path }) => path),
    setupFiles: [setup],
    // Each copy has modules of its own: what they share are libraries, loaded once.
    pool: 'threads',
    isolate: false,
    maxWorkers: '100%',
    testTimeout: 60_000,
    // Node strips types itself, which is quicker than to bundle a hundred copies.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    reporters: [reporter],
  };
  const settings = { root: folder, cacheDir: join(folder, 'cache'), test };
  writeFileSync(config, `export default ${JSON.stringify(settings)};\n`);
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const ran = spawnSync(process.execPath, [vitest, 'run', '--root', folder, '--config', config], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1e9,
    timeout: limitMs,
    killSignal: 'SIGKILL',
  });
  const lines = readFileSync(report, 'utf8').split('\n').slice(0, -1);
  if (lines.length === 0) throw new Error(`no test was run: ${ran.stdout}${ran.stderr}`);
  return new Map(
    lines.map((line): [string, Line['outcomes']] => {
      const { file, outcomes }: Line = JSON.parse(line);
      return [relative(folder, file), outcomes];
    }),
  );
}

/** Writes each file down as it ends, so that one which never ends hides no other. */
function reporterTo(report: string): string {
  return `
import { appendFileSync } from 'node:fs';

export default class {
  onTestModuleEnd(module) {
    const outcomes = [...module.children.allTests()].map((test) => {
      const path = [test.name];
      for (let at = test.parent; at.type === 'suite'; at = at.parent) path.unshift(at.name);
      const { state, errors = [] } = test.result();
      return { path, status: state, failures: errors.map(({ message, cause }) => message + ' ' + (cause?.message ?? '')) };
    });
    appendFileSync(${JSON.stringify(report)}, JSON.stringify({ file: module.moduleId, outcomes }) + '\\n');
  }
}
`;
}

/** Skips what proves nothing here: tests of other invariants, and what comes after a violation that was seen. */
function setupOf(ids: ReadonlyMap<string, readonly string[]>): string {
  return `
import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeEach } from 'vitest';

// A mistake shows early; that it shows is enough.
fc.configureGlobal({ endOnFailure: true, interruptAfterTimeLimit: 2000 });

// Most files are the same in every copy: each text is stripped of its types once.
if (globalThis.stripped === undefined) {
  globalThis.stripped = new Map();
  registerHooks({
    load(url, context, next) {
      if (!/[.]ts([?]|$)/.test(url) || url.includes('/node_modules/')) return next(url, context);
      const text = readFileSync(fileURLToPath(url), 'utf8');
      const source = globalThis.stripped.get(text) ?? stripTypeScriptTypes(text);
      globalThis.stripped.set(text, source);
      return { format: 'module', source, shortCircuit: true };
    },
  });
}

const idsOf = new Map(${JSON.stringify([...ids])});
let isSeen = false;

beforeEach(({ task, skip, onTestFailed }) => {
  let named = task;
  while (named !== undefined && !/^SEC-[0-9]{2} /.test(named.name)) named = named.suite;
  const id = named?.name.slice(0, 6);
  if (isSeen || !idsOf.get(task.file.filepath)?.includes(id)) skip();
  onTestFailed(() => {
    const errors = task.result?.errors ?? [];
    // The failure of a property stands in its cause.
    const texts = errors.flatMap(({ message, cause }) => [message, String(cause?.message)]);
    isSeen ||= texts.some((text) => text.includes('SECURITY VIOLATION:'));
  });
});
`;
}
