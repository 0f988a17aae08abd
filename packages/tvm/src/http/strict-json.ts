/** Deeper than any body that a route takes. */
const maxDepth = 8;

const token = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/gy;
const space = /\s*/y;

const plainNumber = /^-?(?:0|[1-9][0-9]{0,15})(?:\.[0-9]{1,6})?$/;

const poisoned: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Parses JSON and refuses what `JSON.parse` lets through: duplicate keys (it keeps the last), prototype keys,
 * numbers with an exponent or too many digits, and deep nesting. `undefined`: refused.
 */
export function readStrictJson(text: string): { readonly value: unknown } | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isStrict(text) ? { value } : undefined;
}

/** Walks the tokens of a text that is known to be JSON. */
function isStrict(text: string): boolean {
  const open: { readonly keys: Set<string> | undefined }[] = [];
  let candidate = '';
  for (const each of tokensOf(text)) {
    if (each === '{' || each === '[') {
      if (open.push({ keys: each === '{' ? new Set() : undefined }) > maxDepth) return false;
    } else if (each === '}' || each === ']') {
      open.pop();
    } else if (each === ':') {
      const keys = open.at(-1)?.keys;
      if (keys?.has(candidate) !== false || poisoned.has(candidate)) return false;
      keys.add(candidate);
    } else if (each.startsWith('"')) {
      candidate = String(JSON.parse(each));
    } else if (/^[-0-9]/.test(each) && !plainNumber.test(each)) {
      return false;
    }
  }
  return true;
}

function* tokensOf(text: string): Generator<string> {
  let at = 0;
  while (at < text.length) {
    space.lastIndex = at;
    space.exec(text);
    at = space.lastIndex;
    token.lastIndex = at;
    const [found] = token.exec(text) ?? [];
    if (found === undefined) return;
    at += found.length;
    yield found;
  }
}
