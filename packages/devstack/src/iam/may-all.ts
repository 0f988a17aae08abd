import type { Iam } from './iam.ts';
import { contextOf } from './principal.ts';

/** What a service of AWS does in the name of a role. */
export type Errand = {
  readonly actions: readonly string[];
  readonly resource: string;
  readonly nowMs: number;
};

/** Whether the role behind a key may do all of it. */
export function mayAll(
  iam: Iam,
  accessKeyId: string,
  { actions, resource, nowMs }: Errand,
): boolean {
  const principal = iam.findKey(accessKeyId)?.principal;
  if (principal === undefined) return false;
  const context = contextOf(principal, nowMs);
  return actions.every(
    (action) => iam.permits(principal, { action, resource, context }) === 'allow',
  );
}
