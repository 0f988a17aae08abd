import type { Secret } from '../sigv4/verify.ts';
import type { Principal, RoleSession } from './principal.ts';

/** Policies of a user or role: documents as JSON values, and ARNs of managed policies. */
export type Permissions = {
  readonly policies?: readonly unknown[];
  readonly managedPolicyArns?: readonly string[];
};

export type NewUser = Permissions & {
  readonly accountId: string;
  readonly name: string;
  /** `/` unless told. */
  readonly path?: string;
};

export type NewRole = NewUser & {
  readonly trust: unknown;
  /** 3600..43200 seconds; 3600 unless told. */
  readonly maxSessionSeconds?: number;
};

export type Identity = { readonly arn: string; readonly id: string };
export type Role = Identity & { readonly name: string; readonly maxSessionSeconds: number };

/** A key with whoever signs by it. `expiresAtMs` where it is temporary. */
export type Key = Secret & { readonly principal: Principal; readonly expiresAtMs?: number };

/** A session to open, by STS or in the name of a service (Lambda, IAM Identity Center). */
export type NewSession = Pick<RoleSession, 'roleArn' | 'sessionName' | 'issuedAtMs'> &
  Partial<
    Pick<
      RoleSession,
      | 'sourceIdentity'
      | 'tags'
      | 'transitiveTagKeys'
      | 'policy'
      | 'policyArns'
      | 'hasMfa'
      | 'carried'
    >
  > & { readonly expiresAtMs: number };

export type SessionKeys = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly session: RoleSession;
};
