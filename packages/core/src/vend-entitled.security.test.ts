import { describe, expect, test } from 'vitest';
import { aRequest, aStep } from '../testing/a-request.ts';
import { askToVend, putRules } from '../testing/a-vend.ts';
import { aWorld, codeOf, decisions, ownAccount, person, profileNamed } from '../testing/a-world.ts';
import { aGuard, anEvent } from '../testing/an-event.ts';
import type { AccessRequest } from './approval/request.ts';
import type { BreakGlassEvent } from './break-glass/event.ts';
import { failCall } from './memory/faults.ts';
import type { Intercept } from './memory/intercept.ts';
import type { MemoryWorld } from './memory/world.ts';
import { isRefusal } from './reasons.ts';
import type { VendInput } from './vend-ask.ts';
import type { World } from './world.ts';

const profile = profileNamed('production');
const nowMs = Date.UTC(2026, 0, 25, 14, 30);
const minute = 60_000;
const rules = '  - { name: a, effect: require_approval, conditions: { groups: [engineering] } }';
const sections = `
approval: { approvers: { users: [carol@example.com] } }
break_glass: { eligible: { users: [alice@example.com] }, reason_codes: [incident] }
scopes: { read-only: { policy_arns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] } }
`;
const terms = {
  roleArn: `arn:aws:iam::${ownAccount}:role/SentinelProtected-X`,
  rule: 'a',
  sessionPolicy: '',
};

type Started = { readonly outside: MemoryWorld; readonly world: World };

/** A world in which `production` needs an approval, with what alice has been given of it. */
async function start(
  given: { readonly grant?: Partial<AccessRequest>; readonly glass?: Partial<BreakGlassEvent> },
  options: { readonly intercept?: Intercept; readonly rules?: string } = {},
): Promise<Started> {
  const { outside, world } = aWorld(options.intercept ? { intercept: options.intercept } : {});
  putRules(outside, profile, options.rules ?? rules, sections);
  if (given.grant !== undefined) {
    await outside.requests.create(
      aRequest({
        profile,
        terms,
        createdAtMs: nowMs - 2 * minute,
        approvals: [aStep('carol@example.com', { atMs: nowMs - minute })],
        grant: { fromMs: nowMs - minute, untilMs: nowMs + 59 * minute },
        ...given.grant,
      }),
    );
  }
  if (given.glass !== undefined) {
    const event = anEvent({
      profile,
      openedAtMs: nowMs - minute,
      endsAtMs: nowMs + 59 * minute,
      ...given.glass,
    });
    const none = await outside.breakGlass.guard(event.person);
    await outside.breakGlass.changeGuard(none, { ...aGuard(event), person: event.person });
  }
  return { outside, world };
}

const ask = (world: World, input: VendInput = {}, who = 'alice@example.com') =>
  askToVend(world, { profile, ...input }, person(who));

const autoSections =
  'approval: { approvers: { users: [carol@example.com] }, auto_approve: { conditions: { any: true } } }';

