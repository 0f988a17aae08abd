import { describe, expect, test } from 'vitest';
import { call, type Doing } from './asks.ts';
import type { Organisation } from './organisation.ts';
import { region } from './organisation.ts';
import { type PrincipalName, principals } from './principals.ts';
import { type Row, rows, titleOf, type Verdict } from './rows.ts';
import { secondOpinion } from './second-opinion.ts';
import { sources } from './sources.ts';

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

type Column = 'bare' | 'guarded';

/** Each source, without guardrails and with them where it has any. */
const cases = sources.flatMap(({ name, missing, read }) => {
  const organisation = missing === undefined ? read() : undefined;
  const bare = organisation && { ...organisation, guardrails: undefined };
  return [
    [`what ${name}`, 'bare', bare, missing] as const,
    ...(organisation?.guardrails === undefined
      ? []
      : [[`what ${name}, with guardrails`, 'guarded', organisation, missing] as const]),
  ];
});

describe('SEC-25 the evaluator of the dev stack', () => {
  test.for(cases)(
    'SEC-25 judges as the table says, by %s',
    ([, column, organisation, missing], { skip }) => {
      if (organisation === undefined) return skip(missing);

      const judged = rows
        .map((row) => ({ row, verdict: opinionOf(row, organisation) }))
        .filter(({ verdict }) => verdict !== undefined);

      const others = judged.filter(({ row, verdict }) => verdict !== row[column]);
      expect(
        others.map(({ row }) => titleOf(row)),
        'SECURITY VIOLATION: two evaluators do not agree on a row',
      ).toEqual([]);
      expect(judged.length).toBeGreaterThan(100);
    },
  );

  test.for(cases)(
    'SEC-29 judges where the simulator has no data, by %s',
    ([, column, organisation, missing], { skip }) => {
      if (organisation === undefined) return skip(missing);

      for (const [title, who, does, bare, guarded] of unsimulated) {
        const verdict = opinionOf({ who, does }, organisation);

        expect(verdict, `SECURITY VIOLATION: ${title}`).toBe(expectedOf(column, bare, guarded));
      }
    },
  );
});

function expectedOf(column: Column, bare: Verdict, guarded: Verdict): Verdict {
  return column === 'bare' ? bare : guarded;
}

/** `undefined`: it cannot judge one of the calls. */
function opinionOf(
  { who, does }: Pick<Row, 'who' | 'does'>,
  organisation: Organisation,
): Verdict | undefined {
  const principal = principals[who];
  const carried = 'sourceIdentity' in principal ? principal.sourceIdentity : undefined;
  const verdicts = does(carried).map((ask) => secondOpinion(ask, { organisation, principal }));
  if (verdicts.includes(undefined)) return undefined;
  return verdicts.includes('denied') ? 'denied' : 'allowed';
}
