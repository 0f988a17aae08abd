import type { Clock, Timer } from '@sentinel/core/ports';
import type { WebhookOptions } from '@sentinel/tvm/adapters/webhook';
import { createNotifier } from '@sentinel/tvm/lambda/create-notifier';
import { notifierFilters } from '@sentinel/tvm/notifier/read-changes';
import type { Clients } from '@sentinel/tvm/wire';
import type { Iam } from '../iam/iam.ts';
import { type Consumer, createMapping, type Mapping } from '../streams/event-source-mapping.ts';
import { realTimer } from '../streams/real-timer.ts';
import type { RoleKeys } from './accounts.ts';
import { functionLog } from './function-log.ts';
import { place } from './place.ts';
import { pollerRights } from './poller-rights.ts';

export type NotifierOptions = {
  /** Takes each line that the notifier writes; dropped if left out. */
  readonly onLine?: (line: string) => void;
  /** How webhooks of a test on this machine are reached. */
  readonly webhook?: WebhookOptions;
  /** Stands between the stream and the notifier, and may change what passes. */
  readonly betweenNotifier?: (notifier: Consumer) => Consumer;
  /** Lets time pass between the notifier's tries, and between those of the stream; real time if left out. */
  readonly notifierTimer?: Timer;
};

/** What the notifier stands on. */
export type NotifierGround = {
  readonly iam: Iam;
  readonly role: RoleKeys;
  /** Where it reaches AWS, as its role. */
  readonly clients: Clients;
  readonly clock: Clock;
  readonly streamArn: string;
};

/** As Lambda is told to let a function run, in milliseconds. */
const timeoutMs = 60_000;

/** Starts the notifier, the code of its Lambda, and feeds it from the table's stream. */
export function startNotifier(ground: NotifierGround, options: NotifierOptions): Mapping {
  const timer = options.notifierTimer ?? realTimer;
  const notifier = createNotifier({
    env: {
      AWS_REGION: place.region,
      SENTINEL_TABLE: place.table,
      SENTINEL_ACCOUNT_ID: place.hubAccount,
    },
    clients: ground.clients,
    write: functionLog('notifier', ground, options.onLine),
    timer,
    ...(options.webhook !== undefined && { webhook: options.webhook }),
  });
  const consumer: Consumer = (event) => notifier(event, timeoutMs);
  return createMapping({
    consumer: options.betweenNotifier?.(consumer) ?? consumer,
    filters: notifierFilters,
    batchSize: 10,
    maximumRetryAttempts: 5,
    timer,
    ...pollerRights('notifier', ground),
  });
}
