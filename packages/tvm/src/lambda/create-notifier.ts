import type { Timer } from '@sentinel/core/ports';
import { createTeller } from '@sentinel/core/teller';
import type { WebhookOptions } from '../adapters/webhook.ts';
import type { Clients } from '../client-settings.ts';
import { readNotifierConfig } from '../notifier/config.ts';
import { readChanges } from '../notifier/read-changes.ts';
import { wireNotifier } from '../notifier/wire.ts';
import type { Environment } from '../read-settings.ts';

/** What a run outside of Lambda replaces; everything else is the same code. */
export type OutsideNotifier = {
  /** Settings; those of the process if left out. */
  readonly env?: Environment;
  /** Where services are reached, and as whom. */
  readonly clients?: Clients;
  readonly webhook?: WebhookOptions;
  /** Where lines go instead of standard output. */
  readonly write?: (line: string) => void;
  /** Lets time pass between tries. */
  readonly timer?: Timer;
};

/** Which records of a batch are to come again; Lambda goes on at the earliest of them. */
export type BatchAnswer = {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
};

export type Notifier = (event: unknown, remainingMs: number) => Promise<BatchAnswer>;

/** Kept free at the end: a try that began takes ten seconds at most, five for its channel and five for its message. */
const reserveMs = 12_000;

/**
 * The notifier: settings from the environment, channels and messengers on AWS. It throws `CONFIG_ERROR` that names
 * every wrong setting; called, where the event is none of the table's stream.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export function createNotifier(outside: OutsideNotifier = {}): Notifier {
  const config = readNotifierConfig(outside.env);
  const { sha256, ...ports } = wireNotifier(config, outside.clients ?? {}, outside.webhook);
  const trail = outside.write === undefined ? ports.trail : { write: outside.write };
  const timer = outside.timer ?? ports.timer;
  const teller = createTeller({ ...ports, trail, timer }, sha256);

  return async (event, remainingMs) => {
    const untilMs = ports.clock.nowMs() + remainingMs - reserveMs;
    const failed = await teller(readChanges(event, config), untilMs);
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}
