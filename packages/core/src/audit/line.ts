/**
 * Any value as one line of ASCII JSON: whatever a text held (line ends, escape sequences, bidi marks, lone
 * surrogates) it stays one line and comes back intact from `JSON.parse`.
 */
export function asciiLine(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
