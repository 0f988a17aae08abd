import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { completePolicy } from './complete.ts';
import { parseBaseline, parseDirectory, parseGroup, parseProfile } from './parse.ts';

const examples = new URL('../../../../examples/', import.meta.url);

test.each(['first-profile', 'change-freeze-and-oncall'])(
  'the profile of the example `%s` loads under the baseline of the examples',
  (story) => {
    const profile = parseProfile(read(`${story}/policy.yaml`));
    const baseline = parseBaseline(read('baseline.yaml'));

    expect(profile).toMatchObject({ ok: true, notes: [] });
    expect(baseline).toMatchObject({ ok: true, notes: [] });
    if (!profile.ok || !baseline.ok) return;
    expect(completePolicy(profile.document, baseline.document)).toMatchObject({ ok: true });
    expect(completePolicy(profile.document, undefined)).toMatchObject({ ok: true });
  },
);

test('the directory of the examples loads', () => {
  expect(parseDirectory(read('directory.yaml'))).toMatchObject({ ok: true, notes: [] });
});

test('the group in the README of the examples loads', () => {
  const [, group = ''] = /```yaml\n([\s\S]*?)```/.exec(read('README.md')) ?? [];

  const parsed = parseGroup(group);

  expect(parsed).toMatchObject({
    ok: true,
    document: { members: new Set(['alice@example.com', 'bob@example.com']) },
  });
});

function read(path: string): string {
  return readFileSync(new URL(path, examples), 'utf8');
}
