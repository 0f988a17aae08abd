/** What stands at the head of every page that is made. */
export const generatedNote =
  '<!-- Made by `node scripts/start.mjs generate-reference`; a test fails when it is stale. -->';

/** A Markdown table, aligned as the formatter leaves it; cells are Markdown, on one line. */
export function table(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const lines = [head, ...rows].map((cells) => cells.map((each) => cell(`${each}`)));
  const widths = head.map((_, column) =>
    Math.max(3, ...lines.map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  const [first = [], ...rest] = lines;
  return [line(first), line(widths.map((width) => '-'.repeat(width))), ...rest.map(line)].join(
    '\n',
  );
}

/** Text as code, also where it holds backticks. */
export function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

/** Blocks as one page that ends with a line feed. */
export function page(title: string, blocks: readonly string[]): string {
  return `${[`# ${title}`, generatedNote, ...blocks].join('\n\n')}\n`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
