import { createNotifier } from './create-notifier.ts';

const notifier = createNotifier();

/** Entry point of the function behind the table's stream: `notifier.handler`, runtime `nodejs24.x`. */
export async function handler(
  event: unknown,
  context: { getRemainingTimeInMillis(): number },
): Promise<unknown> {
  return notifier(event, context.getRemainingTimeInMillis());
}
