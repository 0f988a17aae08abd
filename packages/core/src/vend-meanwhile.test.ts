import { describe, expect, test } from 'vitest';
import { actsIn, opened, putGlass } from '../testing/a-break-glass.ts';
import { aRequest, aStep } from '../testing/a-request.ts';
import { askToVend, putRules } from '../testing/a-vend.ts';
import { alice, aWorld, codeOf, ownAccount, profileNamed } from '../testing/a-world.ts';
import type { SubjectId } from './identity/subject.ts';
import type { MemoryWorld } from './memory/world.ts';
import { isRefusal } from './reasons.ts';

const minute = 60_000;
const isAlice = 'alice@example.com' as SubjectId;

/** A world in which something happens right before the first call of a port's method. */
function aWorldWhere(method: string, happen: (outside: MemoryWorld) => unknown) {
  let isDone = false;
  const built = aWorld({
    intercept: (call, proceed) => {
      if (isDone || `${call.port}.${call.method}` !== method) return proceed();
      isDone = true;
      return Promise.resolve(happen(built.outside)).then(proceed);
    },
  });
  return built;
}

/** Ends whatever session there is. */
async function endAll({ sessions, clock }: MemoryWorld): Promise<void> {
  for (const session of sessions.all()) await sessions.end(session, clock.nowMs());
}

describe('while STS is asked', () => {
  test.each<[string, (outside: MemoryWorld) => unknown, string, string]>([
    ['its session ends', endAll, 'CONFLICT', 'this session cannot go on: it has ended'],
    [
      'the caller is blocked from all',
      ({ subjects, clock }) =>
        subjects.block(isAlice, 'r1', { profile: '*', untilMs: clock.nowMs() + minute }),
      'SUBJECT_BLOCKED',
      'your access is blocked',
    ],
    [
      'the caller is blocked from the profile',
      ({ subjects, clock }) =>
        subjects.block(isAlice, 'r1', { profile: 'dev', untilMs: clock.nowMs() + minute }),
      'SUBJECT_BLOCKED',
      'profile',
    ],
  ])('%s: nothing is handed out', async (_what, happen, code, message) => {
    const { outside, world } = aWorldWhere('credentials.assume', happen);

    const result = await askToVend(world);

    expect(result).toMatchObject({ code, message: expect.stringContaining(message) });
    expect(outside.sessions.all()).toMatchObject([{ status: 'ended' }]);
  });
});

test('a refresh that the table does not take, though nothing forbids it, is a conflict', async () => {
  const { outside, world } = aWorld({
    intercept: (call, proceed) =>
      call.method === 'refresh' ? Promise.resolve(undefined) : proceed(),
  });
  const first = await askToVend(world);
  if (isRefusal(first)) throw new Error(first.message);

  const result = await askToVend(world, { profile: 'dev', session_id: first.session.id });

  expect(result).toMatchObject({
    code: 'CONFLICT',
    message: 'this session cannot go on: it changed meanwhile',
  });
  expect(outside.credentials.asked()).toHaveLength(1);
});

test('a group of approvers that is gone when the grant is found lets nobody in', async () => {
  const { outside, world } = aWorldWhere('requests.ofProfile', ({ policies, clock }) => {
    policies.remove({ kind: 'group', name: 'leads' });
    clock.advance(31_000);
  });
  const nowMs = outside.clock.nowMs();
  outside.policies.put({ kind: 'group', name: 'leads' }, 'version: "1"\nmembers: [iam/carol]\n');
  putRules(
    outside,
    'production',
    '  - { name: a, effect: require_approval, conditions: { groups: [engineering] } }',
    'approval: { approvers: { groups: [leads] } }',
  );
  await outside.requests.create(
    aRequest({
      profile: profileNamed('production'),
      terms: {
        roleArn: `arn:aws:iam::${ownAccount}:role/SentinelProtected-X`,
        rule: 'a',
        sessionPolicy: '',
      },
      createdAtMs: nowMs - 2 * minute,
      approvers: { groups: ['leads'] },
      approvals: [aStep('iam/carol', { atMs: nowMs - minute })],
      grant: { fromMs: nowMs - minute, untilMs: nowMs + 59 * minute },
    }),
  );

  const result = await askToVend(world, { profile: 'production' }, alice);

  expect(result).toMatchObject({ code: 'POLICY_DENY', recordedCode: 'POLICY_ERROR' });
  expect(outside.credentials.asked()).toEqual([]);
  expect(codeOf(await askToVend(world, { profile: 'production' }, alice))).toBe('POLICY_DENY');
});

test('a break-glass that policy would have ended by now is open, and gives nothing', async () => {
  const { outside, world } = aWorld();
  putGlass(outside, 'production', '  max_duration: 4h');
  const event = opened(await actsIn(world).open({ duration: 14_400 }));
  putGlass(outside, 'production', '  max_duration: 30m');
  outside.clock.advance(30 * minute);

  const result = await askToVend(world, { profile: 'production' });

  expect(result).toMatchObject({
    code: 'POLICY_DENY',
    message: 'policy denies `production` now: it ends now',
  });
  const [guard] = outside.breakGlass.guards();
  expect(guard?.events).toEqual([{ ...event, sessionIds: [] }]);
});

test('the baseline is among the documents that a decision is recorded with', async () => {
  const { outside, world } = aWorld();
  outside.policies.put(
    { kind: 'baseline' },
    'version: "1"\nrules: [{ name: a, effect: deny, conditions: { users: [iam/eve] } }]\n',
  );

  const vended = await askToVend(world);

  expect(isRefusal(vended) ? vended : vended.session.policies).toMatchObject([
    { parameter: '/sentinel/policies/dev' },
    { parameter: '/sentinel/baseline' },
    { parameter: '/sentinel/groups/engineering' },
    { parameter: '/sentinel/directory' },
  ]);
});
