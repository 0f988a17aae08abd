import { headerValues, type WireRequest } from './wire-request.ts';

/**
 * The canonical header block: a line for each signed header, duplicates joined by commas, runs of
 * white space made one space. `undefined`: a signed header is not in the request.
 */
export function canonicalHeaders(
  request: WireRequest,
  signedHeaders: readonly string[],
): string | undefined {
  const lines: string[] = [];
  for (const name of signedHeaders) {
    const values = headerValues(request, name);
    if (values.length === 0) return undefined;
    lines.push(`${name}:${values.map(trimmed).join(',')}\n`);
  }
  return lines.join('');
}

function trimmed(value: string): string {
  return value.replace(/[ \t]+/g, ' ').replace(/^ | $/g, '');
}
