import { createRevoker } from './create-revoker.ts';

const revoke = createRevoker();

/**
 * Entry point of the function that denies what was revoked: `revoker.handler`, runtime `nodejs24.x`, one at a time,
 * fed by the table's stream with `ReportBatchItemFailures`, and every five minutes by a schedule.
 */
export async function handler(event: unknown) {
  return revoke(event);
}
