import type { Iam } from '../iam/iam.ts';
import { parsePolicy } from '../iam/parse-policy.ts';
import { quotas } from './shapes.ts';

/** One version of a managed policy. */
export type Version = {
  readonly id: string;
  /** JSON, as it was written. */
  readonly document: string;
  readonly isDefault: boolean;
  readonly createdAtMs: number;
};

/** A refusal in IAM's words. */
export type Refused = {
  readonly code:
    | 'NoSuchEntity'
    | 'MalformedPolicyDocument'
    | 'LimitExceeded'
    | 'DeleteConflict'
    | 'AccessDenied';
  readonly message: string;
};

export type NewVersion = {
  readonly arn: string;
  readonly document: string;
  readonly setAsDefault: boolean;
  readonly nowMs: number;
};

export type PolicyVersions = ReturnType<typeof policyVersions>;

type Policy = {
  /** Of the next version: a number is never given out twice. */
  next: number;
  versions: readonly Version[];
  /** As they were before the last change. */
  before: readonly Version[];
};

/**
 * Versions of managed policies by IAM's rules; the one in force is what `iam` judges by, from then on.
 * Throws on a policy that `iam` cannot judge.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html
 */
export function policyVersions(iam: Iam) {
  const policies = new Map<string, Policy>();

  function change(policy: Policy, versions: readonly Version[]): void {
    policy.before = policy.versions;
    policy.versions = versions;
  }

  function putInForce(arn: string, document: string): void {
    iam.putManagedPolicy(arn, JSON.parse(document));
  }

  return {
    /** Makes a policy whose first version is in force. */
    create(arn: string, document: string, nowMs: number): void {
      putInForce(arn, document);
      const first = { id: 'v1', document, isDefault: true, createdAtMs: nowMs };
      policies.set(arn, { next: 2, versions: [first], before: [first] });
    },

    /** Newest first; `undefined`: there is no such policy. `stale`: as before the last change. */
    list(arn: string, stale = false): readonly Version[] | undefined {
      const policy = policies.get(arn);
      return stale ? policy?.before : policy?.versions;
    },

    add({ arn, document, setAsDefault, nowMs }: NewVersion): Version | Refused {
      const policy = policies.get(arn);
      if (policy === undefined) return noSuchPolicy(arn);
      const parsed = parsePolicy(document, 'identity');
      if (!parsed.ok) return { code: 'MalformedPolicyDocument', message: parsed.malformed };
      if (document.replace(/\s/g, '').length > quotas.characters) {
        const message = `Cannot exceed quota for PolicySize: ${quotas.characters}`;
        return { code: 'LimitExceeded', message };
      }
      if (policy.versions.length >= quotas.versions) return tooManyVersions;

      const version = {
        id: `v${policy.next}`,
        document,
        isDefault: setAsDefault,
        createdAtMs: nowMs,
      };
      policy.next += 1;
      const others = policy.versions.map((other) =>
        setAsDefault ? { ...other, isDefault: false } : other,
      );
      change(policy, [version, ...others]);
      if (setAsDefault) putInForce(arn, document);
      return version;
    },

    /** `undefined`: it is gone. */
    remove(arn: string, id: string): Refused | undefined {
      const policy = policies.get(arn);
      if (policy === undefined) return noSuchPolicy(arn);
      const version = policy.versions.find((one) => one.id === id);
      if (version === undefined) return noSuchVersion(arn, id);
      if (version.isDefault) {
        const message = 'Cannot delete the default version of a policy.';
        return { code: 'DeleteConflict', message };
      }
      change(
        policy,
        policy.versions.filter((one) => one !== version),
      );
      return undefined;
    },
  };
}

export function isRefused<T extends object>(outcome: T | Refused | undefined): outcome is Refused {
  return outcome !== undefined && 'code' in outcome;
}

export function noSuchPolicy(arn: string): Refused {
  return { code: 'NoSuchEntity', message: `Policy ${arn} does not exist or is not attachable.` };
}

export function noSuchVersion(arn: string, id: string): Refused {
  const message = `Policy ${arn} version ${id} does not exist or is not attachable.`;
  return { code: 'NoSuchEntity', message };
}

const tooManyVersions: Refused = {
  code: 'LimitExceeded',
  message: `A managed policy can have up to ${quotas.versions} versions. Before you create a new version, you must delete an existing version.`,
};
