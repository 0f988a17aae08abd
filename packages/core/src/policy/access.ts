import type { Access, Need } from '../contract/profiles.ts';
import { asIfSaid } from './as-if-said.ts';
import type { PolicySet } from './document.ts';
import { isEligible } from './eligible.ts';
import { evaluate } from './evaluate.ts';
import type { Facts } from './facts.ts';
import { isVisible } from './visible.ts';

/** What the caller may do with the profile now, and what they must say for it. */
export type AccessNow = { readonly access: Access; readonly needs: readonly Need[] };

/** `accessTo` for somebody who has said nothing yet, but would where it helps. */
export function accessNow(set: PolicySet, facts: Facts): AccessNow | undefined {
  if (!isVisible(set, facts)) return undefined;
  const access = accessToVisible(set, facts);
  if (access === 'allow') return { access, needs: [] };
  const ifSaid = accessToVisible(asIfSaid(set), facts);
  if (ifSaid === access) return { access, needs: [] };
  const isSaidEnough =
    accessToVisible(set, { ...facts, justification: 'a good reason' }) === ifSaid;
  return { access: ifSaid, needs: isSaidEnough ? ['justification'] : ['justification', 'ticket'] };
}

/** What the caller may do with the profile now; `undefined`: to them there is no such profile. */
export function accessTo(set: PolicySet, facts: Facts): Access | undefined {
  return isVisible(set, facts) ? accessToVisible(set, facts) : undefined;
}

function accessToVisible(set: PolicySet, facts: Facts): Access {
  const { effect } = evaluate(set, facts);
  switch (effect) {
    case 'allow':
    case 'require_approval':
      return effect;
    case 'deny':
    case 'none':
      return mayBreakGlass(set, facts) ? 'break_glass' : 'not_now';
    case 'error':
      return 'not_now';
    default:
      return effect satisfies never;
  }
}

/** A deny rule that break-glass does not pass stands against it too. */
function mayBreakGlass(set: PolicySet, facts: Facts): boolean {
  if (!isEligible(set, facts)) return false;
  const { effect } = evaluate(set, facts, { breakGlass: true });
  return effect !== 'deny' && effect !== 'error';
}
