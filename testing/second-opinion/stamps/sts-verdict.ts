import type { Via } from '@sentinel/core/entitlement';
import { sourceIdentity } from '@sentinel/core/identity/source-identity';
import type { AssumeRole } from '@sentinel/core/ports';
import type { SessionId } from '@sentinel/core/session/session';
import { textViolations } from '@sentinel/devstack/http/shape';
import { createIam } from '@sentinel/devstack/iam/iam';
import type { Principal } from '@sentinel/devstack/iam/principal';
import { type Assumed, assumeRole } from '@sentinel/devstack/sts/assume-role';
import { shapes } from '@sentinel/devstack/sts/shapes';
import { ownAccount, type Place } from './arbitrary-place.ts';

/** What the STS stand-in says of an ask; `too-large` is its guess of the packed size, which AWS does not publish. */
export type Verdict =
  | { readonly kind: 'accepted'; readonly packedSizePercent: number }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'refused'; readonly because: string };

const vias: readonly Via[] = ['direct', 'approved', 'auto', 'breakglass'];
const lambda = { Service: 'lambda.amazonaws.com' };
const allowAll = statements({ Action: '*', Resource: '*' });

/** An STS with the place's role, which trusts the server's own role and nobody else. */
export function stsOf(place: Place): (ask: AssumeRole, nowMs: number) => Verdict {
  const iam = createIam((size) => Buffer.alloc(size, 1));
  const policies = [allowAll];
  const trust = statements({ Action: 'sts:AssumeRole', Principal: lambda });
  const api = iam.addRole({ accountId: ownAccount, name: 'sentinel-api', trust, policies });
  iam.addRole({
    accountId: place.roleAccount,
    name: place.roleName,
    trust: statements(
      {
        Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
        Principal: { AWS: api.arn },
        Condition: { StringLike: { 'sts:SourceIdentity': 'sentinel.*' } },
      },
      // A request to tag carries no SourceIdentity to ask for.
      { Action: 'sts:TagSession', Principal: { AWS: api.arn } },
    ),
  });
  for (const arn of place.policyArns) iam.putManagedPolicy(arn, allowAll);
  const caller: Principal = iam.openSession({
    roleArn: api.arn,
    sessionName: 'sentinel-api',
    issuedAtMs: place.nowMs,
    expiresAtMs: place.nowMs + 3_600_000,
  }).session;

  return (ask, nowMs) => {
    const otherVias = vias.flatMap((via) => identityViolations(via, ask));
    if (otherVias.length > 0) return { kind: 'refused', because: otherVias.join('; ') };
    const { durationSeconds, ...rest } = ask;
    const request = { ...rest, durationSeconds: String(durationSeconds), transitiveTagKeys: [] };
    return verdictOf(assumeRole(request, { principal: caller, nowMs, stale: false }, iam));
  };
}

function verdictOf(assumed: Assumed): Verdict {
  if (assumed.ok) return { kind: 'accepted', packedSizePercent: assumed.packedSizePercent ?? 0 };
  const { code, message } = assumed.error;
  if (code === 'PackedPolicyTooLarge') return { kind: 'too-large' };
  return { kind: 'refused', because: `${code}: ${message}` };
}

/** The ask's own session and user, stamped as if they had come by another way. */
function identityViolations(via: Via, ask: AssumeRole): readonly string[] {
  const tag = (key: string) => ask.tags.find((each) => each.key === key)?.value ?? '';
  // As read back from the tags that carry it.
  const id = tag('SentinelSessionID') as SessionId;
  const identity = sourceIdentity(via, id, tag('SentinelUser'));
  return textViolations(`sourceIdentity by ${via}`, identity, shapes.sourceIdentityType);
}

function statements(...all: readonly object[]) {
  return { Version: '2012-10-17', Statement: all.map((each) => ({ Effect: 'Allow', ...each })) };
}
