import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Directory } from '../policy/document.ts';
import { isRefusal } from '../reasons.ts';
import type { SessionId } from '../session/session.ts';
import { identify } from './identify.ts';
import { principalOf } from './principal.ts';
import { sourceIdentity, userPart } from './source-identity.ts';
import type { Caller, SignedCaller, SubjectId } from './subject.ts';

const own = '111122223333';
const other = '222233334444';
const scope = { partition: 'aws', callerAccounts: new Set([own, other]) };
const sso = 'AWSReservedSSO_Engineers_0123456789abcdef';
const identity: Directory['identity'] = {
  domain: 'example.com',
  trustedSessionNames: [
    { account: own, role: sso.toLowerCase(), groups: ['engineering'] },
    { account: other, role: 'people', roleId: 'AROAPEOPLEPEOPLE00001', groups: [] },
  ],
  personOf: new Map([['iam/alice', 'alice@example.com']]),
};

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest();

function callerOf(signer: SignedCaller): Caller | undefined {
  const principal = principalOf(signer, scope);
  if (isRefusal(principal)) return undefined;
  const caller = identify(signer, principal, { identity, ownAccountId: own });
  return isRefusal(caller) ? undefined : caller;
}

function roleSigner(account: string, role: string, session: string): SignedCaller {
  const id = role === 'People' ? 'AROAPEOPLEPEOPLE00001' : 'AROAEXAMPLEEXAMPLE001';
  return {
    accountId: account,
    userArn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
    userId: `${id}:${session}`,
    accessKey: 'ASIAEXAMPLE',
  };
}

function userSigner(account: string, name: string): SignedCaller {
  return {
    accountId: account,
    userArn: `arn:aws:iam::${account}:user/${name}`,
    userId: 'AIDAEXAMPLEEXAMPLE001',
    accessKey: 'AKIAEXAMPLE',
  };
}

describe('SEC-04 who is who', () => {
  test.each([
    [roleSigner(own, sso, 'Alice@Example.com'), 'alice@example.com', 'person', 'alice@example.com'],
    [
      roleSigner(other, 'People', 'alice@example.com'),
      'alice@example.com',
      'person',
      'alice@example.com',
    ],
    [roleSigner(other, sso, 'alice@example.com'), undefined, undefined, undefined],
    [
      roleSigner(own, 'AWSReservedSSO_Engineers_fedcba9876543210', 'alice'),
      undefined,
      undefined,
      undefined,
    ],
    [roleSigner(own, 'awsreservedsso_x', 'alice'), undefined, undefined, undefined],
    [roleSigner(own, 'People', 'alice@example.com'), 'role/people', 'role', 'role/people'],
    [roleSigner(own, 'CI', 'alice@example.com'), 'role/ci', 'role', 'role/ci'],
    [roleSigner(other, 'CI', 'alice@example.com'), `${other}:role/ci`, 'role', `${other}:role/ci`],
    [userSigner(own, 'ops/Alice'), 'iam/alice', 'user', 'alice@example.com'],
    [userSigner(other, 'alice'), `${other}:iam/alice`, 'user', `${other}:iam/alice`],
  ])('SEC-04 %j is %s', (signer, subject, kind, person) => {
    const caller = callerOf(signer);

    expect(caller?.subject, 'SECURITY VIOLATION: a caller got another subject').toBe(subject);
    expect(caller?.kind).toBe(kind);
    expect(caller?.person, 'SECURITY VIOLATION: a caller is another person').toBe(person);
  });

  test.each([userSigner(own, 'alice'), roleSigner(own, sso, 'alice@example.com')])(
    'SEC-04 the same number in another partition is nobody here: %j',
    (signer) => {
      const elsewhere = { ...signer, userArn: signer.userArn.replace('arn:aws:', 'arn:aws-cn:') };

      const caller = callerOf(elsewhere);

      expect(caller, 'SECURITY VIOLATION: a caller of another partition').toBeUndefined();
    },
  );

  test('SEC-04 a role that was re-created under a trusted name is refused', () => {
    const signer = {
      ...roleSigner(other, 'People', 'alice@example.com'),
      userId: 'AROAANOTHERANOTHER001:alice@example.com',
    };

    const caller = callerOf(signer);

    expect(caller, 'SECURITY VIOLATION: a re-created role is trusted').toBeUndefined();
  });

  test('SEC-04 an untrusted Identity Center role raises a metric', () => {
    const signer = roleSigner(other, sso, 'alice@example.com');
    const principal = principalOf(signer, scope);
    if (isRefusal(principal)) throw new Error('the principal itself is well formed');

    const refusal = identify(signer, principal, { identity, ownAccountId: own });

    expect(isRefusal(refusal) && refusal.metric).toBe('UntrustedSsoRole');
  });

  test('SEC-04 an IAM user that is named as a trusted role is itself, and carries no groups', () => {
    const trusted = { account: own, role: 'ci', groups: ['engineering'] };
    const signer = userSigner(own, 'CI');
    const principal = principalOf(signer, scope);
    if (isRefusal(principal)) throw new Error('the principal itself is well formed');

    const caller = identify(signer, principal, {
      identity: { ...identity, trustedSessionNames: [trusted] },
      ownAccountId: own,
    });

    expect(caller, 'SECURITY VIOLATION: a user is taken for the role of its name').toMatchObject({
      subject: 'iam/ci',
      kind: 'user',
      carriedGroups: [],
    });
  });

  test('SEC-04 subjects that differ in a sign which is replaced do not share a stamp', () => {
    const subjects = ['al,ice', 'al=ice', 'al/ice', 'al_ice'].map((text) => `${text}@example.com`);

    const stamps = subjects.map((text) => userPart(text as SubjectId, 'example.com', sha256));

    expect(new Set(stamps).size, 'SECURITY VIOLATION: two subjects share a stamp').toBe(4);
  });

  const name = fc.stringMatching(/^[A-Za-z0-9_+=,.@-]{2,12}$/);
  const account = fc.constantFrom(own, other);
  const signer = fc.oneof(
    fc.record({ account, name }).map((each) => userSigner(each.account, each.name)),
    fc
      .record({
        account,
        role: fc.oneof(name, fc.constantFrom(sso, 'People', 'CI')),
        session: name,
      })
      .map((each) => roleSigner(each.account, each.role, each.session)),
  );

  test('SEC-04 no two principals share a subject, and no two subjects a stamp', () => {
    const stamps = new Map<string, string>();
    const property = fc.property(signer, signer, (one, two) => {
      const [first, second] = [callerOf(one), callerOf(two)];
      if (first === undefined || second === undefined) return;
      const isSamePrincipal =
        first.kind === second.kind &&
        (first.kind === 'person' || first.accountId === second.accountId) &&
        nameOf(one, first) === nameOf(two, second);
      expect(
        first.subject === second.subject,
        'SECURITY VIOLATION: two principals share a subject, or one has two',
      ).toBe(isSamePrincipal);
      for (const { subject } of [first, second]) {
        const stamp = userPart(subject, identity.domain, sha256);
        expect(stamps.get(stamp) ?? subject, 'SECURITY VIOLATION: two subjects share a stamp').toBe(
          subject,
        );
        stamps.set(stamp, subject);
      }
    });

    fc.assert(property, { numRuns: 20_000 });
  });
});

