/**
 * Writes a plain object as YAML in block style; texts stay bare where YAML reads them as texts, as people write them.
 */
export function emitYaml(value: object): string {
  return `${block(value, '')}\n`;
}

const bare = /^[a-z][a-z0-9_-]*$|^\d{4}-\d\d-\d\d$|^[A-Z][A-Za-z]+\/[A-Za-z_]+$|^\d+[hm]$/;
const notTexts = ['true', 'false', 'null', 'yes', 'no', 'on', 'off', 'y', 'n'];

function block(value: unknown, indent: string): string {
  if (Array.isArray(value)) {
    return value.map((item) => `${indent}-${after(item, indent)}`).join('\n');
  }
  return Object.entries(value ?? {})
    .map(([key, item]) => `${indent}${key}:${after(item, indent)}`)
    .join('\n');
}

function after(item: unknown, indent: string): string {
  if (typeof item !== 'object' || item === null) return ` ${scalar(item)}`;
  const isShort = Array.isArray(item) && item.every((entry) => typeof entry !== 'object');
  return isShort ? ` [${item.map(scalar).join(', ')}]` : `\n${block(item, `${indent}  `)}`;
}

function scalar(value: unknown): string {
  return typeof value === 'string' && bare.test(value) && !notTexts.includes(value)
    ? value
    : JSON.stringify(value);
}
