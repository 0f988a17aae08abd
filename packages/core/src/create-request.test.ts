import { describe, expect, test } from 'vitest';
import { withFailingRule } from '../testing/a-failing-rule.ts';
import { alice, codeOf, decisions, ownAccount, person, roleSession } from '../testing/a-world.ts';
import {
  act,
  anApprovalWorld,
  asked,
  askFor,
  granted,
  productionOf,
  putLater,
} from '../testing/an-approval.ts';
import { aGrant, aRequest, requestId } from '../testing/contracts/a-request.ts';
import { subject } from '../testing/contracts/a-session.ts';
import type { RequestInput } from './create-request.ts';
import type { SubjectId } from './identity/subject.ts';
import type { ProfileName } from './policy/names.ts';

const noon = Date.UTC(2026, 0, 25, 14, 30);
const hour = 3_600_000;
const robot = roleSession('ci-release', 'build-1');

describe('asking', () => {
  test('makes a pending request of all that was asked for, seen and recorded', async () => {
    const { outside, world } = anApprovalWorld({
      production: productionOf({
        rules:
          '  - { name: everyone, effect: require_approval, conditions: { any: true }, session_policy_arns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }',
        approval:
          '{ approvers: { groups: [sre-leads], users: [carol@example.com] }, count: 2, max_grant: 4h, max_uses: 3, request_ttl: 2h }',
        sections: 'notify: [security, chat]',
      }),
    });

    const shown = await askFor(world, {
      duration: 7200,
      not_before: '2026-01-25T18:00:00Z',
      ticket: 'OPS-1',
    });

    expect(shown).toEqual({
      request: {
        id: '0000000000000002',
        subject: 'alice@example.com',
        person: 'alice@example.com',
        profile: 'production',
        status: 'pending',
        version: 1,
        lastChange: '0000000000000001',
        via: 'approved',
        durationSeconds: 7200,
        notBeforeMs: Date.UTC(2026, 0, 25, 18),
        justification: 'mend the broken deployment',
        ticket: 'OPS-1',
        terms: {
          roleArn: `arn:aws:iam::${ownAccount}:role/SentinelProtected-Production`,
          rule: 'everyone',
          sessionPolicy: '{"arns":["arn:aws:iam::aws:policy/ReadOnlyAccess"]}',
        },
        approvers: { groups: ['sre-leads'], users: ['carol@example.com'] },
        needed: 2,
        approvals: [],
        maxUses: 3,
        sessionIds: [],
        createdAtMs: noon,
        expiresAtMs: noon + 2 * hour,
        subjectEpoch: 0,
        profileEpoch: 0,
        notify: ['security', 'chat'],
        keyed: [],
      },
      may: ['cancel'],
    });
    expect(outside.requests.all()).toEqual([granted(shown)]);
    expect(decisions(outside)).toMatchObject([
      {
        outcome: 'allow',
        profile: 'production',
        rule: 'everyone',
        grant_id: '0000000000000002',
        justification: 'mend the broken deployment',
        ticket: 'OPS-1',
        duration_seconds: 7200,
        via: null,
      },
    ]);
  });

  test.each([
    ['4h', 3600],
    ['30m', 1800],
  ])('without a duration, where policy gives %s, lasts %i seconds', async (maxGrant, seconds) => {
    const approval = `{ approvers: { users: [carol@example.com] }, max_grant: ${maxGrant} }`;
    const { world } = anApprovalWorld({ production: productionOf({ approval }) });

    expect((await asked(world)).durationSeconds).toBe(seconds);
  });

  test.each<[string, Partial<RequestInput>, string, string]>([
    ['an unknown profile', { profile: 'nowhere' }, 'POLICY_DENY', 'there is no such profile here'],
    ['a profile of others', { profile: 'hidden' }, 'POLICY_DENY', 'there is no such profile here'],
    ['a broken profile', { profile: 'broken' }, 'POLICY_DENY', 'there is no such profile here'],
    ['a frozen profile', { profile: 'frozen' }, 'POLICY_DENY', 'policy denies `frozen` now: no'],
    ['a profile of other hours', { profile: 'later' }, 'POLICY_DENY', 'policy denies `later` now'],
    ['what needs none', { profile: 'dev' }, 'CONFLICT', '`dev` needs no approval'],
    [
      'what names no profile',
      { profile: '../x' },
      'INVALID_PROFILE',
      'a profile is named by 1 to 64 of `a-z 0-9 _ -`, beginning with a letter or digit',
    ],
    [
      'a second more than policy gives',
      { duration: 14_401 },
      'INVALID_DURATION',
      'an approval of `production` lasts at most 14400 seconds',
    ],
    [
      'more than 30 days ahead',
      { not_before: '2026-02-24T14:30:01Z' },
      'INVALID_REQUEST',
      '`not_before` is at most 30 days ahead',
    ],
    [
      'a day that there is not',
      { not_before: '2026-02-30T00:00:00Z' },
      'INVALID_REQUEST',
      '`not_before` is a moment such as `2026-01-25T14:30:00Z`',
    ],
  ])('for %s is refused, and makes nothing', async (_what, input, code, message) => {
    const { outside, world } = anApprovalWorld();
    const put = (name: string, text: string) =>
      outside.policies.put({ kind: 'profile', name }, text);
    const asking = (conditions: string) =>
      productionOf({
        rules: `  - { name: a, effect: require_approval, conditions: ${conditions} }`,
      });
    put('hidden', asking('{ users: [bob@example.com] }'));
    put('broken', 'version: "1"\nnonsense: true\n');
    put(
      'frozen',
      productionOf({
        rules:
          '  - { name: freeze, effect: deny, conditions: { any: true }, reason: "no" }\n  - { name: a, effect: require_approval, conditions: { any: true } }',
      }),
    );
    put('later', asking('{ time: { days: [monday], timezone: UTC } }'));

    const result = await askFor(world, input);

    expect(result).toMatchObject({ code, message });
    expect(outside.requests.all()).toEqual([]);
  });

  test('for what cannot be judged is refused, and makes nothing', async () => {
    const { outside, world } = anApprovalWorld();

    const result = await askFor(withFailingRule(world));

    expect(codeOf(result)).toBe('POLICY_ERROR');
    expect(outside.requests.all()).toEqual([]);
  });

  test('by a wrong name counts like any other call', async () => {
    const { outside, world } = anApprovalWorld();
    const alone = 'alice@example.com' as SubjectId;

    await askFor(world, { profile: '../x' });

    const window = Math.floor(noon / 60_000);
    expect((await outside.subjects.count(alone, window)).count).toBe(2);
  });

  test('what needs no approval tells what to run instead', async () => {
    const { world } = anApprovalWorld();

    expect(await askFor(world, { profile: 'dev' })).toMatchObject({ help: 'sentinel exec dev' });
  });

  test('what will need one at that time is asked for before, and what will not is not', async () => {
    const rules = [
      '  - { name: sundays, effect: deny, conditions: { time: { days: [sunday], timezone: UTC } } }',
      '  - { name: mondays, effect: require_approval, conditions: { time: { days: [monday], timezone: UTC } } }',
      '  - { name: rest, effect: allow, conditions: { any: true } }',
    ].join('\n');
    const { world } = anApprovalWorld({ production: productionOf({ rules }) });
    const ask = async (not_before?: string) =>
      codeOf(await askFor(world, not_before === undefined ? {} : { not_before }));

    expect(await ask()).toBe('POLICY_DENY');
    expect(await ask('2026-01-26T08:00:00Z')).toBe('OK');
    expect(await ask('2026-01-27T08:00:00Z')).toBe('CONFLICT');
  });

  test('a moment that has passed is now', async () => {
    const { world } = anApprovalWorld();

    const request = await asked(world, { not_before: '2026-01-25T14:30:00Z' });

    expect(request).not.toHaveProperty('notBeforeMs');
  });

  test('justification and ticket are facts, as they are for a vend', async () => {
    const rules =
      '  - { name: a, effect: require_approval, conditions: { justification: { required: true, tickets: ["OPS-*"] } } }';
    const { world } = anApprovalWorld({ production: productionOf({ rules }) });

    expect(codeOf(await askFor(world))).toBe('POLICY_DENY');
    expect(codeOf(await askFor(world, { ticket: 'DEV-1' }))).toBe('POLICY_DENY');
    expect(codeOf(await askFor(world, { ticket: 'OPS-1' }))).toBe('OK');
  });

  test.each([
    ['a role that the directory lists', 'ci-release', 'OK'],
    ['another role', 'ci-other', 'FORBIDDEN'],
  ])('%s: %s is %s', async (_what, role, code) => {
    const { world } = anApprovalWorld();

    const result = await askFor(world, {}, { signer: roleSession(role, 'build-1') });

    expect(codeOf(result)).toBe(code);
  });

  test.each([
    ['the caller', 'alice'],
    ['the profile', 'production'],
  ])('a block of the profile of %s refuses', async (_what, who) => {
    const { outside, world } = anApprovalWorld();
    const untilMs = noon + hour;
    if (who === 'production') {
      await outside.subjects.blockProfile('production' as ProfileName, 'r1', untilMs);
    } else {
      const block = { profile: 'production', untilMs };
      await outside.subjects.block('alice@example.com' as SubjectId, 'r1', block);
    }

    expect(codeOf(await askFor(world, { not_before: '2026-02-01T00:00:00Z' }))).toBe(
      'SUBJECT_BLOCKED',
    );
    expect(outside.requests.all()).toEqual([]);
  });

  test('more than 20 that wait are refused; one that was cancelled or has expired makes room', async () => {
    const { outside, world } = anApprovalWorld();
    const first = await asked(world);
    for (let count = 1; count < 20; count++) await asked(world);

    expect(codeOf(await askFor(world))).toBe('QUOTA_EXCEEDED');
    expect(codeOf(await askFor(world, {}, { signer: person('bob@example.com') }))).toBe('OK');

    await act(world, ['cancel', first.id], { signer: alice });
    expect(codeOf(await askFor(world))).toBe('OK');
    expect(codeOf(await askFor(world))).toBe('QUOTA_EXCEEDED');
    outside.clock.advance(24 * hour);
    expect(codeOf(await askFor(world))).toBe('OK');
  });
});

