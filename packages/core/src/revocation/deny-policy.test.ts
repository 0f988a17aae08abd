import { aRevocation, targets } from '@sentinel/core/testing/a-revocation';
import { noon } from '@sentinel/core/testing/contracts/a-session';
import { describe, expect, test } from 'vitest';
import { type DenyPolicy, denyPolicy } from './deny-policy.ts';
import type { Revocation } from './revocation.ts';

const account = '444455556666';
const production = `arn:aws:iam::${account}:role/SentinelProtected-Production`;
const dev = `arn:aws:iam::${account}:role/SentinelProtected-Dev`;
const place = { account, partition: 'aws', nowMs: noon + 60_000 };
const nobody = { StringEquals: { 'aws:SourceIdentity': ['sentinel:nobody'] } };

function conditions(...revocations: readonly Revocation[]): readonly object[] {
  const { Statement: statements } = JSON.parse(denyPolicy(revocations, place).document);
  return statements.map(conditionOf);
}

function conditionOf(statement: { readonly Condition: object }): object {
  return statement.Condition;
}

function patterns(user: string): readonly string[] {
  return ['direct', 'approved', 'auto', 'breakglass'].map(
    (via) => `sentinel.${via}.????????????????.${user}`,
  );
}

describe('the policy of an account', () => {
  test('with nothing to deny is one that denies nobody', () => {
    expect(denyPolicy([], place)).toEqual({
      document: `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Condition":${JSON.stringify(nobody)}}]}`,
      covers: new Map(),
    });
  });

  test('names a session exactly, and users, profiles and roles by what was issued before', () => {
    const session = 'sentinel.approved.00000000000000a1.alice';

    const written = conditions(
      aRevocation(1, { target: targets.session(session, production) }),
      aRevocation(2, { target: targets.users(['alice', 'iam_alice=abcdefghijklm']) }),
      aRevocation(3, { target: targets.users(['bob'], 'production') }),
      aRevocation(4, { target: targets.profile('dev', dev) }),
      aRevocation(5, { target: targets.profile('stolen') }),
    );

    const before = { DateLessThan: { 'aws:TokenIssueTime': '2026-01-25T14:30:01Z' } };
    expect(written).toEqual([
      { StringEquals: { 'aws:SourceIdentity': [session] } },
      {
        StringLike: { 'aws:SourceIdentity': patterns('bob') },
        StringEquals: { 'aws:PrincipalTag/SentinelProfile': 'production' },
        ...before,
      },
      {
        StringLike: {
          'aws:SourceIdentity': [...patterns('alice'), ...patterns('iam_alice=abcdefghijklm')],
        },
        ...before,
      },
      { StringEquals: { 'aws:PrincipalTag/SentinelProfile': ['dev', 'stolen'] }, ...before },
      { ArnLike: { 'aws:PrincipalArn': [dev] }, ...before },
    ]);
  });

  test('names a profile in every account, and its role in that of the role alone', () => {
    const foreign = dev.replace('4444', '7777');

    const written = conditions(aRevocation(1, { target: targets.profile('dev', foreign) }));

    expect(written).toEqual([
      {
        StringEquals: { 'aws:PrincipalTag/SentinelProfile': ['dev'] },
        DateLessThan: { 'aws:TokenIssueTime': '2026-01-25T14:30:01Z' },
      },
    ]);
  });

  test('is the same text whatever the order, and keeps the later of two that are for the same', () => {
    const earlier = aRevocation(1);
    const later = aRevocation(2, { createdAtMs: noon + 5000, doneAtMs: noon + 5400 });

    const { document } = denyPolicy([earlier, later], place);

    expect(denyPolicy([later, earlier], place).document).toBe(document);
    expect(document).toContain('2026-01-25T14:30:06Z');
    expect(document).not.toContain('2026-01-25T14:30:01Z');
  });

  test('is the same text whatever the order of names, times and kinds', () => {
    const at = (seconds: number) => ({ doneAtMs: noon + seconds * 1000 });
    const revocations = [
      aRevocation(1, { target: targets.session('sentinel.direct.b.bob', dev) }),
      aRevocation(2, { target: targets.session('sentinel.direct.a.alice', dev) }),
      aRevocation(3, { target: targets.session('sentinel.direct.c.carol', dev) }),
      aRevocation(4, { target: targets.users(['bob']), ...at(2) }),
      aRevocation(5, { target: targets.users(['alice']), ...at(2) }),
      aRevocation(6, { target: targets.users(['carol']), ...at(1) }),
      aRevocation(7, { target: targets.users(['dan']), ...at(3) }),
      aRevocation(8, { target: targets.profile('staging', dev), ...at(2) }),
      aRevocation(9, { target: targets.profile('mail', production), ...at(2) }),
    ];
    const { document } = denyPolicy(revocations, place);

    for (const [index] of revocations.entries()) {
      const turned = [...revocations.slice(index), ...revocations.slice(0, index)];
      expect(denyPolicy(turned, place).document).toBe(document);
      expect(denyPolicy(turned.reverse(), place).document).toBe(document);
    }
  });

  test('denies one session and one user together, each by name', () => {
    const session = targets.session('sentinel.direct.a.bob', dev);

    const written = conditions(aRevocation(1, { target: session }), aRevocation(2));

    expect(written).toMatchObject([
      { StringEquals: { 'aws:SourceIdentity': ['sentinel.direct.a.bob'] } },
      { StringLike: { 'aws:SourceIdentity': patterns('alice') } },
    ]);
  });

  test('denies a session for as long as it may live after its revocation was done, whatever its block', () => {
    const lateMs = noon + 3_900_000;
    const late = aRevocation(1, {
      target: targets.session('sentinel.direct.a.bob', dev),
      untilMs: noon + 1000,
      doneAtMs: lateMs,
    });
    const at = (nowMs: number) => denyPolicy([late], { ...place, nowMs }).document;

    expect(at(lateMs + 3_899_999)).toContain('sentinel.direct.a.bob');
    expect(at(lateMs + 3_900_000)).toContain('sentinel:nobody');
  });

  test.each<[string, Partial<Revocation>]>([
    [
      'of a session in another account',
      { target: targets.session('sentinel.direct.a.b', dev.replace('44', '77')) },
    ],
    ['that an owner made', { isAdministrators: false }],
    ['whose credentials are over', { createdAtMs: noon - 4e6, doneAtMs: noon - 3_840_000 }],
  ])('has nothing to say of one %s', (_, changes) => {
    expect(conditions(aRevocation(1, changes))).toEqual([nobody]);
  });

  test.each<[string, Partial<Revocation>, string]>([
    ['until it was finished', { doneAtMs: noon + 10_001 }, '14:30:11Z'],
    ['until now while it is open', { status: 'open' }, '14:31:00Z'],
    [
      'until it was lifted, where it was never finished',
      { status: 'lifted', lifted: lift(7000) },
      '14:30:07Z',
    ],
    [
      'when it is lifted too',
      { doneAtMs: noon + 1, status: 'lifted', lifted: lift(9000) },
      '14:30:01Z',
    ],
    ['no longer than its block stood', { status: 'open', untilMs: noon + 30_000 }, '14:30:30Z'],
  ])('denies what was issued %s', (_, changes, time) => {
    const { doneAtMs: _done, ...open } = aRevocation(1);

    const { document } = denyPolicy([{ ...open, ...changes }], place);

    expect(document).toContain(`"DateLessThan":{"aws:TokenIssueTime":"2026-01-25T${time}"}`);
  });
});

