import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

const program = `
  import { writeLine } from ${JSON.stringify(import.meta.resolve('./write-line.ts'))};
  for (let line = 0; line < 400; line++) writeLine(String(line).padStart(1000, '.'));
  process.kill(process.pid, 'SIGKILL');`;

test('what was written is out, however full the pipe was, when the process is killed', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));

  await once(child, 'close');

  const lines = Buffer.concat(chunks).toString().trimEnd().split('\n');
  expect([lines.length, lines[0]?.length, lines.at(-1)]).toEqual([
    400,
    1000,
    '399'.padStart(1000, '.'),
  ]);
});
