/** A small change that breaks one invariant, and where that must show. */
export type Patch = {
  /** Its file's name. */
  readonly name: string;
  /** `SEC-nn`, as its name begins. */
  readonly id: string;
  /** What somebody gains by it, in one sentence. */
  readonly gain: string;
  /** The one test file that must go red, from the root. */
  readonly test: string;
  /** The source files that it changes, from the root. */
  readonly changes: readonly string[];
};

/** Reads a patch with its header; throws a sentence that says what is missing. */
export function readPatch(name: string, text: string): Patch {
  const id = /^SEC-\d\d(?=-[a-z0-9-]+\.patch$)/.exec(name)?.[0];
  if (id === undefined) throw new Error(`\`${name}\` is not named \`SEC-nn-what-it-breaks.patch\``);
  const [header = ''] = text.split(/^diff --git /m);
  if (!header.startsWith(`Invariant: ${id} `)) {
    throw new Error(`\`${name}\` does not begin with \`Invariant: ${id} ...\``);
  }
  const gain = member('Gain');
  const test = member('Test');
  if (!test.endsWith('.security.test.ts')) {
    throw new Error(`\`${name}\` names \`${test}\`, which is not a security test`);
  }
  const changes = [...text.matchAll(/^--- a\/(.+)$/gm)].flatMap(([, path]) => path ?? []);
  if (changes.length === 0) throw new Error(`\`${name}\` changes nothing`);
  const isOfTests = changes.some((path) => path.includes('.test.ts') || path.includes('/testing/'));
  if (isOfTests) throw new Error(`\`${name}\` changes tests, and not what they test`);
  return { name, id, gain, test, changes };

  function member(key: string): string {
    const value = new RegExp(`^${key}: (.+)$`, 'm').exec(header)?.[1];
    if (value === undefined) throw new Error(`\`${name}\` has no line \`${key}: ...\``);
    return value.trim();
  }
}
