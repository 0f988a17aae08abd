import type { Organisation } from './organisation.ts';
import { principals } from './principals.ts';
import type { Row, Verdict } from './rows.ts';
import { simulate } from './simulate.ts';

/** What the simulator says of a row: everything that is done has to be allowed. */
export async function judgeRow(row: Row, organisation: Organisation): Promise<Verdict> {
  const principal = principals[row.who];
  const carried = 'sourceIdentity' in principal ? principal.sourceIdentity : undefined;
  for (const ask of row.does(carried)) {
    if ((await simulate(ask, { organisation, principal })) === 'denied') return 'denied';
  }
  return 'allowed';
}

/** The organisation before anybody attached guardrails. */
export function withoutGuardrails(organisation: Organisation): Organisation {
  return { ...organisation, guardrails: undefined };
}
