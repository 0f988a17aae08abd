import type { Session } from './session.ts';

/** Whoever signed, in IAM's words. */
export type Signer = {
  /** 12 digits. */
  readonly accountId: string;
  readonly arn: string;
  /** `AROA...:session-name` for a role session. */
  readonly userId: string;
};

const roleArn = /^arn:([a-z-]{3,20}):iam::(\d{12}):role\/(?:[\x21-\x7e]+\/)?([\w+=,.@-]{1,64})$/;
const stamp = /^sentinel\.[a-z]+\.[0-9a-f]{16}\.([\w+=,.@-]{2,})$/;
const perVend = /^-[0-9a-f]{16}$/;

/**
 * Whether this signer is what Sentinel made for this session: the role, in its account, under the name of its user
 * (with the id of a request behind it where the profile names each vend).
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
export function isHolder(
  signer: Signer,
  session: Pick<Session, 'roleArn' | 'sourceIdentity'>,
): boolean {
  const [, partition, account, role] = roleArn.exec(session.roleArn) ?? [];
  const [, user] = stamp.exec(session.sourceIdentity) ?? [];
  if (partition === undefined || account === undefined || role === undefined) return false;
  if (user === undefined || signer.accountId !== account) return false;

  const beginning = `arn:${partition}:sts::${account}:assumed-role/${role}/`;
  if (!signer.arn.startsWith(beginning)) return false;
  const name = signer.arn.slice(beginning.length);
  const isName = name === user || (name.startsWith(user) && perVend.test(name.slice(user.length)));
  const [roleId = '', nameOfId, ...rest] = signer.userId.split(':');
  return isName && nameOfId === name && rest.length === 0 && /^AROA[A-Z0-9]{12,28}$/.test(roleId);
}