describe('a thousand requests for a profile within thirty days', () => {
  const production = productionOf({
    approval:
      '{ approvers: { users: [carol@example.com] }, auto_approve: { conditions: { groups: [robots] } } }',
  });
  const day = 24 * hour;
  const ends = [{ status: 'denied' }, { status: 'cancelled' }, aGrant({ via: 'auto' })] as const;

  /** So many of alice's and the robot's each, a minute apart, the first at noon; a day after it. */
  async function aBusyWorld(count: number) {
    const built = anApprovalWorld({ production });
    for (const who of ['alice@example.com', 'role/ci-release']) {
      for (let nth = 0; nth < count; nth += 1) {
        const id = requestId(`${who} ${nth}`);
        const createdAtMs = noon + nth * 60_000;
        await built.outside.requests.create(
          aRequest({ ...ends[nth % ends.length], id, subject: subject(who), createdAtMs }),
        );
      }
    }
    built.outside.clock.advance(day);
    return built;
  }

  test.each([
    ['that waits', alice],
    ['that policy itself would approve', robot],
  ])('are the most, whatever became of them: one more %s is refused', async (_what, signer) => {
    const { outside, world } = await aBusyWorld(1000);

    expect(await askFor(world, {}, { signer })).toMatchObject({
      code: 'QUOTA_EXCEEDED',
      retryAfterSeconds: 29 * 86_400,
    });
    outside.clock.advance(29 * day - 1);
    expect(codeOf(await askFor(world, {}, { signer }))).toBe('QUOTA_EXCEEDED');
    outside.clock.advance(1);
    expect(codeOf(await askFor(world, {}, { signer }))).toBe('OK');
    expect(await askFor(world, {}, { signer })).toMatchObject({ retryAfterSeconds: 60 });
  });

  test('the last of them is made, and known again when all are', async () => {
    const { world } = await aBusyWorld(999);

    const last = granted(await askFor(world, {}, { signer: robot, key: 'k1' }));

    expect(codeOf(await askFor(world, {}, { signer: robot }))).toBe('QUOTA_EXCEEDED');
    expect(granted(await askFor(world, {}, { signer: robot, key: 'k1' }))).toEqual(last);
  });
});

