import { describe, expect, test } from 'vitest';
import type { Organisation } from './organisation.ts';
import { type Row, rows, type Verdict } from './rows.ts';
import { sources } from './sources.ts';

/** A row, put to the policies of one source. */
type Line = {
  readonly row: Row;
  readonly expected: Verdict;
  readonly organisation: Organisation | undefined;
  /** Why it cannot be judged here, if so. */
  readonly missing: string | undefined;
};

const read = sources.map((source) => ({
  ...source,
  organisation: source.missing === undefined ? source.read() : undefined,
}));

describe('SEC-24 state changes only through the TVM', () => {
  test.for(linesOf('SEC-24'))('SEC-24 %s', judged);
});

describe('SEC-25 only the TVM assumes protected roles', () => {
  test.for(linesOf('SEC-25'))('SEC-25 %s', judged);
});

describe('SEC-29 only the API hands the handlers an event', () => {
  test.for(linesOf('SEC-29'))('SEC-29 %s', judged);
});

describe('SEC-30 an author of a document reaches only roles that are pinned to its profile', () => {
  test.for(linesOf('SEC-30'))('SEC-30 %s', judged);
});

/** The rows of an invariant, once for each source, without guardrails and with them where it has any. */
function linesOf(sec: Row['sec']): (readonly [title: string, Line])[] {
  return read.flatMap(({ name, missing, organisation }) => {
    // The code declares neither guardrails nor policies of functions.
    const isBare = sec !== 'SEC-29' || organisation?.functions !== undefined;
    const isGuarded = organisation?.guardrails !== undefined;
    const bare = organisation && { ...organisation, guardrails: undefined };
    return rows
      .filter((row) => row.sec === sec)
      .flatMap((row) => {
        const title = `${row.who} ${row.what}, by what ${name}`;
        const unguarded = { row, expected: row.bare, organisation: bare, missing };
        const guarded = { row, expected: row.guarded, organisation, missing };
        return [
          ...(isBare ? [[title, unguarded] as const] : []),
          ...(isGuarded ? [[`${title}, with guardrails`, guarded] as const] : []),
        ];
      });
  });
}

async function judged(
  [title, { row, expected, organisation, missing }]: readonly [string, Line],
  { skip }: { readonly skip: (note?: string) => never },
): Promise<void> {
  if (organisation === undefined) return skip(missing);
  // The simulator is loaded only where it is installed.
  const { judgeRow } = await import('./judge-row.ts');

  const verdict = await judgeRow(row, organisation);

  expect(verdict, `SECURITY VIOLATION: ${row.sec} ${title}`).toBe(expected);
}
