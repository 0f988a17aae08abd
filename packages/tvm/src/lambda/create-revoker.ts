import type { Timer } from '@sentinel/core/ports';
import type { Environment } from '../read-settings.ts';
import { readRevokerConfig } from '../revoker/config.ts';
import { type Revoker, revokerOf } from '../revoker/revoker.ts';
import { type RevokerClients, wireRevoker } from '../revoker/wire.ts';

/** What a run outside of Lambda replaces; everything else is the same code. */
export type RevokerOutside = {
  readonly env?: Environment;
  readonly clients?: RevokerClients;
  /** Where lines go instead of standard output. */
  readonly write?: (line: string) => void;
  /** Lets time pass between tries, and while a revocation waits. */
  readonly timer?: Timer;
};

/** The revoker and completer. Throws `CONFIG_ERROR` that names every wrong setting. */
export function createRevoker(outside: RevokerOutside = {}): Revoker {
  const config = readRevokerConfig(outside.env);
  const ports = wireRevoker(config, outside.clients);
  const { write, timer = ports.timer } = outside;
  const trail = write === undefined ? ports.trail : { write };
  return revokerOf({ ...ports, trail, timer }, config.table);
}
