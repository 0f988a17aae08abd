import { type ChildProcess, spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { environmentVariables } from './environment-variables.ts';
import type { FunctionOptions } from './lambda-function.ts';
import { type Exit, type FunctionError, type FunctionOutcome, lambdaErrors } from './outcome.ts';
import { readFrames } from './read-frames.ts';
import { startRuntimeApi, type Work } from './runtime-api.ts';
import { splitLines } from './split-lines.ts';

/** One process that runs a function, with a Runtime API of its own: what an earlier process still says reaches nobody. */
export type ExecutionEnvironment = {
  readonly pid: number | undefined;
  isAlive(): boolean;
  /** One at a time. What a runtime answers after the time-out, which kills it, is dropped. */
  invoke(requestId: string, payload: string): Promise<FunctionOutcome>;
  /** Resolves when the process is gone and its last line was read. */
  close(): Promise<void>;
};

type Current = {
  readonly requestId: string;
  readonly settle: (outcome: FunctionOutcome) => void;
};

/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html */
const initTimeoutMs = 10_000;

/** Starts the process; its init goes on while work waits for it. */
export async function startEnvironment(options: FunctionOptions): Promise<ExecutionEnvironment> {
  let asked = Promise.withResolvers<(work: Work) => void>();
  let current: Current | undefined;
  let initError: FunctionError | undefined;
  let isAlive = true;

  const api = await startRuntimeApi({
    onNext: (give) => asked.resolve(give),
    onOutcome(requestId, outcome) {
      if (current?.requestId !== requestId) return false;
      current.settle(outcome);
      return true;
    },
    onInitError(error) {
      initError = error;
    },
  });
  const child = start(options, new URL(api.url).host);
  child.on('error', ({ message }) => {
    initError = { errorType: 'Runtime.InvalidEntrypoint', errorMessage: message };
  });
  const gone = exitOf(child).then(async (exit) => {
    isAlive = false;
    await api.close();
    return exit;
  });

  function kill(): void {
    isAlive = false;
    child.kill('SIGKILL');
  }

  /** What the runtime asks for work with; `undefined`: it ended before. */
  async function readyOrGone(requestId: string) {
    const timer = setTimeout(() => {
      initError = lambdaErrors.timedOut(requestId, initTimeoutMs);
      kill();
    }, initTimeoutMs);
    const give = await Promise.race([asked.promise, gone.then(() => undefined)]);
    clearTimeout(timer);
    return give;
  }

  return {
    pid: child.pid,
    isAlive: () => isAlive,
    async invoke(requestId, payload) {
      const ended = async () => failed(initError ?? lambdaErrors.exited(requestId, await gone));
      const give = await readyOrGone(requestId);
      if (give === undefined) return ended();

      const { promise: settled, resolve: settle } = Promise.withResolvers<FunctionOutcome>();
      current = { requestId, settle };
      asked = Promise.withResolvers();
      const { timeoutMs, functionArn } = options;
      give({ requestId, payload, deadlineMs: Date.now() + timeoutMs, functionArn });
      const timer = setTimeout(() => {
        settle(failed(lambdaErrors.timedOut(requestId, timeoutMs)));
        kill();
      }, timeoutMs);
      const outcome = await Promise.race([settled, gone.then(ended)]);
      clearTimeout(timer);
      current = undefined;
      return outcome;
    },
    async close() {
      kill();
      await gone;
    },
  };
}

function start(options: FunctionOptions, runtimeApi: string): ChildProcess {
  const [program, ...args] = options.command;
  const child = spawn(program, args, {
    cwd: options.codeFolder,
    env: environmentVariables(options, runtimeApi),
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const onLine = options.onLine ?? (() => undefined);
  for (const [descriptor, read] of [splitLines, splitLines, readFrames].entries()) {
    const stream = child.stdio[descriptor + 1];
    if (stream instanceof Readable) read(stream, onLine);
  }
  return child;
}

function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('close', (code, signal) => {
      resolve({ code, signal: signal === 'SIGKILL' ? 'killed' : signal });
    });
  });
}

function failed(error: FunctionError): FunctionOutcome {
  return { kind: 'failed', error };
}
