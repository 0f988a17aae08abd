import type { AssumeRole } from '@sentinel/core/ports';
import { denyPolicy } from '@sentinel/core/revocation/deny-policy';
import { aSessionOf, askToRevoke, aWatchedWorld } from '@sentinel/core/testing/a-revoke';
import { alice, codeOf, documents, ownAccount, person } from '@sentinel/core/testing/a-world';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judge } from '../iam/judge.ts';
import { parsePolicy } from '../iam/parse-policy.ts';
import { contextOf } from '../iam/principal.ts';

const people = { alice, bob: person('bob@example.com') } as const;
const otherRole = documents.dev.replace('SentinelProtected-Dev', 'SentinelProtected-Other');

/** What may have become of the document of `dev` between a vend and the revocation. */
const fates = {
  untouched: documents.dev,
  broken: 'version: "1"\nprofile: {',
  'of another role': otherRole,
  gone: undefined,
} as const;

const fateNames = ['untouched', 'broken', 'of another role', 'gone'] as const;
const profiles = ['dev', 'staging'] as const;
const names = ['alice', 'bob'] as const;

const anyStory = fc.record({
  vends: fc.array(
    fc.record({ who: fc.constantFrom(...names), profile: fc.constantFrom(...profiles) }),
    { minLength: 1, maxLength: 6 },
  ),
  fate: fc.constantFrom(...fateNames),
  whose: fc.option(fc.constantFrom(...names), { nil: undefined }),
});

test('SEC-11 what was vended for a profile is denied, whatever has become of its document', async () => {
  const property = fc.asyncProperty(anyStory, async ({ vends, fate, whose }) => {
    const { outside, world } = aWatchedWorld();
    outside.policies.put(
      { kind: 'profile', name: 'staging' },
      documents.dev.replace('SentinelProtected-Dev', 'SentinelProtected-Staging'),
    );
    for (const { who, profile } of vends) await aSessionOf(world, people[who], profile);
    const issuedAtMs = outside.clock.nowMs();
    const document = fates[fate];
    if (document === undefined) outside.policies.remove({ kind: 'profile', name: 'dev' });
    else outside.policies.put({ kind: 'profile', name: 'dev' }, document);
    outside.clock.advance(60_000);

    const target = { profile: 'dev', ...(whose && { subject: `${whose}@example.com` }) };
    expect(codeOf(await askToRevoke(world, target))).toBe('OK');

    const place = { account: ownAccount, partition: 'aws', nowMs: outside.clock.nowMs() };
    const deny = denyPolicy(outside.revocations.all(), place).document;
    const verdicts = outside.credentials
      .asked()
      .map((ask) => verdictOf(deny, sessionOf(ask, issuedAtMs)));
    const expected = vends.map(({ who, profile }) =>
      profile === 'dev' && (whose === undefined || whose === who) ? 'deny' : 'none',
    );
    expect(verdicts, `SECURITY VIOLATION: document ${fate}, by ${deny}`).toEqual(expected);
  });

  await fc.assert(property, { numRuns: 100 });
});

/** What STS makes of what it was asked for. */
function sessionOf(ask: AssumeRole, issuedAtMs: number) {
  return {
    kind: 'session',
    accountId: ownAccount,
    arn: `arn:aws:sts::${ownAccount}:assumed-role/${ask.roleArn.split('/')[1]}/${ask.roleSessionName}`,
    userId: `AROAEXAMPLEPROTECTED1:${ask.roleSessionName}`,
    roleArn: ask.roleArn,
    roleId: 'AROAEXAMPLEPROTECTED1',
    sessionName: ask.roleSessionName,
    sourceIdentity: ask.sourceIdentity,
    tags: ask.tags,
    transitiveTagKeys: [],
    policyArns: [],
    issuedAtMs,
    hasMfa: false,
    carried: {},
  } as const;
}

function verdictOf(document: string, principal: ReturnType<typeof sessionOf>) {
  const parsed = parsePolicy(document, 'identity');
  if (!parsed.ok) throw new Error(`malformed: ${parsed.malformed}`);
  const context = contextOf(principal, principal.issuedAtMs);
  const question = { action: 's3:GetObject', resource: 'arn:aws:s3:::bucket/key', context };
  return judge([parsed.policy], question);
}
