import { SentinelError } from '@sentinel/core/errors';
import type { Ports } from '@sentinel/core/ports';
import { type PortFault, sortOf } from './port-matrix.ts';
import type { Gate, PortCall, TwinTown } from './twin-town.ts';

const garbage = ['<html>502 Bad Gateway</html>', { message: 'Rate exceeded' }, null, [], 0, true];

/** Longer than any client waits. */
const timeoutMs = 6_500;
/** Longer than issuing may take. */
const slowMs = 11_000;

/** A gate that lets the `nth` call fail, counted from 0. `yesterday`: the town before the last call before. */
export function failing(
  plan: { readonly nth: number; readonly fault: PortFault },
  { outside }: TwinTown,
  yesterday: TwinTown,
): Gate {
  let seen = 0;
  let target: string | undefined;
  return (call, proceed) => {
    if (call.port === 'clock') return proceed();
    const isNth = seen === plan.nth;
    seen += 1;
    const name = `${call.port}.${call.method}`;
    if (isNth) target = name;
    const persists = plan.fault === 'throttle' || plan.fault === 'lost for good';
    if (!isNth && !(persists && name === target)) return proceed();
    if (sortOf(name) === 'immediate') throw errorOf(plan.fault);
    return fail(plan.fault, call, { proceed, outside, yesterday, nth: plan.nth });
  };
}

async function fail(
  fault: PortFault,
  call: PortCall,
  around: {
    readonly proceed: () => unknown;
    readonly outside: TwinTown['outside'];
    readonly yesterday: TwinTown;
    readonly nth: number;
  },
): Promise<unknown> {
  const { proceed, outside, yesterday } = around;
  switch (fault) {
    case 'throw':
    case 'throttle':
    case 'crash':
      throw errorOf(fault);
    case 'timeout':
      outside.clock.advance(timeoutMs);
      throw errorOf(fault);
    case 'lost reply':
    case 'lost for good':
      await proceed();
      throw errorOf(fault);
    case 'slow': {
      const answer = await proceed();
      outside.clock.advance(slowMs);
      return answer;
    }
    case 'stale':
      return answerOf(yesterday.outside.ports, call);
    case 'garbled':
      return garbage[around.nth % garbage.length];
    case 'partial':
      return halfOf(await proceed());
  }
}

function errorOf(fault: PortFault): Error {
  return fault === 'crash'
    ? new TypeError('ETIMEDOUT: https://sts.amazonaws.com/')
    : new SentinelError('DEPENDENCY_UNAVAILABLE', 'ThrottlingException: Rate exceeded');
}

function answerOf(ports: Ports, { port, method, values }: PortCall): unknown {
  const target = ports[port];
  return Reflect.apply(Reflect.get(target, method), target, [...values]);
}

/** Every second attribute; a list or a number has no half that could be told from a whole. */
function halfOf(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null || answer instanceof Uint8Array) return {};
  if (Array.isArray(answer)) return answer.map(halfOf);
  return Object.fromEntries(Object.entries(answer).filter((_entry, index) => index % 2 === 0));
}
