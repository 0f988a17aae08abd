/** A value as DynamoDB writes it, such as `{ S: 'text' }`; of one member. */
export type Value = Readonly<Record<string, unknown>>;

export type Item = Readonly<Record<string, Value>>;

/** Whether two values are of one type and equal. */
export function isEqual(one: Value | undefined, other: Value | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  if (one['N'] !== undefined && other['N'] !== undefined)
    return Number(one['N']) === Number(other['N']);
  return canonical(one) === canonical(other);
}

/** Below zero, zero or above it; `undefined` where the two have no order, as texts and numbers have none. */
export function compare(one: Value | undefined, other: Value | undefined): number | undefined {
  if (one === undefined || other === undefined) return undefined;
  const { S: text, N: amount } = one;
  const { S: otherText, N: otherAmount } = other;
  if (typeof text === 'string' && typeof otherText === 'string') {
    return text < otherText ? -1 : text > otherText ? 1 : 0;
  }
  if (amount === undefined || otherAmount === undefined) return undefined;
  return Number(amount) - Number(otherAmount);
}

/** Members of a set of texts; none where it is no such set. */
export function membersOf(value: Value | undefined): readonly string[] {
  const members = value?.['SS'];
  return Array.isArray(members) ? members.map(String) : [];
}

/** How many members a set, list or mapping has, how many characters a text. */
export function sizeOf(value: Value | undefined): number | undefined {
  const [held] = Object.values(value ?? {});
  if (typeof held === 'string' || Array.isArray(held)) return held.length;
  return typeof held === 'object' && held !== null ? Object.keys(held).length : undefined;
}

/** JSON with the members of mappings and of sets in one order. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, held]) =>
    name === 'SS' && Array.isArray(held)
      ? `"SS":${JSON.stringify(held.toSorted())}`
      : `${JSON.stringify(name)}:${canonical(held)}`,
  );
  return `{${members.sort().join()}}`;
}
