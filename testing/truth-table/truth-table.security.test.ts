import { describe, expect, test } from 'vitest';
import type { Organisation } from './organisation.ts';
import { type Row, rows, titleOf } from './rows.ts';
import { type Source, sources } from './sources.ts';

/** The simulator is loaded only where it is installed. */
const loadJudge = () => import('./judge-row.ts');

describe.each(sources)('by what $name', ({ missing, read }: Source) => {
  const organisation: Organisation | undefined = missing === undefined ? read() : undefined;

  describe.skipIf(missing !== undefined)(missing ?? 'row by row', () => {
    const bare = rows.filter(
      (row) => row.sec !== 'SEC-29' || organisation?.functions !== undefined,
    );

    test.each(titled(bare))('%s, without guardrails', async (title, row) => {
      if (organisation === undefined) throw new Error('nothing was read');
      const { judgeRow, withoutGuardrails } = await loadJudge();

      const verdict = await judgeRow(row, withoutGuardrails(organisation));

      expect(verdict, `SECURITY VIOLATION: ${title}`).toBe(row.bare);
    });

    const guarded = organisation?.guardrails === undefined ? [] : rows;

    test.each(titled(guarded))('%s, with guardrails', async (title, row) => {
      if (organisation === undefined) throw new Error('nothing was read');
      const { judgeRow } = await loadJudge();

      const verdict = await judgeRow(row, organisation);

      expect(verdict, `SECURITY VIOLATION: ${title}`).toBe(row.guarded);
    });
  });
});

function titled(some: readonly Row[]): [string, Row][] {
  return some.map((row) => [titleOf(row), row]);
}
