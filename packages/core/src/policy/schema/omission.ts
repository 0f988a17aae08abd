import type { Conditions } from '../conditions/index.ts';
import type { Finding } from '../problems.ts';
import type { Path } from './tree.ts';

/**
 * Refuses conditions by which saying less would give more: a denial that only those meet who say why, or a
 * permission that only those get who do not.
 */
export function checkOmission(
  conditions: Conditions,
  gives: 'denial' | 'approval' | 'permission',
  path: Path,
): Finding[] {
  const { wrong, message } = faults[gives];
  if (!conditions.some((condition) => condition.heeds.includes(wrong))) return [];
  return [{ path: [...path, 'conditions'], message }];
}

const faults = {
  denial: {
    wrong: 'saying',
    message: 'expected `justification` inside `not`: whoever gave none would pass this denial',
  },
  approval: {
    wrong: 'saying',
    message: 'expected `justification` inside `not`: whoever gave none would need no approval',
  },
  permission: {
    wrong: 'silence',
    message:
      'expected `justification` outside of `not`: whoever gave one would lose this permission',
  },
} as const;
