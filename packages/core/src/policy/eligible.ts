import type { PolicySet } from './document.ts';
import type { Facts } from './facts.ts';
import { isIn } from './subject-set.ts';

const robot = /^(?:\d{12}:)?role\//;

/** Whether the caller is one of those who may break the glass for this profile; a `role/` subject never is. */
export function isEligible({ profile, baseline }: PolicySet, facts: Facts): boolean {
  const breakGlass = profile.breakGlass ?? baseline?.defaults.breakGlass;
  if (breakGlass === undefined || robot.test(facts.subject)) return false;
  return isIn(breakGlass.eligible, facts.subject, facts.groups);
}