describe('a policy without room', () => {
  const sessions = (count: number, role: string, from = 0) =>
    Array.from({ length: count }, (_, n) =>
      aRevocation(from + n, {
        target: targets.session(
          `sentinel.direct.${(from + n).toString().padStart(16, '0')}.alice`,
          role,
        ),
        doneAtMs: noon + n * 1000,
      }),
    );

  test('denies all of the role that takes the most, first', () => {
    const revocations = [...sessions(150, production), ...sessions(20, dev, 500)];

    const { document, covers } = denyPolicy(revocations, { ...place, nowMs: noon + 200_000 });

    expect(JSON.parse(document).Statement.at(-1).Condition).toEqual({
      ArnLike: { 'aws:PrincipalArn': [production] },
      DateLessThan: { 'aws:TokenIssueTime': '2026-01-25T14:32:29Z' },
    });
    const widened = revocations.map(({ id }) => covers.get(id)?.isWidened);
    expect(widened).toEqual([...Array(150).fill(true), ...Array(20).fill(false)]);
  });

  test('has room for so many characters, and not for one more', () => {
    const filled = (length: number) => {
      const last = (text: string) =>
        aRevocation(900, { target: targets.session(`sentinel.direct.z.${text}`, dev) });
      const others = sessions(130, production);
      const at = { ...place, nowMs: noon + 200_000 };
      const rest = length - denyPolicy([...others, last('')], at).document.length;
      return denyPolicy([...others, last('x'.repeat(rest))], at);
    };
    const isWidened = ({ covers }: DenyPolicy) =>
      [...covers.values()].some((each) => each.isWidened);

    expect([filled(6144).document.length, isWidened(filled(6144))]).toEqual([6144, false]);
    expect(isWidened(filled(6145))).toBe(true);
  });

  test('denies all of the role that takes the most, first, whatever else takes more', () => {
    const users = aRevocation(900, {
      target: targets.users(Array.from({ length: 22 }, (_, n) => `user-${n}`)),
    });
    const profiles = aRevocation(901, { target: targets.profile('mail') });
    const revocations = [users, profiles, ...sessions(10, dev, 500), ...sessions(40, production)];

    const { document, covers } = denyPolicy(revocations, { ...place, nowMs: noon + 200_000 });

    expect(JSON.parse(document).Statement.map(conditionOf)).toMatchObject([
      { StringEquals: { 'aws:SourceIdentity': expect.any(Array) } },
      { StringLike: { 'aws:SourceIdentity': expect.arrayContaining([...patterns('user-21')]) } },
      { StringEquals: { 'aws:PrincipalTag/SentinelProfile': ['mail'] } },
      { ArnLike: { 'aws:PrincipalArn': [production] } },
    ]);
    const widened = revocations.map(({ id }) => covers.get(id)?.isWidened);
    expect(widened).toEqual([...Array(12).fill(false), ...Array(40).fill(true)]);
  });

  test('of two roles that take as much, denies all of the first by name, whatever the order', () => {
    const roles = ['b', 'a', 'c'].map((end) => `${dev}-${end}`);
    const revocations = roles.flatMap((role, n) => sessions(50, role, n * 50));
    const at = { ...place, nowMs: noon + 200_000 };

    const { document } = denyPolicy(revocations, at);

    expect(JSON.parse(document).Statement.at(-1).Condition).toMatchObject({
      ArnLike: { 'aws:PrincipalArn': [`${dev}-a`] },
    });
    expect(denyPolicy(revocations.toReversed(), at).document).toBe(document);
  });

  const usersOnProfiles = (count: number) =>
    Array.from({ length: count }, (_, n) =>
      aRevocation(n, {
        target: targets.users([`user-${n}`], n < 20 ? 'production' : 'dev'),
        doneAtMs: noon + n * 1000,
      }),
    );

  test('denies all of the profile whose users take the most, first', () => {
    const { document, covers } = denyPolicy(usersOnProfiles(35), place);

    expect(JSON.parse(document).Statement.map(conditionOf)).toEqual([
      {
        StringLike: { 'aws:SourceIdentity': expect.arrayContaining([...patterns('user-34')]) },
        StringEquals: { 'aws:PrincipalTag/SentinelProfile': 'dev' },
        DateLessThan: { 'aws:TokenIssueTime': '2026-01-25T14:30:34Z' },
      },
      {
        StringEquals: { 'aws:PrincipalTag/SentinelProfile': ['production'] },
        DateLessThan: { 'aws:TokenIssueTime': '2026-01-25T14:30:34Z' },
      },
    ]);
    expect([...covers.values()].filter(({ isWidened }) => isWidened)).toHaveLength(34);
  });

  test('denies profiles, and no other, what was issued until the last of them was revoked', () => {
    const revocations = Array.from({ length: 30 }, (_, n) =>
      aRevocation(n, {
        target: targets.profile(`profile-${n}`, `${dev}-${n}`),
        doneAtMs: noon + n * 1000,
      }),
    );

    const { document } = denyPolicy(revocations, place);

    const last = { DateLessThan: { 'aws:TokenIssueTime': '2026-01-25T14:30:29Z' } };
    const [byTag, byRole, ...more] = JSON.parse(document).Statement.map(conditionOf);
    expect(byTag['StringEquals']['aws:PrincipalTag/SentinelProfile']).toHaveLength(30);
    expect(byRole['ArnLike']['aws:PrincipalArn']).toHaveLength(30);
    expect([byTag, byRole, more]).toMatchObject([last, last, []]);
  });

  const usersOneByOne = (count: number) =>
    Array.from({ length: count }, (_, n) =>
      aRevocation(n, { target: targets.users([`user-${n}`]), doneAtMs: noon + n * 1000 }),
    );

  test('denies users, and nobody else, what was issued until the last of them was revoked', () => {
    const { document, covers } = denyPolicy(usersOneByOne(30), place);

    expect(JSON.parse(document).Statement.map(conditionOf)).toEqual([
      {
        StringLike: { 'aws:SourceIdentity': expect.arrayContaining([...patterns('user-0')]) },
        DateLessThan: { 'aws:TokenIssueTime': '2026-01-25T14:30:29Z' },
      },
    ]);
    const widened = [...covers.values()].map(({ isWidened }) => isWidened);
    expect(widened).toEqual([...Array(29).fill(true), false]);
  });

  test('of many users without a profile denies all of every protected role', () => {
    const { document, covers } = denyPolicy(usersOneByOne(40), place);

    expect(JSON.parse(document).Statement.map(conditionOf)).toEqual([
      {
        ArnLike: { 'aws:PrincipalArn': [`arn:aws:iam::${account}:role/SentinelProtected-*`] },
        DateLessThan: { 'aws:TokenIssueTime': '2026-01-25T14:30:39Z' },
      },
    ]);
    expect([...covers.values()].every(({ isWidened }) => isWidened)).toBe(true);
    expect(covers.size).toBe(40);
  });

  test('of a thousand revocations is found at once', () => {
    const many = Array.from({ length: 20 }, (_, n) => sessions(50, `${dev}-${n}`, n * 50)).flat();
    const startedAt = performance.now();

    const { document } = denyPolicy(many, place);

    expect(document.length).toBeLessThanOrEqual(6144);
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });
});

function lift(afterMs: number): NonNullable<Revocation['lifted']> {
  const { by } = aRevocation(1);
  return { by, atMs: noon + afterMs };
}
