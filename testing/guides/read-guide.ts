import { readFileSync } from 'node:fs';

/** A block of commands of a page. */
export type Commands = {
  /** Heading that they stand below. */
  readonly section: string;
  readonly text: string;
  /** Exit code that the page tells; 0 if it tells none. */
  readonly exits: number;
  /** Lines that the page shows below, if it shows what is printed. */
  readonly shows?: readonly string[];
  /** Why it cannot be run here: then it is parsed only. */
  readonly onlyParsed?: string;
};

const fence =
  /(?:^ *<!-- only parsed: (?<onlyParsed>.+?) -->\n+)?^(?<indent> *)```sh(?: exits=(?<exits>\d+))?\n(?<text>[\s\S]*?)^ *```$(?:\n+^ *```text\n(?<shows>[\s\S]*?)^ *```$)?/gm;

/** The text of a page of `docs/guide`. */
export function guide(name: string): string {
  return readFileSync(new URL(`../../docs/guide/${name}.md`, import.meta.url), 'utf8');
}

/**
 * The fenced `sh` blocks of a page, in order: `sh exits=3` is one that ends so, a `text` block directly below it is
 * what it prints, and a comment `only parsed: <why>` above it says that it cannot be run here. Throws where a block is
 * not read, or where commands could hide: below another name of a shell, or none.
 */
export function commandsOf(page: string): readonly Commands[] {
  const unread = labelsOf(page).find((label) => unreadLabels.has(label));
  if (unread !== undefined)
    throw new Error(`a block is labelled \`${unread}\`: say \`sh\`, or \`text\``);
  const sections = page.split(/^## /m).map((text) => [text.split('\n')[0] ?? '', text] as const);
  const blocks = sections.flatMap(([section, text]) =>
    [...text.matchAll(fence)].map(({ groups = {} }) => blockOf(section, groups)),
  );
  const opened = page.match(/^ *```sh/gm)?.length ?? 0;
  if (blocks.length !== opened) throw new Error(`${opened} blocks, ${blocks.length} of them read`);
  return blocks;
}

/** What may hold commands that nobody would read. */
const unreadLabels: ReadonlySet<string> = new Set(['', 'bash', 'shell', 'zsh', 'shell-session']);

/** What each fence of a page says of its block: every second one ends one. */
function labelsOf(page: string): readonly string[] {
  const fences = [...page.matchAll(/^ *```(?<label>.*)$/gm)];
  return fences
    .filter((_fence, index) => index % 2 === 0)
    .map(({ groups }) => groups?.['label']?.trim() ?? '');
}

function blockOf(section: string, groups: Readonly<Record<string, string>>): Commands {
  const { onlyParsed, indent = '', exits, text = '', shows } = groups;
  const own = (lines: string) => lines.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
  return {
    section,
    text: own(text),
    exits: Number(exits ?? 0),
    ...(shows !== undefined && { shows: own(shows).trimEnd().split('\n') }),
    ...(onlyParsed !== undefined && { onlyParsed }),
  };
}
