import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRange, type Range } from './firing-range.ts';
import { repel, vendShot } from './repel.ts';

const document = (rules: string, sections = '') => `version: "1"
profile: { role_arn: "arn:aws:iam::444455556666:role/SentinelProtected-Facts" }
rules: [${rules}]
${sections}`;

const who = '{ justification: { required: true } }';
const anybody = '{ name: z, effect: allow, conditions: { any: true } }';
const approvers = 'approvers: { users: [carol@example.com] }';

/** By which whoever says nothing has more than whoever says why, if anybody read them. */
const traps = {
  'denies-who-say-why': document(`{ name: a, effect: deny, conditions: ${who} }, ${anybody}`),
  'allows-who-are-silent': document(`{ name: a, effect: allow, conditions: { not: ${who} } }`),
  'asks-approval-of-who-say-why': document(
    `{ name: a, effect: require_approval, conditions: ${who} }, ${anybody}`,
    `approval: { ${approvers} }\n`,
  ),
  'approves-who-are-silent': document(
    '{ name: a, effect: require_approval, conditions: { any: true } }',
    `approval: { ${approvers}, auto_approve: { conditions: { not: ${who} } } }\n`,
  ),
} as const;

const sound = document(anybody);
const baseline = `version: "1"\nrules: [{ name: a, effect: deny, conditions: ${who} }]\n`;

/** What is said beside the profile. */
const asked: readonly object[] = [{}, { justification: 'there is an incident to look at' }];

let range: Range;

beforeAll(async () => {
  range = await openRange({
    settings: { SENTINEL_POLICY_CACHE_SECONDS: '0' },
    roles: { Facts: [...Object.keys(traps), 'sound'] },
    documents: Object.fromEntries(
      Object.entries({ ...traps, sound }).map(([name, text]) => [
        `/sentinel/policies/${name}`,
        text,
      ]),
    ),
  });
});
afterAll(() => range.close());

describe('SEC-06 a document that would give more to whoever says less gives nobody anything', () => {
  test.each(Object.keys(traps))('SEC-06 one that %s', async (profile) => {
    for (const more of asked) {
      await repel(range, {
        wants: `in by a document that ${profile}, saying ${JSON.stringify(more)}`,
        by: range.keysOf('mallory'),
        shot: vendShot(profile, more),
        refused: {
          code: 'POLICY_DENY',
          truth: { outcome: 'error', code: 'POLICY_ERROR', profile, rule: null },
        },
      });
    }
  });

  test('SEC-06 a baseline that denies who say why', async () => {
    const mallory = range.keysOf('mallory');
    expect((await range.fire(mallory, vendShot('sound'))).status).toBe(200);
    range.stack.ssm.put('/sentinel/baseline', baseline);

    for (const more of asked) {
      await repel(range, {
        wants: `in past such a baseline, saying ${JSON.stringify(more)}`,
        by: mallory,
        shot: vendShot('sound', more),
        refused: { code: 'POLICY_ERROR', truth: { outcome: 'error', rule: null } },
      });
    }
    range.stack.ssm.remove('/sentinel/baseline');
  });
});
