/** The text of the fenced blocks of one kind on a page, in order. */
export function blocksOf(page: string, kind: string): readonly string[] {
  const fence = new RegExp(`^\`\`\`${kind}\\n([\\s\\S]*?)^\`\`\`$`, 'gm');
  return [...page.matchAll(fence)].map(([, text = '']) => text);
}
