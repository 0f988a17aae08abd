import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A program of this folder in a process of its own. */
export type Program = {
  readonly pid: number;
  /** What it printed first: its addresses. */
  readonly urls: readonly string[];
  /** Ends its input, and waits until it is gone. */
  close(): Promise<void>;
};

/** Starts a program and waits for its first line. Throws where it ends before. */
export async function startProgram(file: string, argument: string): Promise<Program> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, [path, argument], { stdio: ['pipe', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  const line = once(createInterface({ input: child.stdout }), 'line');
  const [first] = await Promise.race([line, gone.then(() => [undefined])]);
  if (typeof first !== 'string' || child.pid === undefined)
    throw new Error(`${file} did not start`);
  return {
    pid: child.pid,
    urls: first.split(' '),
    async close() {
      child.stdin.end();
      await gone;
    },
  };
}

/** Asks a program's control address, JSON in and out. */
export async function ask(url: string, verb: string, body?: object): Promise<unknown> {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const answer = await fetch(`${url}/-/${verb}`, init);
  if (!answer.ok) throw new Error(`${verb}: ${answer.status}`);
  return answer.json();
}
