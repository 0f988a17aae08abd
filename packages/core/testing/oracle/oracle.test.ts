/**
 * A hundred thousand decisions, always the same ones. For millions of others:
 * `ORACLE_RUNS=5000000 ORACLE_SEED=7 npx vitest run packages/core/testing/oracle`
 */
import { expect, test } from 'vitest';
import { type Compare, decisions, meeting, openings, terms, views } from './differential.ts';

const runs = Number(process.env['ORACLE_RUNS'] ?? 100_000);
const seed = Number(process.env['ORACLE_SEED'] ?? 20_260_812);
const agree = meeting();

test.each<[string, Compare, { readonly asked: number; readonly each: number }]>([
  ['decision, with and without break-glass', decisions, { asked: runs, each: 120 }],
  ['visibility and access', views, { asked: runs / 4, each: 120 }],
  ['duration and end of use', terms, { asked: runs / 10, each: 40 }],
  ['opening of what is shut', openings, { asked: runs / 250, each: 4 }],
])(
  'product and oracle agree on every %s',
  async (_, compare, { asked, each }) => {
    const documents = Math.ceil((2.4 * asked) / each);

    const done = await agree(compare, { documents, questions: each, seed });

    expect(done).toBeGreaterThanOrEqual(asked);
  },
  20_000 + runs,
);
