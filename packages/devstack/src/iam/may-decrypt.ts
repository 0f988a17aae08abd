import type { Iam } from './iam.ts';
import { contextOf, type Principal } from './principal.ts';

/** A key of KMS, and the service that uses it in a caller's name. */
export type KeyUse = {
  readonly keyArn: string;
  readonly service: 'dynamodb' | 'ssm';
  readonly region: string;
};

/**
 * Whether a service may decrypt in the name of its caller, what it keeps being encrypted with this key.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export function mayDecrypt(
  iam: Iam,
  caller: { readonly principal: Principal; readonly nowMs: number },
  { keyArn, service, region }: KeyUse,
): boolean {
  const context = new Map(contextOf(caller.principal, caller.nowMs));
  context.set('kms:viaservice', [`${service}.${region}.amazonaws.com`]);
  const question = { action: 'kms:Decrypt', resource: keyArn, context };
  return iam.permits(caller.principal, question) === 'allow';
}
