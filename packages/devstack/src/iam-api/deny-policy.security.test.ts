import { denyPolicy } from '@sentinel/core/revocation/deny-policy';
import type { Revocation } from '@sentinel/core/revocation/revocation';
import { aRevocation, targets } from '@sentinel/core/testing/a-revocation';
import { noon } from '@sentinel/core/testing/contracts/a-session';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judge } from '../iam/judge.ts';
import { parsePolicy } from '../iam/parse-policy.ts';
import { contextOf, type RoleSession } from '../iam/principal.ts';

const account = '444455556666';
const place = { account, partition: 'aws', nowMs: noon + 60_000 };
const roles = ['Dev', 'Prod', 'Production'].map(
  (name) => `arn:aws:iam::${account}:role/SentinelProtected-${name}`,
);
const foreignRole = 'arn:aws:iam::777788889999:role/SentinelProtected-Dev';
const vias = ['direct', 'approved', 'auto', 'breakglass'] as const;
/** Names that begin or end in one another, one that looks like a field and a name, and one of a cut subject. */
const users = [
  'bob',
  'abob',
  'bobx',
  'x.bob',
  'aaaaaaaaaaaaaaaa.bob',
  'bob@a-b_c+d',
  'alice@example=abcdefghijklm',
];
const ids = ['00000000000000a1', '00000000000000a2', '0123456789abcdef', '00000000000000ff'];
/** A session is of one role: those with the last id of one elsewhere. */
const roleOf = (id: string) => [...roles, foreignRole][ids.indexOf(id)] ?? '';

/** Names that begin or end in one another. */
const profiles = ['dev', 'dev-2', 'prod', 'a-prod'];

/** What is known of one vended session when it calls AWS. */
type Vended = {
  readonly via: (typeof vias)[number];
  readonly id: string;
  readonly user: string;
  readonly roleArn: string;
  /** As tagged; a session that is chained from one does not carry it. */
  readonly profile?: string | undefined;
  /** Seconds from noon. */
  readonly issued: number;
};

const anyVended: fc.Arbitrary<Vended> = fc
  .record({
    via: fc.constantFrom(...vias),
    id: fc.constantFrom(...ids.slice(0, -1)),
    user: fc.constantFrom(...users),
    profile: fc.option(fc.constantFrom(...profiles), { nil: undefined }),
    issued: fc.integer({ min: -30, max: 30 }),
  })
  .map((vended) => ({ ...vended, roleArn: roleOf(vended.id) }));

const maybeRole = fc.option(fc.constantFrom(...roles, foreignRole), { nil: undefined });

const anyTarget: fc.Arbitrary<Revocation['target']> = fc.oneof(
  fc
    .tuple(fc.constantFrom(...vias), fc.constantFrom(...ids), fc.constantFrom(...users))
    .map(([via, id, user]) => targets.session(`sentinel.${via}.${id}.${user}`, roleOf(id))),
  fc
    .tuple(
      fc.subarray(users, { minLength: 1, maxLength: 2 }),
      fc.option(fc.constantFrom(...profiles), { nil: undefined }),
    )
    .map(([named, profile]) => targets.users(named, profile)),
  fc
    .tuple(fc.constantFrom(...profiles), maybeRole)
    .map(([profile, role]) => targets.profile(profile, role)),
);

/** Times in milliseconds from noon: made, finished or not, lifted or not. */
const anyRevocation = fc
  .record({
    target: anyTarget,
    created: fc.integer({ min: -29_000, max: 29_000 }),
    took: fc.option(fc.integer({ min: 0, max: 3000 }), { nil: undefined }),
    isAdministrators: fc.boolean(),
    isLifted: fc.boolean(),
  })
  .map(({ target, created, took, isAdministrators, isLifted }) => {
    const createdAtMs = noon + created;
    const { doneAtMs: _, ...open } = aRevocation(1, { target, createdAtMs, isAdministrators });
    if (took === undefined) return { ...open, status: 'open' as const };
    const done = { ...open, doneAtMs: createdAtMs + took };
    return isLifted ? { ...done, status: 'lifted' as const } : done;
  });

const anyRevocations = fc
  .array(anyRevocation, { maxLength: 8 })
  .map((all) => all.map((one, at): Revocation => ({ ...one, id: aRevocation(at).id })));

/** The rule, written down once more and in another way: what was revoked is denied, nothing else. */
function mustBe(vended: Vended, revocations: readonly Revocation[]): 'deny' | 'allow' {
  const isRevoked = revocations.some((revocation) => {
    if (!revocation.isAdministrators) return false;
    const { target } = revocation;
    if (target.kind === 'session') {
      const { via, id, user } = vended;
      return target.sourceIdentity === ['sentinel', via, id, user].join('.');
    }
    const isOfProfile = target.profile === vended.profile;
    if (target.kind === 'profile') {
      if (!isOfProfile && target.roleArn !== vended.roleArn) return false;
    } else if (!target.users.includes(vended.user)) return false;
    else if (target.profile !== undefined && !isOfProfile) return false;
    const untilMs = revocation.status === 'open' ? place.nowMs : (revocation.doneAtMs ?? 0);
    return noon + vended.issued * 1000 < untilMs;
  });
  return isRevoked ? 'deny' : 'allow';
}

