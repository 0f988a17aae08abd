import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { conditionNames } from '@sentinel/core/policy/conditions/index';
import {
  parseBaseline,
  parseDirectory,
  parseGroup,
  parseProfile,
} from '@sentinel/core/policy/parse';
import { durationText } from '@sentinel/core/policy/schema/duration';
import * as limits from '@sentinel/core/policy/schema/limits';
import { expect, test } from 'vitest';
import { generateReference, referenceFolder } from './generate-reference.ts';
import { conditionMeanings, documentKinds, documentSchema } from './reference/document-schemas.ts';
import { refusalsOf } from './reference/refusals.ts';
import { root } from './run.ts';

const docs = join(root, 'docs');
const pages = readdirSync(docs, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.md'),
);

test('the reference is what the code says now', async () => {
  for (const [name, text] of await generateReference()) {
    const written = readFileSync(join(referenceFolder, name), 'utf8');

    expect(written, `stale: run \`node scripts/start.mjs generate-reference\``).toBe(text);
  }
});

test.each(documentKinds)(
  '$file has no pattern that a validator cannot read, and no dangling reference',
  (kind) => {
    const schema = documentSchema(kind);

    for (const { key, value } of valuesIn(schema)) {
      if (key === 'pattern') expect(() => new RegExp(`${value}`, 'u')).not.toThrow();
      if (key === '$ref') expect(value).toBe('#/definitions/conditions');
    }
    const usesConditions = JSON.stringify(schema).includes('"$ref"');
    expect(Object.keys(schema['definitions'] ?? {})).toEqual(usesConditions ? ['conditions'] : []);
  },
);

test('every condition has a meaning, and no other name has', () => {
  expect(Object.keys(conditionMeanings).sort()).toEqual([...conditionNames].sort());
});

test('only codes of what is not built yet have no sentence', () => {
  expect(refusalsOf('DEVICE_VERIFICATION_FAILED')).toEqual([]);
  expect(refusalsOf('POLICY_DENY')).toHaveLength(3);
});

test.each(pages)('%s links only to what is there', (page) => {
  const text = readFileSync(join(docs, page), 'utf8');

  for (const [, target = '', anchor] of text.matchAll(/\]\((?!https:)([^)#]*)(?:#([^)]*))?\)/g)) {
    const file = target === '' ? join(docs, page) : join(docs, dirname(page), target);
    expect(existsSync(file), `${page} links to ${target}`).toBe(true);
    if (anchor !== undefined) expect(anchorsOf(readFileSync(file, 'utf8'))).toContain(anchor);
  }
});

test('the index leads to every page and schema of the reference', () => {
  const index = readFileSync(join(docs, 'README.md'), 'utf8');

  for (const name of readdirSync(referenceFolder)) expect(index).toContain(`reference/${name}`);
});

test('policy.md names the bounds that documents are held to', () => {
  const text = readFileSync(join(referenceFolder, 'policy.md'), 'utf8');
  const { defaults, maxDocumentBytes, maxLevels, maxSigns, ...bounds } = limits;

  for (const { min, max } of Object.values(bounds)) {
    expect(text).toContain(`${durationText(min)} to ${durationText(max)}`);
  }
  for (const number of [maxDocumentBytes, maxLevels, maxSigns, defaults.callsPerMinute]) {
    expect(text).toContain(number.toLocaleString('en-US'));
  }
});

test('the documents that policy.md shows load', () => {
  const text = readFileSync(join(referenceFolder, 'policy.md'), 'utf8');
  const parsers: ReadonlyMap<string, (text: string) => { readonly ok: boolean }> = new Map(
    Object.entries({
      policies: parseProfile,
      directory: parseDirectory,
      baseline: parseBaseline,
      groups: parseGroup,
    }),
  );

  const shown = [...text.matchAll(/```yaml\n(# \/sentinel\/(\w+)[^`]*)```/g)];
  expect(shown.map(([, , kind]) => kind)).toEqual(['policies', 'directory', 'groups', 'baseline']);
  for (const [, document = '', kind = ''] of shown) {
    expect(parsers.get(kind)?.(document)).toMatchObject({ ok: true });
  }
});

function anchorsOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

function* valuesIn(value: unknown): Generator<{ readonly key: string; readonly value: unknown }> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    yield { key, value: inner };
    yield* valuesIn(inner);
  }
}