describe.each([
  ['a grant', { grant: {} }, 'approved'],
  ['a break-glass', { glass: {} }, 'breakglass'],
] as const)('SEC-09 under %s', (name, given, via) => {
  test(`SEC-01 vends, stamped as ${via}`, async () => {
    const { outside, world } = await start(given);

    const vended = await ask(world);

    expect(codeOf(vended)).toBe('OK');
    const [asked] = outside.credentials.asked();
    expect(asked?.sourceIdentity, 'SECURITY VIOLATION: stamped otherwise').toMatch(
      new RegExp(`^sentinel\\.${via}\\.[0-9a-f]{16}\\.alice$`),
    );
    const id = via === 'approved' ? '00000000000000aa' : '00000000000000bb';
    expect(asked?.tags).toContainEqual({ key: 'SentinelGrant', value: id });
    const record = decisions(outside).at(-1);
    expect([record?.via, record?.grant_id, record?.approvers]).toEqual([
      via,
      id,
      via === 'approved' ? ['carol@example.com'] : [],
    ]);
  });

  test('SEC-13 ends with it to the second, also in its last quarter of an hour', async () => {
    const { outside, world } = await start(given);
    outside.clock.set(nowMs + 58 * minute);

    const vended = await ask(world);

    expect(isRefusal(vended) ? vended : vended.endsUseAtMs, 'SECURITY VIOLATION: outlives it').toBe(
      nowMs + 59 * minute,
    );
    const [asked] = outside.credentials.asked();
    expect(asked?.durationSeconds).toBe(900);
    expect(asked?.policy, 'SECURITY VIOLATION: nothing ends its use').toContain(
      '2026-01-25T15:29:00Z',
    );
  });

  test('SEC-13 a refresh after its end is refused', async () => {
    const { outside, world } = await start(given);
    const first = await ask(world);
    if (isRefusal(first)) throw new Error(first.message);
    outside.clock.set(nowMs + 59 * minute);

    const refreshed = await ask(world, { session_id: first.session.id });

    expect(codeOf(refreshed), 'SECURITY VIOLATION: vended after its end').toBe('APPROVAL_REQUIRED');
  });

  test('is continued by refreshes, which count as one use', async () => {
    const { outside, world } = await start(given);
    const first = await ask(world);
    if (isRefusal(first)) throw new Error(first.message);

    const refreshed = await ask(world, { session_id: first.session.id });

    expect(isRefusal(refreshed) ? refreshed : refreshed.session.vends).toBe(2);
    const [used] =
      'grant' in given
        ? await outside.requests.ofProfile(first.session.subject, profile, 0)
        : (await outside.breakGlass.guard(first.session.person)).events;
    expect(used?.sessionIds).toEqual([first.session.id]);
  });

  test('SEC-09 is of no use to another person or for another profile', async () => {
    const { outside, world } = await start(given);
    putRules(outside, 'other', rules, sections);

    const others = [
      await ask(world, {}, 'bob@example.com'),
      await ask(world, { profile: 'other' }),
    ];

    expect(others.map(codeOf), `SECURITY VIOLATION: ${name} of somebody else`).toEqual([
      'APPROVAL_REQUIRED',
      'APPROVAL_REQUIRED',
    ]);
  });

  test.each([
    [
      'the subject',
      (world: World) =>
        world.subjects.block(aRequest().subject, 'r1', { profile: 'dev', untilMs: nowMs }),
    ],
    ['the profile', (world: World) => world.subjects.blockProfile(profile, 'r1', nowMs)],
  ])('SEC-11 a block of %s, even one that is over, voids it', async (_whom, block) => {
    const { world } = await start(given);
    await block(world);

    const vended = await ask(world);

    expect(codeOf(vended), 'SECURITY VIOLATION: used what a block voids').toBe('APPROVAL_REQUIRED');
  });

  test('SEC-11 a restore of the table voids what was before', async () => {
    const { outside, world } = await start(given);
    outside.control.setNotBefore(nowMs);

    expect(codeOf(await ask(world)), 'SECURITY VIOLATION: used what a restore voids').toBe(
      'APPROVAL_REQUIRED',
    );
  });

  test('SEC-02 no call fails, and no reply is lost, with credentials given out', async () => {
    const names: string[] = [];
    const counted = await start(given, {
      intercept: (call, proceed) => {
        names.push(call.method);
        return proceed();
      },
    });
    await ask(counted.world);
    let failures = 0;

    for (const moment of ['before', 'after'] as const) {
      for (const index of names.keys()) {
        const fail = failCall(index + 1, moment);
        const { outside, world } = await start(given, { intercept: fail });
        const result = await ask(world).catch(() => 'rejected' as const);

        const isAnswered = result !== 'rejected' && !isRefusal(result);
        if (names[index] === 'nowMs') continue;
        failures += 1;
        expect(
          isAnswered,
          `SECURITY VIOLATION: vended though ${names[index]} failed ${moment}`,
        ).toBe(false);
        if (names[index] === 'write') continue;
        expect(
          decisions(outside).at(-1)?.outcome ?? 'error',
          `SECURITY VIOLATION: recorded as allowed though ${names[index]} failed`,
        ).toMatch(/^(error|withdrawn)$/);
      }
    }

    expect(failures).toBeGreaterThan(20);
  });

  test('costs one read and one write more than a direct vend', async () => {
    const callsOf = async (started: Started, calls: string[]) => {
      calls.length = 0;
      expect(codeOf(await ask(started.world))).toBe('OK');
      return calls.filter((method) => !['nowMs', 'id', 'write', 'read', 'note'].includes(method))
        .length;
    };
    const calls: string[] = [];
    const intercept: Intercept = (call, proceed) => {
      calls.push(call.method);
      return proceed();
    };
    const allowed = '  - { name: a, effect: allow, conditions: { groups: [engineering] } }';

    const direct = await callsOf(await start({}, { intercept, rules: allowed }), calls);
    const entitled = await callsOf(await start(given, { intercept }), calls);

    const more = entitled - direct;
    expect(more).toBe(via === 'approved' ? 2 : 3);
  });
});

test('SEC-01 an automatic approval vends, stamped as auto', async () => {
  const { outside, world } = await start({ grant: { via: 'auto', approvals: [] } });
  putRules(outside, profile, rules, autoSections);

  const vended = await ask(world);

  expect(codeOf(vended)).toBe('OK');
  expect(outside.credentials.asked()[0]?.sourceIdentity).toMatch(/^sentinel\.auto\./);
});

test('SEC-09 the last use is one session, which may be refreshed', async () => {
  const grant = { fromMs: nowMs - minute, untilMs: nowMs + 59 * minute, maxUses: 1 };
  const { world } = await start({ grant: { grant } });
  const first = await ask(world);
  if (isRefusal(first)) throw new Error(first.message);

  const second = await ask(world);
  const refreshed = await ask(world, { session_id: first.session.id });

  expect(codeOf(second), 'SECURITY VIOLATION: used twice').toBe('APPROVAL_REQUIRED');
  expect(codeOf(refreshed)).toBe('OK');
});

