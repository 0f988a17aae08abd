import { SentinelError } from '../errors.ts';
import type { Intercept, PortCall } from './intercept.ts';

/** `before`: the call is never made; `after`: it is made and its reply is lost. */
export type FaultMoment = 'before' | 'after';

/** Fails the n-th of all calls, counted from 1. */
export function failCall(ordinal: number, moment: FaultMoment = 'before'): Intercept {
  return failWhere((call) => call.ordinal === ordinal, moment);
}

/** Fails every call of one method, as in `sessions.commit`. */
export function failMethod(name: string, moment: FaultMoment = 'before'): Intercept {
  return failWhere((call) => `${call.port}.${call.method}` === name, moment);
}

/** Fails the calls that `isHit` picks, as the world fails: `DEPENDENCY_UNAVAILABLE`. */
export function failWhere(
  isHit: (call: PortCall) => boolean,
  moment: FaultMoment = 'before',
): Intercept {
  return (call, proceed) => {
    if (!isHit(call)) return proceed();
    const fault = new SentinelError(
      'DEPENDENCY_UNAVAILABLE',
      `${call.port}.${call.method} failed on purpose`,
    );
    if (moment === 'before') return raise(call, fault);
    const answer = proceed();
    if (!(answer instanceof Promise)) throw fault;
    return answer.then(() => Promise.reject(fault));
  };
}

/** Methods that do not return a promise must throw, the others must reject. */
const synchronous: ReadonlySet<string> = new Set(['clock.nowMs', 'random.id', 'trail.write']);

function raise(call: PortCall, fault: SentinelError): unknown {
  if (synchronous.has(`${call.port}.${call.method}`)) throw fault;
  return Promise.reject(fault);
}
