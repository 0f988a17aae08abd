import { SentinelError } from './errors.ts';
import type { Timer } from './ports.ts';
import type { PolicyVersion, RevocationAccount, RevocationPolicies } from './revoker-ports.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html */
const mostVersions = 5;

/** Milliseconds before each further try; another run may be at work. */
const pausesMs = [200, 400, 800, 1600] as const;

/**
 * Puts a document in force in one account. Where it is already, nothing is written; where IAM keeps no further
 * version, the oldest one that is not in force goes. What is busy or does not answer is tried again, and looked at
 * first, so that a write whose reply was lost is not made twice. Throws what the port throws,
 * `DEPENDENCY_UNAVAILABLE` where five tries were not enough.
 */
export async function putDeny(
  at: RevocationAccount,
  document: string,
  outside: { readonly policies: RevocationPolicies; readonly timer: Timer },
): Promise<'written' | 'unchanged'> {
  let failure: unknown;
  for (const pauseMs of [...pausesMs, undefined]) {
    try {
      const outcome = await putOnce(at, document, outside.policies);
      if (outcome !== 'busy') return outcome;
      failure = new SentinelError(
        'DEPENDENCY_UNAVAILABLE',
        `\`${at.policyArn}\` is being changed by somebody else`,
      );
    } catch (error) {
      if (!(error instanceof SentinelError) || error.code !== 'DEPENDENCY_UNAVAILABLE') throw error;
      failure = error;
    }
    if (pauseMs !== undefined) await outside.timer.wait(pauseMs);
  }
  throw failure;
}

async function putOnce(
  at: RevocationAccount,
  document: string,
  policies: RevocationPolicies,
): Promise<'written' | 'unchanged' | 'busy'> {
  const versions = await policies.versions(at);
  const inForce = versions.find(({ isDefault }) => isDefault);
  const current = inForce === undefined ? undefined : await policies.read(at, inForce.id);
  if (current === document) return 'unchanged';

  for (const version of tooMany(versions)) {
    if (!(await policies.remove(at, version.id))) return 'busy';
  }
  const creation = await policies.create(at, document);
  return creation === 'created' ? 'written' : 'busy';
}

/** Those that must go for one more to have room: the oldest that are not in force. */
function tooMany(versions: readonly PolicyVersion[]): readonly PolicyVersion[] {
  const surplus = versions.length - mostVersions + 1;
  return versions
    .filter(({ isDefault }) => !isDefault)
    .sort((a, b) => a.createdAtMs - b.createdAtMs || numberOf(a) - numberOf(b))
    .slice(0, Math.max(0, surplus));
}

function numberOf({ id }: PolicyVersion): number {
  return Number.parseInt(id.slice(1), 10);
}
