/** What is known of a condition: whether it holds, or that nobody can tell. */
export type Truth = boolean | 'unknown';

/** Plain negation: what is unknown stays unknown. */
export function negated(truth: Truth): Truth {
  return truth === 'unknown' ? truth : !truth;
}
