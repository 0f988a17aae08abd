import type { Clock, Timer } from '@sentinel/core/ports';
import { createRevoker } from '@sentinel/tvm/lambda/create-revoker';
import { revokerFilters } from '@sentinel/tvm/revoker/read-event';
import type { RevokerClients } from '@sentinel/tvm/revoker/wire';
import type { Iam } from '../iam/iam.ts';
import { createMapping, type Mapping } from '../streams/event-source-mapping.ts';
import { realTimer } from '../streams/real-timer.ts';
import type { RoleKeys } from './accounts.ts';
import { functionLog } from './function-log.ts';
import { place } from './place.ts';
import { pollerRights } from './poller-rights.ts';

/** A function of two sources, called with an event of either. */
export type Invoked = (event: object) => Promise<unknown>;

export type RevokerOptions = {
  /** Takes each line that the revoker writes; dropped if left out. */
  readonly onLine?: (line: string) => void;
  /** Stands between stream and schedule and the revoker, and may change what passes. */
  readonly betweenRevoker?: (revoker: Invoked) => Invoked;
  /** Lets time pass between the tries of the stream; real time if left out. */
  readonly revokerTimer?: Timer;
};

/** What the revoker stands on. */
export type RevokerGround = {
  readonly iam: Iam;
  readonly role: RoleKeys;
  /** Where it reaches AWS, as its role. */
  readonly clients: RevokerClients;
  readonly clock: Clock;
  readonly streamArn: string;
};

export type RunningRevoker = {
  /** What feeds it from the table's stream. */
  readonly mapping: Mapping;
  /** Runs it as its schedule does, every five minutes by itself. */
  tick(): Promise<void>;
  close(): Promise<void>;
};

const everyMs = 300_000;

/** Starts the revoker, the code of its Lambda, one run at a time, fed by the table's stream and a schedule. */
export function startRevoker(ground: RevokerGround, options: RevokerOptions): RunningRevoker {
  const { clients } = ground;
  const write = functionLog('revoker', ground, options.onLine);
  const revoker = createRevoker({
    env: {
      AWS_REGION: place.region,
      SENTINEL_TABLE: place.table,
      SENTINEL_REVOCATION_ACCOUNTS: place.workloadAccount,
    },
    clients,
    write,
  });
  let last: Promise<unknown> = Promise.resolve();
  const consumer: Invoked = (event) => revoker(event);
  const between = options.betweenRevoker?.(consumer) ?? consumer;
  const inTurn: Invoked = (event) => {
    const next = last.then(() => between(event));
    last = next.catch(() => undefined);
    return next;
  };
  const tick = async () => {
    await inTurn({ source: 'aws.events', 'detail-type': 'Scheduled Event' });
  };
  const schedule = setInterval(() => tick().catch((error) => write(String(error))), everyMs);
  schedule.unref();
  const mapping = createMapping({
    consumer: inTurn,
    filters: revokerFilters,
    batchSize: 100,
    maximumRetryAttempts: 5,
    timer: options.revokerTimer ?? realTimer,
    ...pollerRights('revoker', ground),
  });
  return {
    mapping,
    tick,
    close: async () => {
      clearInterval(schedule);
      await mapping.close();
      await last;
    },
  };
}
