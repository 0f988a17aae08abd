import type { Outcome } from './run-tests.ts';

/** What a broken copy's tests say: the one that caught it, or why none did. */
export type Verdict = { readonly caughtBy: string } | { readonly problem: string };

/** Whether a test of this invariant, and not just any, failed and called it a violation. */
export function verdictOn(id: string, outcomes: readonly Outcome[] | undefined): Verdict {
  if (outcomes === undefined || outcomes.length === 0) {
    return { problem: 'the test file has no tests, or did not load' };
  }
  const failed = outcomes.filter(({ status }) => status === 'failed');
  if (failed.length === 0) return { problem: 'the test file stays green: the suite has a hole' };
  const own = failed.filter(({ path }) => idOf(path) === id);
  if (own.length === 0) return { problem: `what went red is no test of ${id}: ${nameOf(failed)}` };
  const caught = own.filter(({ failures }) =>
    failures.some((failure) => failure.includes('SECURITY VIOLATION:')),
  );
  return caught.length > 0
    ? { caughtBy: nameOf(caught) }
    : { problem: `it failed without \`SECURITY VIOLATION:\`: ${nameOf(own)}` };
}

/** The id that a test, or else a suite around it, begins with. */
function idOf(path: Outcome['path']): string | undefined {
  return path.flatMap((name) => /^SEC-\d\d(?= )/.exec(name)?.[0] ?? []).at(-1);
}

function nameOf([first]: readonly Outcome[]): string {
  return first?.path.at(-1) ?? '';
}
