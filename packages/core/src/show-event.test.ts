import { expect, test } from 'vitest';
import { actsIn, aGlassWorld, carol, opened, putGlass } from '../testing/a-break-glass.ts';
import { alice, codeOf, documents, ownAccount, roleSession } from '../testing/a-world.ts';
import type { MemoryWorld } from './memory/world.ts';
import { isRefusal } from './reasons.ts';
import type { GlassVerb } from './show-event.ts';

const minute = 60_000;

/** Alice, as an IAM user that the directory knows to be hers. */
const aliceToo = {
  accountId: ownAccount,
  userArn: `arn:aws:iam::${ownAccount}:user/alice`,
  userId: 'AIDAEXAMPLEALICE00001',
  accessKey: 'AKIAEXAMPLEALICE',
};
const robot = roleSession('ci-deploy', 'run-1');

const knowing = (people: string) =>
  documents.directory.replace('{ alice@example.com: [iam/alice] }', people);
const one = knowing('{ alice@example.com: [iam/alice, role/ci-deploy] }');
const renamed = knowing('{ dan@example.com: [alice@example.com, iam/alice] }');
const apart = knowing('{ dan@example.com: [iam/dan] }');
const ofEngineers = (members: string) => (outside: MemoryWorld) =>
  outside.policies.put(
    { kind: 'group', name: 'engineering' },
    `version: "1"\nmembers: [${members}]\n`,
  );
const know = (directory: string) => (outside: MemoryWorld) =>
  outside.policies.put({ kind: 'directory' }, directory);
const write = (glass: string, rules?: string) => (outside: MemoryWorld) =>
  putGlass(outside, 'production', glass, rules);

type Happening = (outside: MemoryWorld) => unknown;

/** Alice's open event of ten minutes ago, which lasts an hour and may last four; then so much happens. */
async function start(before: string, happen: readonly Happening[]) {
  const { outside, world } = aGlassWorld();
  outside.policies.put({ kind: 'directory' }, before);
  ofEngineers('iam/bob, iam/alice, role/ci-deploy')(outside);
  putGlass(outside, 'production', '  max_duration: 4h');
  const acts = actsIn(world);
  const { id } = opened(await acts.open());
  for (const each of happen) await each(outside);
  outside.clock.advance(10 * minute);
  return { ...acts, id };
}

const all = ['extend', 'close', 'review'] as const satisfies readonly GlassVerb[];
const asking = {
  extend: { verb: 'extend', duration: 7200 },
  close: { verb: 'close' },
  review: { verb: 'review', verdict: 'justified' },
} as const;

const cases: readonly [
  string,
  typeof alice,
  { readonly before?: string; readonly since?: readonly Happening[] },
  readonly GlassVerb[],
][] = [
  ['alice', alice, {}, ['extend', 'close']],
  ['another subject of hers, then and now', aliceToo, {}, ['extend', 'close']],
  ['one that the directory has parted from her', aliceToo, { since: [know(apart)] }, ['close']],
  [
    'one that the directory has made hers since',
    aliceToo,
    { before: apart, since: [know(one)] },
    ['extend', 'close'],
  ],
  [
    'one that is hers by another name of both since',
    aliceToo,
    { since: [know(renamed)] },
    ['close'],
  ],
  [
    'another subject of hers, which policy does not let in',
    aliceToo,
    { since: [ofEngineers('iam/bob')] },
    ['close'],
  ],
  ['a role that the directory calls hers', robot, {}, []],
  ['carol, her reviewer', carol, {}, ['close']],
  [
    'alice, when it may last no longer today',
    alice,
    { since: [write('  max_duration: 1h')] },
    ['close'],
  ],
  [
    'alice, under a final deny since',
    alice,
    {
      since: [
        write(
          '  max_duration: 4h',
          '  - { name: freeze, effect: deny, conditions: { any: true } }\n',
        ),
      ],
    },
    ['close'],
  ],
  [
    'alice, where the document is gone',
    alice,
    { since: [(outside) => outside.policies.remove({ kind: 'profile', name: 'production' })] },
    ['close'],
  ],
  [
    'alice, when it is over',
    alice,
    { since: [(outside) => outside.clock.advance(60 * minute)] },
    [],
  ],
  [
    'carol, when it is over',
    carol,
    { since: [(outside) => outside.clock.advance(60 * minute)] },
    ['review'],
  ],
];

test.each(cases)('what it says that may be done to it is what is done: by %s', async (...each) => {
  const [, signer, { before = one, since = [] }, expected] = each;
  const { show, id } = await start(before, since);

  const shown = await show(id, signer);
  const tries = all.map(async (verb) => {
    const { change, id: own } = await start(before, since);
    return codeOf(await change({ ...asking[verb], id: own }, signer)) === 'OK' ? [verb] : [];
  });

  expect(isRefusal(shown) ? shown : shown.may).toEqual(expected);
  expect((await Promise.all(tries)).flat()).toEqual(expected);
});
