import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** How a process ended, and what it said beside the answers that were heard. */
export type Ended = {
  /** Its exit code; -1 if a signal ended it. */
  readonly code: number;
  readonly out: string;
  readonly err: string;
};

/** A running process that answers each line of its input with one line. */
export type Conversation = {
  /** Writes a line and hears the answer. Rejects if it ends instead. */
  ask(): Promise<string>;
  /** Says that nothing more comes, and waits for its end. */
  end(): Promise<Ended>;
  /** Ends it and all that it has started, at once. */
  kill(): void;
};

/** Starts a command, with nothing in its environment but what is given. */
export function converse(
  [file = '', ...args]: readonly string[],
  env: Readonly<Record<string, string>>,
): Conversation {
  // A group of its own, so that what it leaves behind can be ended with it.
  const child = spawn(file, args, { env, detached: true });
  const heard: string[] = [];
  const waiting: PromiseWithResolvers<string>[] = [];
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  child.stdin.on('error', () => undefined);
  createInterface({ input: child.stdout }).on('line', (line) => {
    const next = waiting.shift();
    if (next === undefined) heard.push(line);
    else next.resolve(line);
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('error', (error) => resolve({ code: -1, out: '', err: error.message }));
    child.on('close', (code) => resolve({ code: code ?? -1, out: heard.join('\n'), err }));
  });
  void ended.then(() => {
    for (const { reject } of waiting) reject(new Error(`it ended instead of an answer: ${err}`));
  });
  return {
    ask() {
      const answer = Promise.withResolvers<string>();
      waiting.push(answer);
      child.stdin.write('\n');
      return answer.promise;
    },
    end() {
      child.stdin.end();
      return ended;
    },
    kill() {
      const isOver = child.exitCode !== null || child.signalCode !== null;
      if (!isOver && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    },
  };
}
