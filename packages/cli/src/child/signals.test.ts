import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const wrapper = fileURLToPath(new URL('../../testing/run-child-alone.ts', import.meta.url));

/** Runs a script below `runChild` in a process of its own, without a terminal. */
function wrapped(script: string) {
  const child = spawn(process.execPath, [wrapper, process.execPath, '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  onTestFinished(() => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  });
  return { child, said: lines(child), ended: ending(child) };
}

/** Says `ready` once its handlers stand. */
const listener = (signal: string, then: string) =>
  `process.on('${signal}', () => { console.log('${signal}'); ${then} });` +
  `console.log('ready'); setInterval(() => {}, 1000);`;

test.skipIf(process.platform === 'win32').each(['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s without a terminal is handed on once, and the child says how it ends',
  async (signal) => {
    const { child, said, ended } = wrapped(
      listener(signal, 'setTimeout(() => process.exit(7), 200)'),
    );
    await said('ready');

    child.kill(signal);

    expect(await ended).toEqual({ code: 7, signal: null, text: `ready\n${signal}\n` });
  },
);

test.skipIf(process.platform === 'win32')('SIGWINCH is handed on', async () => {
  const { child, said, ended } = wrapped(listener('SIGWINCH', 'process.exit(0)'));
  await said('ready');

  child.kill('SIGWINCH');

  expect((await ended).code).toBe(0);
});

test.skipIf(process.platform === 'win32')('a child that dies of a signal gives 128+n', async () => {
  const { child, said, ended } = wrapped("console.log('ready'); setInterval(() => {}, 1000)");
  await said('ready');

  child.kill('SIGTERM');

  expect((await ended).code).toBe(143);
});

test.skipIf(process.platform === 'win32')(
  'it does not die before a child that ignores signals',
  async () => {
    const { child, said, ended } = wrapped(
      "process.on('SIGTERM', () => console.log('no')); process.on('SIGINT', () => process.exit(3));" +
        "console.log('ready'); setInterval(() => {}, 1000)",
    );
    await said('ready');
    child.kill('SIGTERM');
    await said('no');
    const livesOn = child.exitCode === null && child.signalCode === null;

    child.kill('SIGINT');

    expect(livesOn).toBe(true);
    expect((await ended).code).toBe(3);
  },
);

function lines(child: ChildProcess): (text: string) => Promise<void> {
  let heard = '';
  const waiting = new Map<string, () => void>();
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    heard += chunk;
    for (const [text, tell] of waiting) if (heard.includes(text)) tell();
  });
  return (text) =>
    new Promise((resolve) => {
      waiting.set(text, resolve);
      if (heard.includes(text)) resolve();
    });
}

type Ending = {
  readonly code: number | null;
  readonly signal: string | null;
  readonly text: string;
};

function ending(child: ChildProcess): Promise<Ending> {
  let text = '';
  child.stdout?.on('data', (chunk: string) => {
    text += chunk;
  });
  return new Promise((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal, text }));
  });
}
