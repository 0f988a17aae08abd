/** A condition on one value of a record. */
type Test = string | number | boolean | null | { readonly [operator: string]: unknown };

/** The pattern of one filter: members as in the record, each at last a list of which one must hold. */
export type Pattern = { readonly [member: string]: Pattern | readonly Test[] };

/**
 * Whether a record passes a filter; all members of the pattern must hold. Of the operators `prefix`, `exists` and
 * `anything-but` are modelled; any other throws.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
 */
export function passes(value: unknown, pattern: Pattern): boolean {
  return Object.entries(pattern).every(([member, inside]) => {
    const found = memberOf(value, member);
    return isTests(inside) ? inside.some((test) => holds(test, found)) : passes(found, inside);
  });
}

function holds(test: Test, value: unknown): boolean {
  if (typeof test !== 'object' || test === null) return test === value;
  const [[operator, wanted] = [], ...others] = Object.entries(test);
  if (others.length > 0) throw new Error('a filter has one operator a condition');
  switch (operator) {
    case 'prefix':
      return typeof wanted === 'string' && typeof value === 'string' && value.startsWith(wanted);
    case 'exists':
      return (value !== undefined) === wanted;
    case 'anything-but':
      return value !== undefined && !(Array.isArray(wanted) ? wanted : [wanted]).includes(value);
    default:
      throw new Error(`the filter's \`${operator}\` is not modelled`);
  }
}

function memberOf(value: unknown, member: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, member))
    return undefined;
  return Reflect.get(value, member);
}

function isTests(inside: Pattern | readonly Test[]): inside is readonly Test[] {
  return Array.isArray(inside);
}
