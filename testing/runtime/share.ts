import { afterAll, beforeAll } from 'vitest';

/** Starts one thing for all tests of a suite, which work on it one after another; returns where it is found. */
export function share<T>(start: (work: (thing: T) => Promise<void>) => Promise<void>): () => T {
  const { promise: over, resolve: end } = Promise.withResolvers<void>();
  let shared: { readonly thing: T } | undefined;
  let closed: Promise<void> = Promise.resolve();
  beforeAll(async () => {
    const { promise: started, resolve: onStart } = Promise.withResolvers<void>();
    closed = start(async (thing) => {
      shared = { thing };
      onStart();
      await over;
    });
    await Promise.race([started, closed]);
  }, 60_000);
  afterAll(async () => {
    end();
    await closed;
  });
  return () => {
    if (shared === undefined) throw new Error('nothing is started');
    return shared.thing;
  };
}
