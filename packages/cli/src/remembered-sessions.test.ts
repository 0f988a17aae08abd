import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nowMs } from '../testing/answers.ts';
import { type RememberedSessions, rememberedSessions, stateFolder } from './remembered-sessions.ts';

const key = { tvmUrl: 'https://tvm.example.com', base: 'sso', profile: 'staging' };
const session = { id: 'aaaaaaaaaaaaaaaa', expiresAtMs: nowMs + 1 };

let folder = '';
let sessions: RememberedSessions;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-state-'));
  sessions = rememberedSessions(join(folder, 'sentinel'), () => nowMs);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a session is found under its own key only, until it is forgotten', async () => {
  await sessions.remember(key, session);

  expect(await sessions.find(key)).toEqual(session);
  expect(await sessions.find({ ...key, tvmUrl: 'https://other.example.com' })).toBeUndefined();
  expect(await sessions.find({ ...key, base: 'other' })).toBeUndefined();
  expect(await sessions.find({ ...key, profile: 'production' })).toBeUndefined();
  expect(await sessions.find({ ...key, scope: 'read-only' })).toBeUndefined();
  await sessions.forget(key);
  expect(await sessions.find(key)).toBeUndefined();
});

test('an expired session is none', async () => {
  await sessions.remember(key, { ...session, expiresAtMs: nowMs });

  expect(await sessions.find(key)).toBeUndefined();
});

test('files are for this user only, and no half-written one stays', async () => {
  await sessions.remember(key, session);
  await sessions.remember(key, { ...session, id: 'bbbbbbbbbbbbbbbb' });

  const files = await readdir(join(folder, 'sentinel/sessions'));
  expect(files).toEqual([expect.stringMatching(/^[0-9a-f]{32}\.json$/)]);
  const file = join(folder, 'sentinel/sessions', files[0] ?? '');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, 'sentinel/sessions'))).mode & 0o777).toBe(0o700);
  expect(await readFile(file, 'utf8')).toBe(`{"id":"bbbbbbbbbbbbbbbb","expiresAtMs":${nowMs + 1}}`);
});

test.each([
  '',
  '{',
  'null',
  '[]',
  '{"id":"../../x","expiresAtMs":9e15}',
  '{"id":"aaaaaaaaaaaaaaaa"}',
  '{"id":"aaaaaaaaaaaaaaaa","expiresAtMs":"9"}',
  '{"id":7,"expiresAtMs":9e15}',
])('a file that holds %j is no session', async (text) => {
  await sessions.remember(key, session);
  const [file = ''] = await readdir(join(folder, 'sentinel/sessions'));
  await writeFile(join(folder, 'sentinel/sessions', file), text);

  expect(await sessions.find(key)).toBeUndefined();
});

test('a folder that cannot be made is an error', async () => {
  await writeFile(join(folder, 'sentinel'), '');

  await expect(sessions.remember(key, session)).rejects.toThrow('ENOTDIR');
});

test.each([
  [{ HOME: '/h' }, 'linux', '/h/.local/state/sentinel'],
  [{ HOME: '/h', XDG_STATE_HOME: '/s' }, 'linux', '/s/sentinel'],
  [{ HOME: '/h', XDG_STATE_HOME: 'relative' }, 'linux', '/h/.local/state/sentinel'],
  [{ HOME: '/h', LOCALAPPDATA: '/l' }, 'win32', '/l/sentinel'],
] as const)('with %j on %s it is %s', (env, platform, expected) => {
  expect(stateFolder(env, platform)).toBe(expected);
});
