/**
 * Awaits a write; where its outcome is unknown, takes what a read shows of it.
 * Where that shows nothing either, the write's own failure is thrown.
 */
export async function orReadBack<T>(
  write: Promise<T>,
  readBack: () => Promise<T | undefined>,
): Promise<T> {
  try {
    return await write;
  } catch (error) {
    const found = await readBack();
    if (found === undefined) throw error;
    return found;
  }
}
