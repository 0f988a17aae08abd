import { randomUUID } from 'node:crypto';
import type { Handler } from '../gateway/invoke.ts';
import { type ExecutionEnvironment, startEnvironment } from './execution-environment.ts';
import type { FunctionOutcome } from './outcome.ts';

export type FunctionOptions = {
  readonly name: string;
  readonly functionArn: string;
  readonly region: string;
  /** The program that speaks the Runtime API, and its arguments. */
  readonly command: readonly [string, ...string[]];
  /** Where the code lies, unpacked. */
  readonly codeFolder: string;
  /** Such as `api.handler`. */
  readonly handler: string;
  /** Of the execution role. */
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
  };
  /** The function's own variables of the environment. */
  readonly variables: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  readonly timeoutMs: number;
  /** Takes each line of the processes' output. */
  readonly onLine?: (line: string) => void;
};

/** A function with one execution environment at most: invocations wait for each other. */
export type LambdaFunction = {
  /** `payload`: JSON. */
  invoke(payload: string, requestId?: string): Promise<FunctionOutcome>;
  /** Of the process that is alive. */
  pid(): number | undefined;
  /** How many processes there were. */
  starts(): number;
  close(): Promise<void>;
};

/** Nothing runs before the first invocation; an environment that ended is followed by a new one when work comes. */
export function createFunction(options: FunctionOptions): LambdaFunction {
  let environment: ExecutionEnvironment | undefined;
  let starts = 0;
  let last: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  async function invokeNow(payload: string, requestId: string): Promise<FunctionOutcome> {
    if (!environment?.isAlive() && !isClosed) {
      await environment?.close();
      starts += 1;
      environment = await startEnvironment(options);
      if (isClosed) await environment.close();
    }
    if (environment === undefined) throw new Error('the function is closed');
    return environment.invoke(requestId, payload);
  }

  return {
    invoke(payload, requestId = randomUUID()) {
      const outcome = last.then(() => invokeNow(payload, requestId));
      last = outcome.catch(() => undefined);
      return outcome;
    },
    pid: () => (environment?.isAlive() ? environment.pid : undefined),
    starts: () => starts,
    async close() {
      isClosed = true;
      await environment?.close();
      await last;
    },
  };
}

/** The function as a gateway calls it; throws where it fails. */
export function handlerOf(target: LambdaFunction): Handler {
  return async (event, { awsRequestId }) => {
    const outcome = await target.invoke(JSON.stringify(event), awsRequestId);
    if (outcome.kind === 'answered') return JSON.parse(outcome.payload);
    const { errorType, errorMessage } = outcome.error;
    throw new Error(`${errorType}: ${errorMessage}`);
  };
}