function sessionOf({ via, id, user, roleArn, profile, issued }: Vended): RoleSession {
  return {
    kind: 'session',
    accountId: account,
    arn: `arn:aws:sts::${account}:assumed-role/${roleArn.split('/')[1]}/${user}`,
    userId: `AROAEXAMPLEPROTECTED1:${user}`,
    roleArn,
    roleId: 'AROAEXAMPLEPROTECTED1',
    sessionName: user,
    sourceIdentity: `sentinel.${via}.${id}.${user}`,
    tags: profile === undefined ? [] : [{ key: 'SentinelProfile', value: profile }],
    transitiveTagKeys: [],
    policyArns: [],
    issuedAtMs: noon + issued * 1000,
    hasMfa: false,
    carried: {},
  };
}

const allowAll = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

/** What an account that carries the policy says of a call by such a session. */
function verdictOf(document: string, principal: RoleSession) {
  const policies = [document, JSON.stringify(allowAll)].map((text) => {
    const parsed = parsePolicy(text, 'identity');
    if (!parsed.ok) throw new Error(`malformed: ${parsed.malformed}`);
    return parsed.policy;
  });
  const context = contextOf(principal, place.nowMs);
  return judge(policies, { action: 's3:GetObject', resource: 'arn:aws:s3:::bucket/key', context });
}

describe('SEC-11 the policy that an account carries', () => {
  test('SEC-11 denies whoever was revoked, and allows everybody else', () => {
    const property = fc.property(
      anyRevocations,
      fc.array(anyVended, { minLength: 1, maxLength: 12 }),
      (revocations, vended) => {
        const { document, covers } = denyPolicy(revocations, place);

        fc.pre([...covers.values()].every(({ isWidened }) => !isWidened));
        for (const one of vended) {
          const expected = mustBe(one, revocations);
          expect(
            verdictOf(document, sessionOf(one)),
            `SECURITY VIOLATION: ${JSON.stringify(one)} is not ${expected} by ${document}`,
          ).toBe(expected);
        }
      },
    );

    fc.assert(property, { numRuns: 3000 });
  });

  test('SEC-11 without room denies more, never less, says so, and stays within the quota', () => {
    const many = fc
      .array(anyRevocation, { minLength: 30, maxLength: 80 })
      .map((all) => all.map((one, at): Revocation => ({ ...one, id: aRevocation(at).id })));
    const property = fc.property(
      many,
      fc.array(anyVended, { minLength: 1, maxLength: 30 }),
      (revocations, vended) => {
        const { document, covers } = denyPolicy(revocations, place);

        expect(document.length, 'SECURITY VIOLATION: IAM takes no such policy').toBeLessThan(6145);
        const isWidened = [...covers.values()].some((covered) => covered.isWidened);
        for (const one of vended) {
          const [expected, actual] = [
            mustBe(one, revocations),
            verdictOf(document, sessionOf(one)),
          ];
          if (expected === 'deny' || !isWidened) {
            expect(actual, `SECURITY VIOLATION: ${JSON.stringify(one)} by ${document}`).toBe(
              expected,
            );
          }
        }
      },
    );

    fc.assert(property, { numRuns: 300 });
  });

  test.each([
    ['a principal that is no session of ours', undefined],
    ['a longer via', 'sentinel.direct.x.0123456789abcdef.bob'],
    ['a shorter session id', 'sentinel.direct.0123456789abcde.bob'],
    ['another prefix', 'xsentinel.direct.0123456789abcdef.bob'],
    ['another case', 'sentinel.direct.0123456789abcdef.BOB'],
  ])('SEC-11 leaves %s alone', (_, sourceIdentity) => {
    const { document } = denyPolicy([aRevocation(1, { target: targets.users(['bob']) })], place);
    const [roleArn = ''] = roles;
    const session = sessionOf({
      via: 'direct',
      id: '0123456789abcdef',
      user: 'bob',
      roleArn,
      issued: -5,
    });
    const { sourceIdentity: own, ...anonymous } = session;

    const verdict = verdictOf(document, {
      ...anonymous,
      ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
    });

    expect(verdictOf(document, session), `SECURITY VIOLATION: ${own} goes on`).toBe('deny');
    expect(verdict, 'SECURITY VIOLATION: somebody else is kept out').toBe('allow');
  });
});
