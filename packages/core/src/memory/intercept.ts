/** One call of a port. */
export type PortCall = {
  readonly port: string;
  readonly method: string;
  /** Of all calls of all ports, from 1. */
  readonly ordinal: number;
};

/**
 * Stands around every call: may throw before it, throw after it (a lost reply), delay it,
 * or answer something else. `proceed` makes the call.
 */
export type Intercept = (call: PortCall, proceed: () => unknown) => unknown;

/** The ports with `intercept` around each call; ports are taken by their names. */
export function intercepted<Ports extends object>(ports: Ports, intercept: Intercept): Ports {
  let calls = 0;
  return around(ports, (port, name) => {
    if (typeof port !== 'object' || port === null) return port;
    return around(port, (method, methodName) => {
      if (typeof method !== 'function') return method;
      return (...values: readonly unknown[]) => {
        calls += 1;
        const call = { port: name, method: methodName, ordinal: calls };
        return intercept(call, () => Reflect.apply(method, port, values));
      };
    });
  });
}

function around<T extends object>(target: T, wrap: (member: unknown, name: string) => unknown): T {
  return new Proxy(target, {
    get: (object, key) => {
      const member: unknown = Reflect.get(object, key);
      return typeof key === 'string' ? wrap(member, key) : member;
    },
  });
}