test('SEC-09 of vends at the same time no more are let in than uses are left', async () => {
  const grant = { fromMs: nowMs - minute, untilMs: nowMs + 59 * minute, maxUses: 1 };
  const { world } = await start({ grant: { grant } });

  const results = await Promise.all(Array.from({ length: 5 }, () => ask(world)));

  const vended = results.filter((result) => !isRefusal(result));
  expect(vended, 'SECURITY VIOLATION: used more often than approved').toHaveLength(1);
});

test('SEC-09 a use that a failed vend took is not given back', async () => {
  const grant = { fromMs: nowMs - minute, untilMs: nowMs + 59 * minute, maxUses: 1 };
  let isDown = true;
  const { world } = await start(
    { grant: { grant } },
    {
      intercept: (call, proceed) =>
        call.method === 'assume' && isDown ? Promise.reject(new Error('down')) : proceed(),
    },
  );
  const failed = await ask(world);
  isDown = false;

  const again = await ask(world);

  expect([codeOf(failed), codeOf(again)]).toEqual(['INTERNAL', 'APPROVAL_REQUIRED']);
});

test('SEC-08 what was approved under other terms is of no use', async () => {
  const { outside, world } = await start({ grant: {} });
  putRules(outside, profile, `${rules.replace('name: a', 'name: b')}`, sections);

  expect(codeOf(await ask(world)), 'SECURITY VIOLATION: vended what nobody approved').toBe(
    'APPROVAL_REQUIRED',
  );
});

test('SEC-08 an approval of somebody who approves no more is of no use', async () => {
  const { outside, world } = await start({ grant: {} });
  putRules(outside, profile, rules, 'approval: { approvers: { users: [dave@example.com] } }');

  expect(codeOf(await ask(world)), 'SECURITY VIOLATION: approved by nobody').toBe(
    'APPROVAL_REQUIRED',
  );
});

test('SEC-10 who may no longer break the glass is not let in by what they opened', async () => {
  const { outside, world } = await start({ glass: {} });
  const now = sections.replace('users: [alice@example.com]', 'users: [bob@example.com]');
  putRules(outside, profile, rules, now);

  expect(codeOf(await ask(world)), 'SECURITY VIOLATION: let in though not eligible').toBe(
    'APPROVAL_REQUIRED',
  );
});

describe('SEC-30 scopes', () => {
  const open = '  - { name: a, effect: allow, conditions: { groups: [engineering] } }';
  const narrowed = open.replace(
    'conditions',
    'session_policy_arns: ["arn:aws:iam::aws:policy/job-function/ViewOnlyAccess"], conditions',
  );

  test('SEC-30 a scope is sent as the session policy that the document names', async () => {
    const { outside, world } = await start({}, { rules: open });

    const vended = await ask(world, { scope: 'read-only' });

    expect(isRefusal(vended) ? vended : vended.session.scope).toBe('read-only');
    expect(outside.credentials.asked()[0]?.policyArns, 'SECURITY VIOLATION: not narrowed').toEqual([
      'arn:aws:iam::aws:policy/ReadOnlyAccess',
    ]);
    expect(decisions(outside).at(-1)?.scope).toBe('read-only');
  });

  test.each([
    ['unknown', open, 'admin'],
    ['beside a session policy of the rule', narrowed, 'read-only'],
  ])('SEC-30 one that is %s is refused', async (_name, written, scope) => {
    const { outside, world } = await start({}, { rules: written });

    expect(codeOf(await ask(world, { scope })), 'SECURITY VIOLATION: vended unnarrowed').toBe(
      'INVALID_REQUEST',
    );
    expect(outside.credentials.asked()).toEqual([]);
  });

  test('SEC-30 a session goes on with its own scope only', async () => {
    const { world } = await start({}, { rules: open });
    const first = await ask(world, { scope: 'read-only' });
    if (isRefusal(first)) throw new Error(first.message);

    const wider = await ask(world, { session_id: first.session.id });

    expect(codeOf(wider), 'SECURITY VIOLATION: a refresh widened').toBe('CONFLICT');
  });

  test('under a break-glass, which passes the rule and its session policy', async () => {
    const asking = rules.replace(
      'conditions',
      'session_policy_arns: ["arn:aws:iam::aws:policy/job-function/ViewOnlyAccess"], conditions',
    );
    const { outside, world } = await start({ glass: {} }, { rules: asking });

    expect(codeOf(await ask(world, { scope: 'read-only' }))).toBe('OK');
    expect(outside.credentials.asked()[0]?.policyArns).toEqual([
      'arn:aws:iam::aws:policy/ReadOnlyAccess',
    ]);
  });
});
