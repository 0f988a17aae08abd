import { describe, expect, test } from 'vitest';
import { call, type Doing } from './asks.ts';
import type { Organisation } from './organisation.ts';
import { region } from './organisation.ts';
import { type PrincipalName, principals } from './principals.ts';
import { type Row, rows, titleOf, type Verdict } from './rows.ts';
import { secondOpinion } from './second-opinion.ts';
import { type Source, sources } from './sources.ts';

const route = `arn:aws:apigateway:${region}::/apis/a1b2c3d4e5/routes/abc123`;

/** The simulator's data of API Gateway knows REST APIs only. */
const unsimulated: [string, PrincipalName, Doing, Verdict, Verdict][] = [
  [
    'a power user of the hub changes the routes of the API',
    'a power user of the hub',
    call('apigateway:PATCH', route),
    'allowed',
    'denied',
  ],
  [
    'a deployer changes the routes of the API',
    'a deployer',
    call('apigateway:PATCH', route),
    'allowed',
    'allowed',
  ],
  [
    'a client changes the routes of the API',
    'a client',
    call('apigateway:PATCH', route),
    'denied',
    'denied',
  ],
];

describe.each(sources)('what the dev stack judges by what $name', ({ missing, read }: Source) => {
  const organisation = missing === undefined ? read() : undefined;
  const columns = (['bare', 'guarded'] as const).filter(
    (column) => column === 'bare' || organisation?.guardrails !== undefined,
  );

  describe.skipIf(organisation === undefined)(missing ?? 'row by row', () => {
    test.each(columns)('SEC-25 is what the table says, %s', (column) => {
      const judged = rows
        .map((row) => ({ row, verdict: opinionOf(row, column) }))
        .filter(({ verdict }) => verdict !== undefined);

      const others = judged.filter(({ row, verdict }) => verdict !== row[column]);
      expect(
        others.map(({ row }) => titleOf(row)),
        'SECURITY VIOLATION: two evaluators do not agree on a row',
      ).toEqual([]);
      expect(judged.length).toBeGreaterThan(100);
    });

    test.each(columns)('SEC-29 is asked where the simulator has no data, %s', (column) => {
      for (const [title, who, does, bare, guarded] of unsimulated) {
        const verdict = opinionOf({ who, does }, column);

        expect(verdict, `SECURITY VIOLATION: ${title}`).toBe(column === 'bare' ? bare : guarded);
      }
    });
  });

  function opinionOf(row: Pick<Row, 'who' | 'does'>, column: 'bare' | 'guarded') {
    if (organisation === undefined) throw new Error('nothing was read');
    const judged: Organisation =
      column === 'bare' ? { ...organisation, guardrails: undefined } : organisation;
    const principal = principals[row.who];
    const carried = 'sourceIdentity' in principal ? principal.sourceIdentity : undefined;
    const verdicts = row
      .does(carried)
      .map((ask) => secondOpinion(ask, { organisation: judged, principal }));
    if (verdicts.includes(undefined)) return undefined;
    return verdicts.includes('denied') ? 'denied' : 'allowed';
  }
});