describe('approval by policy itself', () => {
  const production = productionOf({
    approval:
      '{ approvers: { users: [carol@example.com] }, max_grant: 4h, max_uses: 2, auto_approve: { conditions: { groups: [robots] }, max_duration: 2h } }',
  });

  test('opens the window at once, and says so', async () => {
    const { outside, world } = anApprovalWorld({ production });

    const request = await asked(world, { duration: 7200 }, { signer: robot });

    expect(request).toMatchObject({
      status: 'approved',
      via: 'auto',
      version: 1,
      approvals: [],
      grant: { fromMs: noon, untilMs: noon + 2 * hour, maxUses: 2 },
    });
    expect(decisions(outside)).toMatchObject([{ via: 'auto', outcome: 'allow' }]);
  });

  test.each<[string, Partial<RequestInput>, typeof alice]>([
    ['where its conditions do not hold', {}, alice],
    ['for a second more than it gives', { duration: 7201 }, robot],
  ])('is not given %s', async (_what, input, signer) => {
    const { world } = anApprovalWorld({ production });

    expect(await asked(world, input, { signer })).toMatchObject({
      status: 'pending',
      via: 'approved',
    });
  });

  test('opens it no earlier than was asked', async () => {
    const { world } = anApprovalWorld({ production });
    const fromMs = Date.UTC(2026, 0, 26);

    const request = await asked(world, { not_before: '2026-01-26T00:00:00Z' }, { signer: robot });

    expect(request.grant).toEqual({ fromMs, untilMs: fromMs + hour, maxUses: 2 });
  });
});

