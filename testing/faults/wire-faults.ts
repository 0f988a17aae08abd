import type { NodeHttpHandler } from '@smithy/node-http-handler';
import { bodyOf, wireFault } from './wire-fault.ts';
import { isOperation, type Operation, type Wire, type WireWay } from './wire-matrix.ts';

export type WirePlan = {
  /** Which call, from 0. */
  readonly nth: number;
  readonly way: Wire;
};

export type Handle = NodeHttpHandler['handle'];
export type Asked = Parameters<Handle>[0];
export type Answered = Awaited<ReturnType<Handle>>;

/** What stands around calls that fail. */
export type Around = {
  readonly send: Handle;
  /** A server that never answers, and the short patience of whoever asks it. */
  readonly silence: Handle;
  /** The request as it would have been answered some time ago. */
  readonly past: (request: Asked, way: 'stale' | 'staler') => Asked;
};

/** What sends the calls of one instance; shared connections, calls of its own. */
export function failingWire(plan: WirePlan | undefined, around: Around) {
  const calls: Operation[] = [];
  /** Requests that arrive when nobody waits for them any more. */
  const later: (() => Promise<unknown>)[] = [];
  let target: string | undefined;
  let active = plan;
  let slowestMs = 0;
  const send: Handle = async (request, options) => {
    const startedAtMs = performance.now();
    try {
      return await around.send(request, options);
    } finally {
      slowestMs = Math.max(slowestMs, performance.now() - startedAtMs);
    }
  };
  const handle: Handle = async (request, options) => {
    const name = operationOf(request);
    const isNth = calls.push(name) - 1 === active?.nth;
    if (isNth) target = name;
    const { way, isForGood } = readWay(active?.way);
    const isHit = way !== undefined && (isNth || (isForGood && name === target));
    if (!isHit) return send(request, options);
    return wireFault(way, { request, options, around, later });
  };
  return {
    calls,
    handler: { handle },
    /** Milliseconds of the slowest call that nothing befell. */
    slowestMs: () => slowestMs,
    /** What was on its way arrives; nothing fails from now on. */
    async mend() {
      active = undefined;
      for (const send of later.splice(0)) await send();
    },
  };
}

/** Throws on an operation that the table of faults does not know. */
function operationOf(request: Asked): Operation {
  const target = request.headers['x-amz-target'];
  const name = target?.split('.')[1] ?? /Action=(\w+)/.exec(bodyOf(request))?.[1] ?? 'unknown';
  if (!isOperation(name)) throw new Error(`${name} is not in the table of faults`);
  return name;
}

function readWay(text: Wire | undefined): {
  readonly way: WireWay | undefined;
  readonly isForGood: boolean;
} {
  const isForGood = text?.endsWith(' for good') === true;
  const way = text?.replace(/ for good$/, '') as WireWay | undefined; // so `Wire` is built
  return { way, isForGood };
}
