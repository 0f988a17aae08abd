import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nowMs } from '../testing/answers.ts';
import { recentRefusals } from './recent-refusals.ts';

const question = {
  tvmUrl: 'https://tvm.example.com',
  base: 'sso',
  profile: 'staging',
  ask: { profile: 'staging' },
};
const refused = {
  ok: false,
  status: 403,
  code: 'POLICY_DENY',
  message: 'policy denies `staging` now',
  help: 'sentinel explain staging',
  requestId: '0123456789abcdef',
} as const;

let folder = '';
let atMs = nowMs;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-state-'));
  atMs = nowMs;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const refusals = () => recentRefusals(folder, () => atMs);

test('a refusal is told again for five seconds', async () => {
  await refusals().keep(question, refused);

  atMs += 4_999;
  const again = await refusals().find(question);
  atMs += 1;
  const later = await refusals().find(question);

  expect([again, later]).toEqual([refused, undefined]);
});

test.each([
  ['another server', { ...question, tvmUrl: 'https://other.example.com' }],
  ['another base', { ...question, base: 'other' }],
  ['another profile', { ...question, profile: 'production' }],
  [
    'somebody who now says why',
    { ...question, ask: { profile: 'staging', justification: 'because' } },
  ],
])('but not to %s', async (_, other) => {
  await refusals().keep(question, refused);

  expect(await refusals().find(other)).toBeUndefined();
});

test.each(['CONFLICT', 'RATE_LIMITED', 'DEPENDENCY_UNAVAILABLE', 'UNREACHABLE'])(
  '%s is no decision, and asked anew',
  async (code) => {
    await refusals().keep(question, { ...refused, code });

    expect(await refusals().find(question)).toBeUndefined();
  },
);

test.each(['', '{', 'null', '{"atMs":1}', `{"atMs":${nowMs},"refused":{"code":"OK"}}`])(
  'a file that holds %j is no refusal',
  async (text) => {
    await refusals().keep(question, refused);
    const [file = ''] = await readdir(join(folder, 'refusals'));
    await writeFile(join(folder, 'refusals', file), text);

    expect(await refusals().find(question)).toBeUndefined();
  },
);

test('files are for this user only', async () => {
  await refusals().keep(question, refused);

  const [file = ''] = await readdir(join(folder, 'refusals'));
  expect((await stat(join(folder, 'refusals', file))).mode & 0o777).toBe(0o600);
});

test('a folder that cannot be written keeps none, and is no failure', async () => {
  await writeFile(join(folder, 'file'), '');
  const nowhere = recentRefusals(join(folder, 'file'), () => atMs);

  await nowhere.keep(question, refused);

  expect(await nowhere.find(question)).toBeUndefined();
});
