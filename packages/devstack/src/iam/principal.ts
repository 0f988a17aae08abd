import type { Context } from './context.ts';

/** A session tag. */
export type Tag = { readonly key: string; readonly value: string };

export type RoleSession = {
  readonly kind: 'session';
  readonly accountId: string;
  /** `arn:aws:sts::A:assumed-role/RoleName/session`; the role's path is left out. */
  readonly arn: string;
  /** `AROA...:session-name`. */
  readonly userId: string;
  readonly roleArn: string;
  readonly roleId: string;
  readonly sessionName: string;
  readonly sourceIdentity?: string;
  readonly tags: readonly Tag[];
  /** Keys of those tags that the next role of a chain inherits. */
  readonly transitiveTagKeys: readonly string[];
  /** Inline session policy, as JSON. */
  readonly policy?: string;
  /** Managed session policies. */
  readonly policyArns: readonly string[];
  readonly issuedAtMs: number;
  readonly hasMfa: boolean;
  /** Further condition keys that the session carries, such as `lambda:SourceFunctionArn`. */
  readonly carried: Readonly<Record<string, string>>;
};

/** Whoever signs. */
export type Principal =
  | {
      readonly kind: 'user' | 'root';
      readonly accountId: string;
      readonly arn: string;
      /** `AIDA...`; the account id for root. */
      readonly userId: string;
    }
  | RoleSession;

/**
 * The condition keys that a principal brings to each of its requests.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function contextOf(principal: Principal, nowMs: number): Context {
  const context = new Map<string, readonly string[]>([
    ['aws:currenttime', [new Date(nowMs).toISOString()]],
    ['aws:principalaccount', [principal.accountId]],
    ['aws:principalarn', [principal.kind === 'session' ? principal.roleArn : principal.arn]],
    ['aws:userid', [principal.userId]],
  ]);
  if (principal.kind !== 'session') return context;

  context.set('aws:tokenissuetime', [new Date(principal.issuedAtMs).toISOString()]);
  context.set('aws:multifactorauthpresent', [String(principal.hasMfa)]);
  if (principal.sourceIdentity !== undefined) {
    context.set('aws:sourceidentity', [principal.sourceIdentity]);
  }
  for (const tag of principal.tags) {
    context.set(`aws:principaltag/${tag.key.toLowerCase()}`, [tag.value]);
  }
  for (const [key, value] of Object.entries(principal.carried)) {
    context.set(key.toLowerCase(), [value]);
  }
  return context;
}
