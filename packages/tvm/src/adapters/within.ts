/** Fails with `TimeoutError` once `limitMs` have passed, whatever the call does then; its signal aborts it. */
export async function within<T>(
  limitMs: number,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const error = new Error(`no answer within ${limitMs} ms`);
      error.name = 'TimeoutError';
      reject(error);
      controller.abort();
    }, limitMs);
  });
  try {
    return await Promise.race([call(controller.signal), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
