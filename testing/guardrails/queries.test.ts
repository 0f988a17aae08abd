import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runShell, shellOf } from '../runbooks/shell-of-page.ts';
import { readInsights } from './read-insights.ts';
import { runAthena } from './run-athena.ts';
import { queries, samples } from './sample-events.ts';

const docs = new URL('../../docs/', import.meta.url);
const guide = readFileSync(new URL('guide/guardrails.md', docs), 'utf8');

/** The block of one kind below a heading. */
function blockOf(heading: string, kind: 'insights' | 'sql'): string {
  const [, behind = ''] = guide.split(`### ${heading}\n`);
  const [section = ''] = behind.split('\n### ');
  return new RegExp(`^\`\`\`${kind}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(section)?.[1] ?? '';
}

describe.each(queries)('the queries for: %s', (heading) => {
  const expected = samples.filter(({ foundBy }) => foundBy.includes(heading));
  const names = (found: typeof samples) => found.map(({ name }) => name);

  test('Logs Insights finds whom it must, and nobody else', () => {
    const finds = readInsights(blockOf(heading, 'insights'));

    expect(names(samples.filter(({ event }) => finds(event)))).toEqual(names(expected));
  });

  test('Athena finds the same', () => {
    const sql = blockOf(heading, 'sql');

    const found = samples.filter(({ event }) => runAthena(sql, [event]).length > 0);

    expect(names(found)).toEqual(names(expected));
  });

  test('Athena says who it was', () => {
    const events = expected.map(({ event }) => event);

    const principals = runAthena(blockOf(heading, 'sql'), events);

    expect(principals).toContain('arn:aws:iam::111122223333:role/Admin');
  });
});

test('every query of the guide is run by samples', () => {
  const headings = [...guide.matchAll(/^```sql$/gm)];

  expect(headings).toHaveLength(queries.length);
});

const pages = [
  ...readdirSync(new URL('runbooks/', docs)).map((name) => `runbooks/${name}`),
  'guide/guardrails.md',
];

test.each(pages)('what %s asks of Logs Insights can be read', (page) => {
  const text = readFileSync(new URL(page, docs), 'utf8');
  const asked = runShell(shellOf(text)).aws.flatMap((words) => {
    const at = words.indexOf('--query-string');
    return at < 0 ? [] : words.slice(at + 1, at + 2);
  });
  const shown = [...text.matchAll(/^```insights\n([\s\S]*?)^```$/gm)].map(
    ([, query = '']) => query,
  );

  for (const query of [...asked, ...shown]) expect(() => readInsights(query)).not.toThrow();
});

test.each([
  'filter a ~ "b"',
  'filter a like b',
  'filter a = "b" c',
  'parse @message "*" as a',
  'filter (a = "b"',
])('`%s` is not read', (query) => {
  expect(() => readInsights(query)({ a: 'b' })).toThrow();
});
