/** What only the revoker needs from outside: nothing that answers the API may write a policy of IAM. */

/** An account that denies what was revoked: the managed policy that says so, and the role that may write it. */
export type RevocationAccount = {
  /** 12 digits. */
  readonly account: string;
  readonly policyArn: string;
  /** Assumed for every call. */
  readonly roleArn: string;
};

/** One version of a managed policy. */
export type PolicyVersion = {
  /** `v1`, `v2`, ...: never given out twice. */
  readonly id: string;
  /** Whether it is the one in force. */
  readonly isDefault: boolean;
  readonly createdAtMs: number;
};

/**
 * `full`: there are as many versions as IAM keeps; `busy`: somebody else is changing the policy. Nothing was
 * changed then.
 */
export type Creation = 'created' | 'full' | 'busy';

/**
 * The managed policies that deny what was revoked, one an account (IAM). A method throws `CONFIG_ERROR` where IAM
 * refuses us or knows no such policy, `DEPENDENCY_UNAVAILABLE` where nothing is known of the outcome.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html
 */
export type RevocationPolicies = {
  versions(at: RevocationAccount): Promise<readonly PolicyVersion[]>;
  /** A version's document, as it was written. `undefined`: there is no such version. */
  read(at: RevocationAccount, version: string): Promise<string | undefined>;
  /** Adds a version, which is in force from then on. */
  create(at: RevocationAccount, document: string): Promise<Creation>;
  /** `false`: it is in force, or somebody else is changing the policy. A version that is gone is removed. */
  remove(at: RevocationAccount, version: string): Promise<boolean>;
};
