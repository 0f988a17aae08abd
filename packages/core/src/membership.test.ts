import { describe, expect, test } from 'vitest';
import { aWorld } from '../testing/a-world.ts';
import type { SubjectId } from './identity/subject.ts';
import { administers, groupsOf, stranger } from './membership.ts';
import { isRefusal } from './reasons.ts';

const bob = {
  subject: 'iam/bob' as SubjectId,
  carriedGroups: [],
  groupsOfRoles: new Set(['engineering']),
};

async function directoryOf({ world }: ReturnType<typeof aWorld>) {
  const loaded = await world.library.directory();
  if (loaded.state !== 'loaded') throw new Error('the directory of the test does not load');
  return loaded.document;
}

describe('administering', () => {
  test.each([
    [undefined, false],
    [{ users: ['iam/bob'] }, true],
    [{ users: ['iam/eve'] }, false],
    [{ groups: ['engineering'] }, true],
    [{ users: ['iam/bob'], groups: ['ghosts'] }, false],
    [{ groups: ['ghosts'] }, false],
  ])('by %j: %s; a group that does not load denies', async (set, isAllowed) => {
    const { world } = aWorld();

    const result = await administers(set, bob, world);

    expect(result).toBe(isAllowed);
  });

  test('by a broken group: denied', async () => {
    const { outside, world } = aWorld();
    outside.policies.put({ kind: 'group', name: 'security' }, 'members: yes');

    const result = await administers({ groups: ['security'] }, bob, world);

    expect(result).toBe(false);
  });
});

describe('somebody who does not call', () => {
  test.each([
    ['alice@example.com', ['engineering']],
    ['role/ci-deploy', ['engineering']],
    ['role/other', []],
    ['iam/eve', []],
  ])('%s is taken to be in %j', async (subject, groups) => {
    const built = aWorld();

    const membership = await groupsOf(
      ['engineering'],
      stranger(subject, await directoryOf(built)),
      built.world,
    );

    expect(isRefusal(membership) ? 'refused' : [...membership.groups]).toEqual(groups);
  });
});
