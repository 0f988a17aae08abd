import { decodeBytes, encodeBytes } from './percent.ts';

/**
 * Name and value of each parameter in the order received, decoded to byte strings.
 * `undefined`: the query string is not well encoded.
 */
export function parseQuery(query: string): readonly (readonly [string, string])[] | undefined {
  const found: (readonly [string, string])[] = [];
  for (const part of query === '' ? [] : query.split('&')) {
    const at = part.indexOf('=');
    const name = decodeBytes(at < 0 ? part : part.slice(0, at));
    const value = decodeBytes(at < 0 ? '' : part.slice(at + 1));
    if (name === undefined || value === undefined) return undefined;
    found.push([name, value]);
  }
  return found;
}

/** The canonical query string: sorted by encoded name, then by encoded value. */
export function canonicalQuery(parameters: readonly (readonly [string, string])[]): string {
  return parameters
    .map(([name, value]) => [encodeBytes(name), encodeBytes(value)] as const)
    .sort(([nameA, valueA], [nameB, valueB]) => order(nameA, nameB) || order(valueA, valueB))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
