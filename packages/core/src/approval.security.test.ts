import { describe, expect, test } from 'vitest';
import { iamUser } from '../testing/a-revoke.ts';
import { alice, codeOf, person, roleSession } from '../testing/a-world.ts';
import {
  act,
  anApprovalWorld,
  asked,
  carol,
  dan,
  directoryOf,
  erin,
  granted,
  productionOf,
  putLater,
} from '../testing/an-approval.ts';
import type { SubjectId } from './identity/subject.ts';
import type { ProfileName } from './policy/names.ts';

const hour = 3_600_000;
const everyone = `{ approvers: { groups: [sre-leads], users: [
  alice@example.com, iam/alice, bob@example.com, iam/bob, carol@example.com, iam/carol, role/ci-release, role/ci-other ] } }`;
const two = everyone.replace(/ }$/, ', count: 2 }');

describe('SEC-08 nobody approves a request of their own', () => {
  const people = (entries: string) => directoryOf(`{ ${entries} }`);
  const apart = people('alice@example.com: [iam/alice]');
  test.each([
    ['as the same subject', apart, alice, alice, apart],
    ['as another subject of the same person', apart, alice, iamUser('alice'), apart],
    ['the other way round', apart, iamUser('alice'), alice, apart],
    [
      'as a third subject of the same person',
      people('ally: [iam/alice, bob@example.com]'),
      iamUser('alice'),
      person('bob@example.com'),
      people('ally: [iam/alice, bob@example.com]'),
    ],
    [
      'as a subject that became theirs since',
      apart,
      alice,
      iamUser('bob'),
      people('alice@example.com: [iam/alice, iam/bob]'),
    ],
    [
      'as a subject that was theirs then, under the name of the person',
      people('alice@example.com: [iam/alice]'),
      iamUser('alice'),
      alice,
      people('zoe@example.com: [iam/zoe]'),
    ],
    [
      'as another subject of the person, whom the directory calls otherwise since',
      apart,
      iamUser('alice'),
      person('bob@example.com'),
      people('ally: [iam/alice, bob@example.com]'),
    ],
    [
      'as a robot',
      apart,
      roleSession('ci-release', 'build-1'),
      roleSession('ci-release', 'build-2'),
      apart,
    ],
  ])('SEC-08 %s', async (_how, before, requester, approver, after) => {
    const started = anApprovalWorld({ production: productionOf({ approval: everyone }) });
    const { outside, world } = started;
    putLater(started, 'directory', before);
    putLater(
      started,
      'production',
      productionOf({
        approval: everyone,
        rules: '  - { name: a, effect: require_approval, conditions: { any: true } }',
      }),
    );
    const { id } = await asked(world, {}, { signer: requester });
    putLater(started, 'directory', after);

    const result = await act(world, ['approve', id], { signer: approver });

    expect(codeOf(result), 'SECURITY VIOLATION: approved by the requester').toBe('FORBIDDEN');
    expect(outside.requests.all()).toMatchObject([{ status: 'pending', approvals: [] }]);
  });
});

describe('SEC-08 nobody approves twice', () => {
  const asBefore = directoryOf();
  test.each([
    ['as the same subject', asBefore, carol, carol],
    ['as two subjects of one person', asBefore, carol, iamUser('carol')],
    [
      'as two subjects that became one person since',
      directoryOf('{ carol@example.com: [iam/carol, dan@example.com] }'),
      dan,
      carol,
    ],
    [
      'as two subjects that were one person then',
      directoryOf('{ carol@example.com: [iam/other] }'),
      iamUser('carol'),
      carol,
    ],
  ])('SEC-08 %s', async (_how, after, first, second) => {
    const started = anApprovalWorld({ production: productionOf({ approval: two }) });
    const { outside, world } = started;
    const { id } = await asked(world);
    granted(await act(world, ['approve', id], { signer: first }));
    putLater(started, 'directory', after);

    const result = await act(world, ['approve', id], { signer: second });

    expect(codeOf(result), 'SECURITY VIOLATION: one person was two approvers').toBe('CONFLICT');
    expect(result).toMatchObject({
      message: 'you have approved this request already: it is still `pending`',
    });
    expect(outside.requests.all()).toMatchObject([{ status: 'pending', version: 2 }]);
  });

  test('SEC-08 two who became one person count as one when a third approves', async () => {
    const three = everyone.replace(/ }$/, ', count: 3 }');
    const started = anApprovalWorld({ production: productionOf({ approval: three }) });
    const { world } = started;
    const { id } = await asked(world);
    for (const signer of [dan, carol]) await act(world, ['approve', id], { signer });
    putLater(started, 'directory', directoryOf('{ carol@example.com: [dan@example.com] }'));

    const third = granted(await act(world, ['approve', id], { signer: erin }));

    expect(third.status, 'SECURITY VIOLATION: one person was two approvers').toBe('pending');
  });

  test('SEC-08 one who became the requester since does not count', async () => {
    const started = anApprovalWorld({ production: productionOf({ approval: two }) });
    const { world } = started;
    const { id } = await asked(world);
    await act(world, ['approve', id], { signer: dan });
    putLater(started, 'directory', directoryOf('{ alice@example.com: [dan@example.com] }'));

    const second = granted(await act(world, ['approve', id], { signer: erin }));

    expect(second.status, 'SECURITY VIOLATION: approved by the requester').toBe('pending');
  });
});

