import { describe, expect, test } from 'vitest';
import { actsIn, aGlassWorld, opened, putGlass } from '../testing/a-break-glass.ts';
import { withFailingRule } from '../testing/a-failing-rule.ts';
import { putRules } from '../testing/a-vend.ts';
import { codeOf, profileNamed, roleSession } from '../testing/a-world.ts';
import type { SubjectId } from './identity/subject.ts';
import type { MemoryWorld } from './memory/world.ts';

const hour = 3_600_000;
const isAlice = 'alice@example.com' as SubjectId;

const placesIn = (outside: MemoryWorld, profile: string) =>
  outside.breakGlass.places(profile).length;

describe('an opening is refused', () => {
  type Case = readonly [
    why: string,
    prepare: (outside: MemoryWorld) => unknown,
    input: Parameters<ReturnType<typeof aGlassWorld>['open']>[0],
    expected: object,
  ];
  const freeze = (more: string) =>
    `  - { name: freeze, effect: deny, conditions: { any: true }, reason: Freeze${more} }\n`;
  test.each<Case>([
    [
      'for a profile that does not exist',
      () => undefined,
      { profiles: ['production', 'nowhere'] },
      { code: 'POLICY_DENY', message: 'there is no such profile here' },
    ],
    [
      'for one that the caller cannot see, whatever else stands against it',
      (outside) => {
        putGlass(outside, 'production', '', freeze(''));
        putRules(
          outside,
          'secret',
          '  - { name: a, effect: allow, conditions: { users: [iam/x] } }',
        );
      },
      { profiles: ['production', 'secret'] },
      { code: 'POLICY_DENY', message: 'there is no such profile here' },
    ],
    [
      'for a broken document, as if there were none',
      (outside) => putRules(outside, 'broken', '  - { name: a, effect: nonsense }'),
      { profiles: ['broken'] },
      {
        code: 'POLICY_DENY',
        message: 'there is no such profile here',
        recordedCode: 'POLICY_ERROR',
      },
    ],
    [
      'where others may, but not the caller',
      (outside) =>
        putRules(
          outside,
          'production',
          '  - { name: a, effect: require_approval, conditions: { any: true } }',
          'approval: { approvers: { users: [carol@example.com] } }\nbreak_glass: { eligible: { users: [bob@example.com] }, reason_codes: [incident] }',
        ),
      {},
      { code: 'FORBIDDEN', help: 'sentinel explain production' },
    ],
    ['where nobody may', () => undefined, { profiles: ['dev'] }, { code: 'FORBIDDEN' }],
    [
      'where policy allows it now',
      (outside) =>
        putGlass(
          outside,
          'production',
          '',
          '  - { name: a, effect: allow, conditions: { any: true } }\n',
        ),
      {},
      { code: 'CONFLICT', help: 'sentinel exec production' },
    ],
    [
      'where a deny stands that break-glass does not pass',
      (outside) => putGlass(outside, 'production', '', freeze('')),
      {},
      { code: 'POLICY_DENY', message: 'policy denies `production` now: Freeze' },
    ],
    [
      'by a code of another profile',
      () => undefined,
      { reason_code: 'recovery' },
      {
        code: 'INVALID_REQUEST',
        message: 'the reason codes of `production` are `incident`, `security`',
      },
    ],
    [
      'for one profile twice',
      () => undefined,
      { profiles: ['production', 'production'] },
      { code: 'INVALID_REQUEST' },
    ],
    [
      'to a subject that is blocked for it',
      (outside) =>
        outside.subjects.block(isAlice, 'r1', {
          profile: 'production',
          untilMs: outside.clock.nowMs() + 1,
        }),
      { profiles: ['staging', 'production'] },
      { code: 'SUBJECT_BLOCKED' },
    ],
    [
      'for a profile that is blocked',
      (outside) =>
        outside.subjects.blockProfile(profileNamed('production'), 'r1', outside.clock.nowMs() + 1),
      {},
      { code: 'SUBJECT_BLOCKED' },
    ],
  ])('%s', async (_why, prepare, input, expected) => {
    const { outside, open } = aGlassWorld();
    await prepare(outside);

    const result = await open(input);

    expect(result).toMatchObject(expected);
    expect(outside.breakGlass.guards()).toEqual([]);
    expect(placesIn(outside, 'production')).toBe(0);
  });

  test('to a role, whatever a document says', async () => {
    const { outside, open } = aGlassWorld();

    const result = await open({}, roleSession('ci-deploy', 'run-1'));

    expect(codeOf(result)).toBe('FORBIDDEN');
    expect(outside.breakGlass.guards()).toEqual([]);
  });

  test('a deny that break-glass passes does not refuse it', async () => {
    const { outside, open } = aGlassWorld();
    putGlass(outside, 'production', '', freeze(', break_glass: true'));

    expect(codeOf(await open())).toBe('OK');
  });

  test('while one is open, while it cools down, and says when it may succeed', async () => {
    const { outside, open, change } = aGlassWorld();
    putGlass(outside, 'production', '  cooldown: 2h\n  review: { required: false }');
    const { id } = opened(await open());
    expect(await open()).toMatchObject({
      code: 'CONFLICT',
      help: `sentinel breakglass show ${id}`,
    });

    outside.clock.advance(60_000);
    await change({ verb: 'close', id });

    expect(await open()).toMatchObject({ code: 'COOLDOWN', retryAfterSeconds: 7200 });
    outside.clock.advance(2 * hour);
    expect(codeOf(await open())).toBe('OK');
  });
});

test.each([
  ['is judged', ''],
  [
    'will be judged once the glass is broken',
    '  - { name: freeze, effect: deny, break_glass: true, conditions: { any: true } }\n',
  ],
])('an opening is refused where a rule fails when it %s', async (_when, rules) => {
  const { outside, world } = aGlassWorld();
  putGlass(outside, 'production', '', rules);
  const { open } = actsIn(withFailingRule(world));

  const result = await open();

  expect(codeOf(result)).toBe('POLICY_ERROR');
  expect(outside.breakGlass.guards()).toEqual([]);
});
