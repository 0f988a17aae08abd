import { type Refusal, reasons } from '../reasons.ts';
import type { SessionPolicy } from './decision.ts';
import type { PolicySet } from './document.ts';

/**
 * What narrows the session: the deciding rule's session policy, or the scope that the caller names. Both would add
 * up, so a scope stands only where the rule has none.
 */
export function narrowingOf(
  { profile }: PolicySet,
  own: SessionPolicy | undefined,
  scope: string,
): SessionPolicy | undefined | Refusal {
  if (scope === '') return own;
  const narrower = profile.scopes.get(scope);
  if (narrower === undefined) return reasons.unknownScope([...profile.scopes.keys()]);
  return own === undefined ? narrower : reasons.scopeNotTaken();
}