describe('SEC-08 an approver qualifies then and now', () => {
  const named = (users: string) =>
    productionOf({ approval: `{ approvers: { users: [${users}] } }` });
  test.each([
    ['only then', named('carol@example.com'), named('dan@example.com'), 'NOT_FOUND'],
    ['only now', named('dan@example.com'), named('carol@example.com'), 'FORBIDDEN'],
    ['by a group then, by name now', productionOf(), named('dan@example.com'), 'OK', dan],
    ['neither then nor now', named('dan@example.com'), named('dan@example.com'), 'NOT_FOUND'],
  ])('SEC-08 %s', async (_when, then, now, code, signer = carol) => {
    const started = anApprovalWorld({ production: then });
    const { world } = started;
    const { id } = await asked(world);
    putLater(started, 'production', now);

    for (const verb of ['deny', 'approve'] as const) {
      if (code === 'OK' && verb === 'deny') continue;
      const result = await act(world, [verb, id], { signer });
      expect(codeOf(result), 'SECURITY VIOLATION: who is no approver did').toBe(code);
    }
  });

  test('SEC-08 who left the group of approvers approves no more', async () => {
    const started = anApprovalWorld();
    const { id } = await asked(started.world);
    putLater(started, 'sre-leads', 'version: "1"\nmembers: [erin@example.com]\n');

    const result = await act(started.world, ['approve', id], { signer: dan });

    expect(codeOf(result), 'SECURITY VIOLATION: who is no approver did').toBe('NOT_FOUND');
  });

  test.each([
    [
      'a group that is gone',
      (started: ReturnType<typeof anApprovalWorld>) => {
        started.outside.policies.remove({ kind: 'group', name: 'sre-leads' });
        started.outside.clock.advance(31_000);
      },
    ],
    [
      'a group that is broken',
      (started: ReturnType<typeof anApprovalWorld>) => putLater(started, 'sre-leads', 'nonsense'),
    ],
  ])('SEC-08 %s makes nobody an approver', async (_what, change) => {
    const started = anApprovalWorld();
    const { id } = await asked(started.world);
    change(started);

    for (const signer of [dan, carol]) {
      const result = await act(started.world, ['approve', id], { signer });
      expect(codeOf(result), 'SECURITY VIOLATION: approved by nobody knows whom').not.toBe('OK');
    }
  });

  test.each(['ci-release', 'ci-other'])(
    'SEC-08 the role %s approves and denies nothing, though it is named',
    async (role) => {
      const { outside, world } = anApprovalWorld({
        production: productionOf({ approval: everyone }),
      });
      const { id } = await asked(world);

      for (const verb of ['approve', 'deny'] as const) {
        const result = await act(world, [verb, id], { signer: roleSession(role, 'build-1') });
        expect(codeOf(result), 'SECURITY VIOLATION: a role approved').toBe('NOT_FOUND');
      }
      expect(outside.requests.all()).toMatchObject([{ status: 'pending' }]);
    },
  );
});

