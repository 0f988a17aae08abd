import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../scripts/run.ts';
import { commandsOf, guide } from './read-guide.ts';

const page = guide('testing');
const { scripts }: { readonly scripts: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);
// The commands are those that run tests, this one too: what can be seen from here is that they exist.
const shown = commandsOf(page).flatMap(({ text }) => text.trim().split('\n'));
const inTable = [...page.matchAll(/`(npm (?:test|run) [^`]*)`/g)].map(
  ([, command = '']) => command,
);

test.each(shown)('`%s` is a command', (command) => {
  const { name = 'test' } = /^npm (?:run (?<name>\S+)|test)/.exec(command)?.groups ?? {};

  expect(Object.keys(scripts)).toContain(name);
  const script = /start\.mjs (\S+)/.exec(scripts[name] ?? '')?.[1];
  expect(existsSync(join(root, `scripts/${script}.ts`))).toBe(true);
});

test.each(inTable)('`%s` finds tests', (command) => {
  const [, path] = /^npm test -- (\S+)$/.exec(command) ?? [];
  const [, name = 'test'] = /^npm run (\S+)/.exec(command) ?? [];

  expect(Object.keys(scripts)).toContain(name);
  if (path !== undefined) {
    const found = globSync(`${path}/**/*.test.ts`, {
      cwd: root,
      exclude: (name) => name.includes('node_modules') || name.startsWith('.'),
    });
    expect(found.length).toBeGreaterThan(0);
  }
});

test('every folder of tests is on the page', () => {
  const folders = globSync('testing/*/**/*.test.ts', {
    cwd: root,
    exclude: (name) => /node_modules|\.stryker-tmp/.test(name),
  }).map((file) => file.split('/').slice(0, 2).join('/'));

  for (const folder of new Set(folders)) {
    if (folder !== 'testing/guardrails') expect(page).toContain(`\`${folder}\``);
  }
});
