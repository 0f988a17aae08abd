import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Runs the stand-ins in a process of their own, and ends it whatever happens. */
export async function withAws<T>(work: (url: string) => Promise<T>): Promise<T> {
  const program = fileURLToPath(new URL('serve-aws.ts', import.meta.url));
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    const [url] = await once(createInterface({ input: child.stdout }), 'line');
    return await work(String(url));
  } finally {
    const ended = once(child, 'exit');
    child.stdin.end();
    await ended;
  }
}
