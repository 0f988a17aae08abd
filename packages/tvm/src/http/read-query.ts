import { type Refusal, reasons } from '@sentinel/core/reasons';

/**
 * Reads a raw query string, because API Gateway's own parsing joins duplicates with commas. Refuses duplicates,
 * names that are encoded or in capitals (`X-Amz-*` among them), pairs without `=`, and `+`, which some read as a
 * space. Members come in an object without prototype.
 */
export function readQuery(raw: string): Readonly<Record<string, string>> | Refusal {
  const members: Record<string, string> = Object.create(null);
  if (raw === '') return members;
  for (const pair of raw.split('&')) {
    const [, name, encoded] = /^([a-z][a-z_]{0,31})=([^=+]*)$/.exec(pair) ?? [];
    if (name === undefined || encoded === undefined) {
      return reasons.invalidRequest(
        'a query is `name=value&...`: names in lower case, values percent-encoded, `+` and `=` too',
      );
    }
    if (name in members) return reasons.invalidRequest(`\`${name}\` is given twice`);
    const value = decode(encoded);
    if (value === undefined) {
      return reasons.invalidRequest(`the value of \`${name}\` is not percent-encoded UTF-8`);
    }
    members[name] = value;
  }
  return members;
}

function decode(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}
