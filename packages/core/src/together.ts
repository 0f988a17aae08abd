/**
 * Waits for all, also when one fails, and then throws the first failure: no write may still be under way when the
 * answer leaves, because nothing runs after it.
 */
export async function together<const T extends readonly unknown[]>(
  work: T,
): Promise<{ -readonly [I in keyof T]: Awaited<T[I]> }> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
