import type { Path } from './schema/tree.ts';

/** A path as people read it: `rules[0].conditions.users[1]`. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    if (!/^[\w-]{1,64}$/.test(step)) return `${text}[${shorten(JSON.stringify(step))}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}

/** User input for a message: in backticks, on one line, at most 60 characters of it. */
export function quoted(input: string): string {
  return `\`${shorten(JSON.stringify(input).slice(1, -1)).replaceAll('`', "'")}\``;
}

/** What stands in a document, for a message. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return isTextByQuotes(value) ? `\`"${value}"\`` : quoted(value);
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'a mapping' : `\`${value}\``;
}

/** Whether a text would be something else without its quotes. */
function isTextByQuotes(text: string): boolean {
  return /^(?:\d{1,20}|true|false|null)$/.test(text);
}

/** Alternatives, for a message: `a`, `b` or `c`. */
export function alternatives(values: readonly string[]): string {
  const all = values.map((value) => `\`${value}\``);
  return [all.slice(0, -1).join(', '), ...all.slice(-1)].filter((part) => part !== '').join(' or ');
}

function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}
