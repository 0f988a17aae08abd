/** Whether a text fits an IAM pattern: `*` is any text, `?` one character, all else itself. */
export function fitsGlob(text: string, pattern: string): boolean {
  let at = 0;
  let inPattern = 0;
  let star = -1;
  let mark = 0;
  while (at < text.length) {
    const expected = pattern[inPattern];
    if (expected === '*') {
      star = inPattern;
      mark = at;
      inPattern += 1;
    } else if (expected === '?' || expected === text[at]) {
      inPattern += 1;
      at += 1;
    } else if (star >= 0) {
      // Only the last star may have to take more: the work stays below length times length.
      inPattern = star + 1;
      mark += 1;
      at = mark;
    } else {
      return false;
    }
  }
  while (pattern[inPattern] === '*') inPattern += 1;
  return inPattern === pattern.length;
}

/** The same for ARNs, whose first five parts are compared one by one, so that no `*` crosses a colon. */
export function fitsArnGlob(text: string, pattern: string): boolean {
  const parts = arnParts(text);
  const patterns = arnParts(pattern);
  return (
    parts.length === patterns.length &&
    parts.every((part, at) => fitsGlob(part, patterns[at] ?? ''))
  );
}

function arnParts(arn: string): readonly string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}
