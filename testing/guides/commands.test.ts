import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hasAwsCli, parseAws } from '../runbooks/aws-parser.ts';
import { runShell } from '../runbooks/shell-of-page.ts';
import { commandsOf, guide } from './read-guide.ts';

const folder = new URL('../../docs/guide/', import.meta.url);
const pages = readdirSync(folder)
  .filter((name) => name.endsWith('.md'))
  .map((name) => name.slice(0, -3));

/** Which test runs the `sh` blocks of a page, but for those that say themselves that they are only parsed. */
const runBy: Readonly<Record<string, string>> = {
  deploy: 'guides/deploy.test.ts',
  clients: 'guides/clients.test.ts',
  migrate: 'guides/migrate.test.ts',
};

test.each(pages)('commands of %s are run by a test, or parsed by one', (page) => {
  const blocks = commandsOf(guide(page));
  const by = runBy[page];

  expect(by !== undefined || blocks.every(({ onlyParsed }) => onlyParsed !== undefined)).toBe(true);
  if (by !== undefined) expect(existsSync(new URL(`../${by}`, import.meta.url))).toBe(true);
});

const parsed = pages.flatMap((page) =>
  commandsOf(guide(page)).flatMap(({ onlyParsed, text }) =>
    onlyParsed === undefined ? [] : [{ page, onlyParsed, text }],
  ),
);

test.each(['', 'bash', 'shell'])('a block of commands with the label `%s` is refused', (label) => {
  const page = ['```sh', 'true', '```', `\`\`\`${label}`, 'terraform destroy', '```'].join('\n');

  expect(() => commandsOf(page)).toThrow(`a block is labelled \`${label}\``);
});

const tasks = parsed.flatMap(({ page, text }) =>
  [...text.matchAll(/node scripts\/start\.mjs (\S+)/g)].map(([, task = '']) => ({ page, task })),
);

test.each(tasks)('the task `$task` of $page is there', ({ task }) => {
  expect(existsSync(new URL(`../../scripts/${task}.ts`, import.meta.url))).toBe(true);
});

test.each(parsed)('a shell takes what cannot be run here in $page: $onlyParsed', ({ text }) => {
  expect(runShell([`sentinel() { :; }\n${text}`]).error).toBe('');
});

// In the tests that count, nothing may be left out for want of a tool.
test.skipIf(process.env['CI'] === undefined && !hasAwsCli())(
  "the AWS CLI's own parser takes each of these",
  () => {
    const commands = runShell(['sentinel() { :; }', ...parsed.map(({ text }) => text)]).aws;

    const errors = parseAws(commands);

    const wrong = commands.flatMap((command, nth) =>
      errors[nth] === undefined ? [] : [`aws ${command.join(' ')}: ${errors[nth]}`],
    );
    expect(wrong).toEqual([]);
    expect(commands.length).toBeGreaterThan(6);
  },
  240_000,
);

const documents = [
  ...pages.map((page) => `guide/${page}.md`),
  'README.md',
  '../SECURITY.md',
  '../README.md',
];

test.each(documents)('links of %s lead somewhere', (name) => {
  const at = new URL(`../${name}`, folder);
  const text = readFileSync(at, 'utf8');

  const dead = [...text.matchAll(/\]\((?!https?:)([^)\s#]*)(?:#([^)\s]*))?\)/g)].flatMap(
    ([link, path = '', anchor]) => {
      const target = path === '' ? at : new URL(path, at);
      if (!existsSync(target)) return [link];
      if (anchor === undefined || !target.pathname.endsWith('.md')) return [];
      return anchorsOf(readFileSync(target, 'utf8')).has(anchor) ? [] : [link];
    },
  );

  expect(dead).toEqual([]);
});

/** Anchors that GitHub gives to headings. */
function anchorsOf(text: string): ReadonlySet<string> {
  return new Set(
    [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}
