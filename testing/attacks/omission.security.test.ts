import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fewAtATime, openRange, type Range } from './firing-range.ts';
import type { Answer, Keys } from './hostile-client.ts';
import { type Asked, members, names, policies, readOnly } from './optional-members.ts';
import { expectRefused } from './repel.ts';

let range: Range;
let mallory: Keys;

beforeAll(async () => {
  range = await openRange({
    roles: { Facts: Object.keys(policies) },
    documents: Object.fromEntries(
      Object.entries(policies).map(([name, { text }]) => [`/sentinel/policies/${name}`, text]),
    ),
  });
  mallory = range.keysOf('mallory');
});
afterAll(() => range.close());

function ask(profile: string, asked: Asked): Promise<Answer> {
  return range.post(mallory, '/', { profile, ...asked });
}

/** Seconds of use that were given. */
function given({ json, requestId }: Answer) {
  const [record] = range.decisions().filter((one) => one.request_id === requestId);
  return { seconds: record?.duration_seconds ?? 0, role: json['RoleArn'] };
}

describe('SEC-06 an optional member that is left out, empty, null or of another kind', () => {
  const rightly = fc.record(
    Object.fromEntries(
      names.map((name) => [name, fc.constantFrom(undefined, ...members[name].right)]),
    ),
  );

  test('SEC-06 gives never more than policy gives to what is there', async () => {
    const law = fc.asyncProperty(
      fc.constantFrom(...Object.keys(policies)),
      rightly,
      async (profile, some) => {
        const asked: Asked = JSON.parse(JSON.stringify(some));
        const { lets = () => false, most = 0 } = policies[profile] ?? {};

        const answer = await ask(profile, asked);

        const isVended = answer.status === 200;
        const why = `SECURITY VIOLATION: ${profile} by ${JSON.stringify(asked)}: ${answer.status}`;
        expect(isVended, why).toBe(lets(asked));
        if (!isVended) return;
        const { seconds, role } = given(answer);
        expect(seconds, why).toBeGreaterThanOrEqual(900);
        expect(seconds, why).toBeLessThanOrEqual(
          Math.min(most, Number(asked['duration'] ?? 3_600)),
        );
        expect(role).toBe('arn:aws:iam::444455556666:role/SentinelProtected-Facts');
      },
    );
    await fc.assert(law, { numRuns: 80, seed: 6 });
  });

  const wrongs = names.flatMap((name) =>
    members[name].wrong.map((value) => [name, value] as const),
  );

  test.each(['justified', 'denied-without'])(
    'SEC-06 wrongly written is refused and never taken for left out, by `%s`',
    async (profile) => {
      const right = { justification: members.justification.right[0], ticket: 'OPS-1' };

      const answers = await fewAtATime(wrongs, ([name, value]) =>
        ask(profile, { ...right, [name]: value }),
      );

      for (const [at, answer] of answers.entries()) {
        const [name, value] = wrongs[at] ?? [];
        const code = name === 'duration' ? 'INVALID_DURATION' : 'INVALID_REQUEST';
        const wants = `${name} as ${JSON.stringify(value)}`;
        const isExponent = value === 1e21;
        expectRefused(range, answer, {
          wants,
          by: mallory,
          refused: {
            code: isExponent ? 'INVALID_REQUEST' : code,
            truth: { subject: 'mallory@example.com' },
          },
        });
      }
    },
  );

  test('SEC-30 a scope only narrows: left out it gives what policy gives, misnamed it gives nothing', async () => {
    const before = range.stack.sts.calls.length;
    const scoped = await ask('server', { scope: 'read-only' });
    const narrowed = await ask('narrowed', { justification: members.justification.right[0] });
    const unknown = await ask('server', { scope: 'read-write' });
    const added = await ask('narrowed', {
      justification: members.justification.right[0],
      scope: 'read-only',
    });

    expect([scoped.status, narrowed.status]).toEqual([200, 200]);
    const asked = range.stack.sts.calls.slice(before).map(({ input }) => JSON.stringify(input));
    expect(asked.length, 'SECURITY VIOLATION: STS was asked for more').toBe(2);
    for (const each of asked) {
      expect(each, 'SECURITY VIOLATION: not narrowed').toContain(readOnly);
      expect(each, 'SECURITY VIOLATION: narrowed and opened again').not.toMatch(
        /Effect\\+":\\+"Allow/,
      );
    }
    for (const answer of [unknown, added]) {
      const refused = { code: 'INVALID_REQUEST' };
      expectRefused(range, answer, { wants: 'a scope that is none', by: mallory, refused });
    }
  });

  test('SEC-06 the optional members of requests and break-glass widen nothing when they are missing or wrong', async () => {
    const why = 'I should like to look at it';
    const right = { profile: 'database', justification: why };
    const plain = await range.post(mallory, '/requests', right);
    expect(plain.json, 'SECURITY VIOLATION: longer than the default').toMatchObject({
      duration_seconds: 3_600,
    });
    const wrong: readonly object[] = [
      ...[null, '', '900', 899, 4 * 3_600 + 1, 7 * 86_400 + 1, 1e10, []].map((duration) => ({
        ...right,
        duration,
      })),
      ...[
        null,
        '',
        'tomorrow',
        '2026-01-01',
        0,

        '2999-01-01T00:00:00Z',
      ].map((not_before) => ({ ...right, not_before })),
      ...[null, '', 'a b', []].map((ticket) => ({ ...right, ticket })),
      { profile: 'database' },
      { ...right, justification: null },
      { ...right, justification: '' },
      { ...right, count: 0 },
      { ...right, approvers: ['mallory@example.com'] },
    ];
    const answers = await fewAtATime(wrong, (body) => range.post(mallory, '/requests', body));
    const glass = {
      profiles: ['database'],
      reason_code: 'incident',
      justification: `${why}, and now`,
    };
    const opened = await Promise.all(
      [
        { ...glass, profiles: [] },
        { ...glass, profiles: null },
        { ...glass, profiles: ['database', 'database'] },
        { ...glass, reason_code: '' },
        { ...glass, reason_code: null },
        { ...glass, justification: 'short' },
        { ...glass, duration: 14_401 },
        { ...glass, duration: null },
        { ...glass, review: false },
      ].map((body) => range.post(range.keysOf('bob'), '/break-glass', body)),
    );

    for (const answer of answers) {
      const code = expect.stringMatching(/^INVALID_(REQUEST|DURATION)$/);
      expect(
        { status: answer.status, ...answer.json },
        'SECURITY VIOLATION: a wrong member was left out',
      ).toMatchObject({ status: 400, Code: code });
    }
    expect(
      opened.map(({ status }) => status),
      'SECURITY VIOLATION: the glass broke',
    ).toEqual(opened.map(() => 400));
  });
});
