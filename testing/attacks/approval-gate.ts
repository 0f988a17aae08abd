import type { Call, Faults } from '@sentinel/devstack/http/call';

/** What is written to a request: that a session uses its grant, or what people say of it. */
export type RequestWrite = 'use' | 'change';

export type Race<T> = {
  /** Whose writes to a request wait. */
  readonly racers: readonly (() => Promise<T>)[];
  /** Done after all of them have read, and before any of them writes; not held. */
  readonly meanwhile?: () => Promise<unknown>;
};

/** Stands before the table, and lets writes to requests pass or wait. */
export type RequestGate = {
  readonly faults: Faults;
  /**
   * Starts all racers and holds each at its write until the last has come to its own: what they judged by is out of
   * date for all but one. Throws where one never comes to it.
   */
  race<T>(write: RequestWrite, race: Race<T>): Promise<readonly T[]>;
};

type Held = { readonly write: RequestWrite; readonly arrive: (call: Call) => Promise<void> };

/** Open for all until a race is on. */
export function requestGate(): RequestGate {
  let held: Held | undefined;
  return {
    faults: async (call) => {
      if (held !== undefined && writeOf(call) === held.write) await held.arrive(call);
      return undefined;
    },
    async race(write, { racers, meanwhile }) {
      const full = Promise.withResolvers<void>();
      const open = Promise.withResolvers<void>();
      // A client that waits too long sends the same once more: that is not another racer.
      const come = new Set<string>();
      held = {
        write,
        arrive: ({ input }) => {
          come.add(JSON.stringify(input));
          if (come.size === racers.length) full.resolve();
          return open.promise;
        },
      };
      const answers = Promise.all(racers.map((start) => start()));
      try {
        const early = answers.then(() => {
          throw new Error(`${come.size} of ${racers.length} came to a write: it is no race`);
        });
        await Promise.race([full.promise, early]);
        await meanwhile?.();
      } finally {
        held = undefined;
        open.resolve();
      }
      return answers;
    },
  };
}

function writeOf({ operation, input }: Call): RequestWrite | undefined {
  const { sk } = Object(input['Key']);
  if (operation !== 'UpdateItem' || !String(Object(sk)['S']).startsWith('request#')) {
    return undefined;
  }
  return JSON.stringify(input['ExpressionAttributeNames']).includes('session_ids')
    ? 'use'
    : 'change';
}