describe('the same call once more', () => {
  test('finds what the first one made, whatever became of it and of the policy', async () => {
    const started = anApprovalWorld();
    const { outside, world } = started;
    const first = await asked(world, {}, { key: 'k1' });
    await act(world, ['deny', first.id]);
    putLater(started, 'production', 'nonsense');

    const again = await asked(world, {}, { key: 'k1' });

    expect(again).toMatchObject({ id: first.id, status: 'denied' });
    expect(outside.requests.all()).toHaveLength(1);
  });

  test('with another body is refused', async () => {
    const { outside, world } = anApprovalWorld();
    await asked(world, {}, { key: 'k1' });

    expect(await askFor(world, { duration: 900 }, { key: 'k1' })).toMatchObject({
      code: 'CONFLICT',
      message: 'this `Idempotency-Key` came with another body before',
    });
    expect(outside.requests.all()).toHaveLength(1);
  });

  test('with another body is refused, also where both are made at once', async () => {
    let isFirst = true;
    const built = anApprovalWorld({
      intercept: (call, proceed) => {
        if (call.port !== 'requests' || call.method !== 'create' || !isFirst) return proceed();
        isFirst = false;
        return asked(built.world, {}, { key: 'k1' }).then(proceed);
      },
    });

    const refused = await askFor(built.world, { duration: 900 }, { key: 'k1' });

    expect(codeOf(refused)).toBe('CONFLICT');
    expect(built.outside.requests.all()).toMatchObject([{ durationSeconds: 3600 }]);
  });

  test('of somebody else makes another one', async () => {
    const { outside, world } = anApprovalWorld();
    await asked(world, {}, { key: 'k1' });

    await asked(world, {}, { key: 'k1', signer: person('bob@example.com') });

    expect(outside.requests.all()).toHaveLength(2);
  });

  test('without a key makes another one', async () => {
    const { outside, world } = anApprovalWorld();
    await asked(world);

    await asked(world);

    expect(outside.requests.all()).toHaveLength(2);
  });
});
