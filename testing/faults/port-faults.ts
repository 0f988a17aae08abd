import { SentinelError } from '@sentinel/core/errors';
import type { Ports } from '@sentinel/core/ports';
import type { Gate, PortCall, TwinTown } from './twin-town.ts';

/**
 * What may go wrong with a call of a port. `throttle` and `lost for good`: with every later one of its method, too.
 * `crash`: by an error that is not ours.
 */
const portFaults = [
  'throw',
  'throttle',
  'crash',
  'timeout',
  'lost reply',
  'lost for good',
  'slow',
  'stale',
  'garbled',
  'partial',
] as const;

export type PortFault = (typeof portFaults)[number];

/** Reads; each must find what was written before, or fail. */
const reads =
  /^(control\.\w+|subjects\.(read|readProfile)|\w+\.(find|findKey|locate|activeOf|ofProfile|guard|since|list))$/;

/** Methods that answer at once, and so throw. */
const immediate: ReadonlySet<string> = new Set(['random.id', 'trail.write']);

/** Methods whose answer says nothing: that they do nothing and say they did, nobody can tell. */
const silent =
  /^(trail\.\w+|timer\.wait|sessions\.(open|putKey)|breakGlass\.(putEvent|release)|subjects\.(un)?block\w*)$/;

/** Ways in which a call of this method can fail. `isVend`: garbled answers are for adapters to refuse; vends do so, too. */
export function faultsOf(method: string, isVend: boolean): readonly PortFault[] {
  if (immediate.has(method)) return ['throw', 'throttle', 'crash'];
  const isRead = reads.test(method);
  return portFaults.filter((fault) => {
    switch (fault) {
      case 'stale':
        return isRead;
      case 'lost reply':
      case 'lost for good':
        return !isRead;
      case 'garbled':
      case 'partial':
        return isVend && !silent.test(method);
      default:
        return true;
    }
  });
}

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
    if (immediate.has(name)) throw errorOf(plan.fault);
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
