import { describe, expect, test } from 'vitest';
import { putRules } from '../testing/a-vend.ts';
import { alice, aWorld, calling, codeOf, documents, roleSession } from '../testing/a-world.ts';
import type { MemoryWorld } from './memory/world.ts';
import { isRefusal } from './reasons.ts';
import { whoami } from './whoami.ts';
import type { World } from './world.ts';

async function groupsIn(world: World, signer = alice) {
  const result = await calling(signer, world, (call) => whoami(call, world));
  return isRefusal(result) ? result.code : [...result.groups].sort();
}

const members = (who: string) => `version: "1"\nmembers: [${who}]\n`;
const ofGroup = (name: string) =>
  `  - { name: a, effect: allow, conditions: { groups: [${name}] } }`;

describe('the groups of the caller', () => {
  test.each<[string, (outside: MemoryWorld) => void, readonly string[]]>([
    ['that the role carries', () => undefined, ['engineering']],
    [
      'that a profile names',
      (outside) => {
        putRules(outside, 'production', ofGroup('sre'));
        outside.policies.put({ kind: 'group', name: 'sre' }, members('alice@example.com'));
      },
      ['engineering', 'sre'],
    ],
    [
      'that the baseline names',
      ({ policies }) => {
        const rule = '{ name: a, effect: deny, conditions: { groups: [leavers] } }';
        policies.put({ kind: 'baseline' }, `version: "1"\nrules: [${rule}]\n`);
        policies.put({ kind: 'group', name: 'leavers' }, members('alice@example.com'));
      },
      ['engineering', 'leavers'],
    ],
    [
      'that the directory names',
      ({ policies }) => {
        const directory = documents.directory.replace(
          'audit: { users',
          'audit: { groups: [auditors], users',
        );
        policies.put({ kind: 'directory' }, directory);
        policies.put({ kind: 'group', name: 'auditors' }, members('alice@example.com'));
      },
      ['auditors', 'engineering'],
    ],
    [
      'but none that does not load',
      (outside) => {
        putRules(outside, 'production', ofGroup('ghosts'));
        putRules(outside, 'staging', ofGroup('broken'));
        outside.policies.put({ kind: 'group', name: 'broken' }, 'members: yes');
      },
      ['engineering'],
    ],
    [
      'and none that a broken profile names',
      (outside) => {
        putRules(outside, 'production', ofGroup('sre').replace('allow', 'alow'));
        outside.policies.put({ kind: 'group', name: 'sre' }, members('alice@example.com'));
      },
      ['engineering'],
    ],
  ])('are those %s', async (_which, prepare, groups) => {
    const { outside, world } = aWorld();
    prepare(outside);

    expect(await groupsIn(world)).toEqual(groups);
  });

  test('are told to nobody whom the directory does not know', async () => {
    const { world } = aWorld();
    const signer = roleSession('AWSReservedSSO_Others_fedcba9876543210', 'alice@example.com');

    const result = await calling(signer, world, (call) => whoami(call, world));

    expect(codeOf(result)).toBe('INVALID_IDENTITY');
  });
});