describe('SEC-08 what was asked for is what is approved', () => {
  const ruled = (effect: string, name = 'everyone', more = '') =>
    productionOf({
      rules: `  - { name: ${name}, effect: ${effect}, conditions: { any: true }${more} }`,
    });
  const readOnly = ', session_policy_arns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"]';
  test.each([
    ['another role', productionOf({ role: 'Other' })],
    ['another name of the rule', ruled('require_approval', 'other')],
    ['a session policy', ruled('require_approval', 'everyone', readOnly)],
    ['an allow of the same name', ruled('allow')],
    ['a deny of the same name', ruled('deny')],
  ])('SEC-08 %s by now', async (_what, now) => {
    const started = anApprovalWorld();
    const { outside, world } = started;
    const { id } = await asked(world);
    putLater(started, 'production', now);

    const result = await act(world, ['approve', id]);

    expect(codeOf(result), 'SECURITY VIOLATION: something else was approved').toBe('CONFLICT');
    expect(result).toMatchObject({
      message: 'the policy is another since the request was made: it must be made again',
    });
    expect(outside.requests.all()).toMatchObject([{ status: 'pending' }]);
  });
});

describe('SEC-08 a block keeps from approving', () => {
  const block = { profile: 'production', untilMs: Date.UTC(2026, 0, 25, 16) };
  const subjectNamed = (name: string) => name as SubjectId; // a test's own word
  test.each([
    ['the approver, of the profile', 'carol@example.com', 'production', 'SUBJECT_BLOCKED'],
    ['the approver, of everything', 'carol@example.com', '*', 'SUBJECT_BLOCKED'],
    ['the requester, of the profile', 'alice@example.com', 'production', 'CONFLICT'],
    ['the requester, of everything', 'alice@example.com', '*', 'CONFLICT'],
  ])('SEC-08 %s', async (_whom, who, profile, code) => {
    const { outside, world } = anApprovalWorld();
    const { id } = await asked(world);
    await outside.subjects.block(subjectNamed(who), 'r1', { ...block, profile });

    const result = await act(world, ['approve', id]);

    expect(codeOf(result), 'SECURITY VIOLATION: approved past a block').toBe(code);
  });

  test('SEC-08 the profile', async () => {
    const { outside, world } = anApprovalWorld();
    const { id } = await asked(world);
    await outside.subjects.blockProfile('production' as ProfileName, 'r1', block.untilMs);

    const result = await act(world, ['approve', id]);

    expect(codeOf(result), 'SECURITY VIOLATION: approved past a block').toBe('SUBJECT_BLOCKED');
  });

  test.each(['subject', 'profile'])(
    'SEC-08 one of the %s that is over: the request is void for good',
    async (of) => {
      const { outside, world } = anApprovalWorld();
      const { id } = await asked(world);
      const untilMs = outside.clock.nowMs() + 60_000;
      if (of === 'subject') {
        await outside.subjects.block(subjectNamed('alice@example.com'), 'r1', {
          ...block,
          untilMs,
        });
      } else await outside.subjects.blockProfile('production' as ProfileName, 'r1', untilMs);
      outside.clock.advance(2 * hour);

      const result = await act(world, ['approve', id]);

      expect(result, 'SECURITY VIOLATION: what a revocation voided was approved').toMatchObject({
        code: 'CONFLICT',
        message: 'the request is void since a revocation: it must be made again',
      });
      expect(codeOf(await act(world, ['deny', id]))).toBe('OK');
    },
  );

  test.each([
    ['of everything', '*', 0, 'pending'],
    ['of the profile', 'production', 0, 'pending'],
    ['of another profile', 'staging', 0, 'approved'],
    ['that is over', '*', 2 * hour, 'approved'],
  ])(
    'SEC-08 the approver before, %s: theirs does not count, and another one is needed',
    async (_which, profile, laterMs, status) => {
      const { outside, world } = anApprovalWorld({ production: productionOf({ approval: two }) });
      const { id } = await asked(world);
      granted(await act(world, ['approve', id], { signer: erin }));
      await outside.subjects.block(subjectNamed('erin@example.com'), 'r1', { ...block, profile });
      outside.clock.advance(laterMs);

      const second = granted(await act(world, ['approve', id], { signer: dan }));

      expect(second.status, 'SECURITY VIOLATION: who is blocked has approved').toBe(status);
      const third = await act(world, ['approve', id], { signer: carol });
      expect(codeOf(third)).toBe(status === 'pending' ? 'OK' : 'CONFLICT');
      expect(outside.requests.all()).toMatchObject([{ status: 'approved' }]);
    },
  );

  test('SEC-08 what is older than a restore is void', async () => {
    const { outside, world } = anApprovalWorld();
    const { id } = await asked(world);
    outside.control.setNotBefore(outside.clock.nowMs() + 1);

    expect(
      codeOf(await act(world, ['approve', id])),
      'SECURITY VIOLATION: what a restore voided was approved',
    ).toBe('CONFLICT');
  });
});
