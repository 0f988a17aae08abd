/** Most of a call that fails is waiting: so many are tried at once. */
const atOnce = 4;

/** Works on all of them, a few at once, each of these in order. */
export async function inTurns<T>(
  all: readonly T[],
  work: (one: T) => Promise<void>,
): Promise<void> {
  const rest = all.values();
  const worker = async () => {
    for (const one of rest) await work(one);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
