/**
 * Starts all of the work, in the given order, and waits for all of it, also when some of it fails, and then throws the
 * first failure: no write may still be under way when the answer leaves, because nothing runs after it. Work that fails
 * before it can be waited for is work that fails like any other: it leaves none of the rest to nobody.
 */
export async function together<const T extends readonly (() => unknown)[]>(
  work: T,
): Promise<{ -readonly [I in keyof T]: Awaited<ReturnType<T[I]>> }> {
  const started = work.map(async (start) => start());
  await Promise.allSettled(started);
  return Promise.all(started) as Promise<{ -readonly [I in keyof T]: Awaited<ReturnType<T[I]>> }>; // as `T` has them
}