describe('SEC-14 what is stamped on AWS', () => {
  const subject = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 90 }),
    fc.stringMatching(/^[a-z0-9_+=,.@/:-]{1,90}$/),
    fc.stringMatching(/^[a-z.]{1,30}@example\.com$/),
  );
  const domain = fc.constantFrom(undefined, 'example.com');
  const via = fc.constantFrom('direct', 'approved', 'auto', 'breakglass' as const);

  test('SEC-14 satisfies the patterns of STS, whatever the subject', () => {
    const property = fc.property(subject, domain, via, (text, domainName, right) => {
      const user = userPart(text as SubjectId, domainName, sha256);
      const stamp = sourceIdentity(right, '0123456789abcdef' as SessionId, user);
      expect(user, 'SECURITY VIOLATION: not a RoleSessionName').toMatch(/^[\w+=.@-]{2,27}$/);
      expect(stamp, 'SECURITY VIOLATION: not a SourceIdentity').toMatch(
        /^sentinel\.[a-z]+\.[0-9a-f]{16}\.[\w+=.@-]{2,27}$/,
      );
      expect(stamp.length, 'SECURITY VIOLATION: SourceIdentity too long').toBeLessThanOrEqual(64);
      expect(`${user}-0123456789abcdef`.length).toBeLessThanOrEqual(64);
    });

    fc.assert(property, { numRuns: 100_000 });
  });

  test.each([
    ['alice@example.com', 'example.com', 'alice'],
    ['alice@example.com', undefined, 'alice@example.com'],
    ['alice@other.org', 'example.com', 'alice@other.o=7nwbpc3vjkhaa'],
    ['iam/alice', undefined, 'iam_alice=oa27ptncybzz4'],
    ['x@example.com', 'example.com', 'x=cbvlfxr24mxq4'],
    ['@example.com', 'example.com', '=lxwxanhrrwxln'],
    ['al@example.com', 'example.com', 'al'],
    [`${'a'.repeat(27)}@example.com`, 'example.com', 'a'.repeat(27)],
    [`${'a'.repeat(28)}@example.com`, 'example.com', 'aaaaaaaaaaaaa=gmjd4wx5d577b'],
    ['a-very-long-name-of-a-person@example.com', 'example.com', 'a-very-long-n=lerxxwjznh4cv'],
    ['al,ice@example.com', 'example.com', 'al_ice=ykm56butb2iko'],
  ])('SEC-14 %s under %s is stamped %s', (text, domainName, stamped) => {
    const user = userPart(text as SubjectId, domainName, sha256);

    expect(user, 'SECURITY VIOLATION: stamped otherwise').toBe(stamped);
  });
});

function nameOf(signer: SignedCaller, caller: Caller): string {
  const [, first = '', second = ''] = signer.userArn.split('/');
  return (caller.kind === 'person' ? second : first).toLowerCase();
}
