import type { Facts } from '../facts.ts';
import type { Truth } from '../truth.ts';
import type { Conditions } from './condition.ts';

/**
 * Whether all hold: one that does not settles it; else one that is unknown leaves it unknown.
 * Throws where there is none, as that would hold for everyone.
 */
export function allHold(
  conditions: Conditions,
  facts: Facts,
  reading: 'holds' | 'ifSaid' = 'holds',
): Truth {
  if (conditions.length === 0) throw new Error('there are no conditions');
  let truth: Truth = true;
  for (const condition of conditions) {
    const held = condition[reading](facts);
    if (held === false) return false;
    if (held !== true) truth = 'unknown';
  }
  return truth;
}
