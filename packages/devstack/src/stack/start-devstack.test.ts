import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { signedFetch } from '../../testing/signers.ts';
import { startDevstack } from './start-devstack.ts';

test('the API leaves its address and comes back to it', async () => {
  const stack = await startDevstack();
  try {
    await stack.leave();
    const whileAway = await fetch(`${stack.url}/health`).catch(() => 'nothing answers');
    await stack.comeBack();
    const back = await fetch(`${stack.url}/health`);

    expect(whileAway).toBe('nothing answers');
    expect(back.status).toBe(403);
  } finally {
    await stack.close();
  }
});

test('a stack whose API has left closes', async () => {
  const stack = await startDevstack();

  await stack.leave();

  await expect(stack.close()).resolves.toBeUndefined();
});

/** How many servers listen in this process. */
function listening(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'TCPServerWrap').length;
}

test('a start on a taken port leaves nothing open', async () => {
  const first = await startDevstack();
  const before = listening();

  const second = startDevstack({ port: Number(new URL(first.url).port) });

  await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
  expect(listening()).toBe(before);
  await first.close();
});

test('a start without a place for its data leaves nothing open', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sentinel-stack-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'file'), 'text');
  const before = listening();

  const stack = startDevstack({ dataPath: join(folder, 'file') });

  await expect(stack).rejects.toMatchObject({ code: 'DATA_UNUSABLE' });
  expect(listening()).toBe(before);
});

test('two stacks do not share a folder', async () => {
  const dataPath = await mkdtemp(join(tmpdir(), 'sentinel-stack-'));
  const first = await startDevstack({ dataPath });
  onTestFinished(async () => {
    await first.close();
    await rm(dataPath, { recursive: true });
  });

  await expect(startDevstack({ dataPath })).rejects.toMatchObject({ code: 'DATA_HELD' });
});

test('a stack that is closed under load closes, and throws nothing past its callers', async () => {
  const stack = await startDevstack();
  const [credentials] = stack.users;
  if (credentials === undefined) throw new Error('there is no user');

  const calls = Array.from({ length: 60 }, () =>
    signedFetch(`${stack.url}/`, {
      method: 'POST',
      credentials,
      region: stack.region,
      service: 'execute-api',
      now: new Date(),
      body: '{"profile":"dev"}',
      headers: { 'content-type': 'application/json' },
    }).catch(() => undefined),
  );
  await Promise.race(calls);
  await stack.close();

  await expect(Promise.all(calls)).resolves.toHaveLength(60);
});
