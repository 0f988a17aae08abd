const lineWidth = 100;

/** JSON as the formatter leaves it: lists of plain values on one line where they fit. */
export function jsonText(value: unknown): string {
  return `${printed(value, '', 0)}\n`;
}

/** `used`: characters that stand before the value on its line, and after it. */
function printed(value: unknown, indent: string, used: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const line = `[${value.map((each) => JSON.stringify(each)).join(', ')}]`;
    const isPlain = value.every((each) => typeof each !== 'object' || each === null);
    if (isPlain && indent.length + used + line.length <= lineWidth) return line;
    const items = value.map((each) => `${inner}${printed(each, inner, 1)}`);
    return `[\n${items.join(',\n')}\n${indent}]`;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return '{}';
  const members = entries.map(([key, each]) => {
    const name = `${JSON.stringify(key)}: `;
    return `${inner}${name}${printed(each, inner, name.length + 1)}`;
  });
  return `{\n${members.join(',\n')}\n${indent}}`;
}
