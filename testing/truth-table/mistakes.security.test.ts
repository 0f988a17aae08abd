import { describe, expect, test } from 'vitest';
import { fromTerraform } from '../../scripts/parity/from-terraform.ts';
import { missingTerraform, planTerraform } from '../../scripts/parity/plan-terraform.ts';
import { deployedOrganisation } from './built-organisation.ts';
import { mistaken, mistakes } from './mistakes.ts';
import type { Organisation } from './organisation.ts';
import { rows, titleOf } from './rows.ts';
import { missingSimulator } from './sources.ts';

const missing = missingSimulator ?? missingTerraform();

const deployed =
  missing === undefined ? deployedOrganisation(fromTerraform(planTerraform())) : undefined;
const named = mistakes.map((each) => [each.name, each] as const);

describe('SEC-25 the table tells of a mistake', () => {
  test.for(named)('SEC-25 which is %s', async ([, mistake], { skip }) => {
    if (deployed === undefined) return skip(missing);
    const organisation = mistaken(deployed, mistake);

    const broken = await brokenBy(organisation, mistake.breaks);

    expect(broken, 'SECURITY VIOLATION: the table passes a mistake').toEqual(mistake.breaks);
  });
});

/** Of these titles those whose row does not hold, without guardrails or with them. */
async function brokenBy(
  organisation: Organisation,
  titles: readonly string[],
): Promise<readonly string[]> {
  const { judgeRow, withoutGuardrails } = await import('./judge-row.ts');
  const bare = withoutGuardrails(organisation);
  const broken: string[] = [];
  for (const title of titles) {
    const row = rows.find((each) => titleOf(each) === title);
    if (row === undefined) throw new Error(`there is no row: ${title}`);
    const holds =
      (await judgeRow(row, bare)) === row.bare &&
      (await judgeRow(row, organisation)) === row.guarded;
    if (!holds) broken.push(title);
  }
  return broken;
}
