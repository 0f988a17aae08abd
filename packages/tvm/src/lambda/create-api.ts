import { createLedger } from '@sentinel/core/audit/ledger';
import { createLibrary } from '@sentinel/core/policy/library';
import type { Timer } from '@sentinel/core/ports';
import type { World } from '@sentinel/core/world';
import { sealedPageTokens } from '../adapters/page-tokens.ts';
import { type Config, type Environment, readConfig } from '../config.ts';
import { type App, createApp } from '../http/app.ts';
import { version } from '../version.ts';
import { type Clients, type Wired, wire } from '../wire.ts';

/** What a run outside of Lambda replaces; everything else is the same code. */
export type Outside = {
  /** Settings; those of the process if left out. */
  readonly env?: Environment;
  /** Where services are reached, and as whom. */
  readonly clients?: Clients;
  /** Where lines go instead of standard output. */
  readonly write?: (line: string) => void;
  /** Lets time pass while a revocation waits. */
  readonly timer?: Timer;
};

/**
 * The TVM: settings from the environment, every port on AWS, the app. Throws `CONFIG_ERROR` that names every wrong
 * setting.
 */
export function createApi(outside: Outside = {}): App {
  const config = readConfig(outside.env);
  const ports = wire(config, outside.clients);
  const trail =
    outside.write === undefined ? ports.trail : { ...ports.trail, write: outside.write };
  const { timer = ports.timer } = outside;
  return createApp(worldOf(config, { ...ports, trail, timer }), {
    apiId: config.apiId,
    apiAccountId: config.accountId,
    stage: config.stage,
  });
}

function worldOf(config: Config, ports: Wired): World {
  const { clock, sha256, control } = ports;
  const ledger = createLedger(ports.random.id(), ports);
  return {
    ...ports,
    ledger,
    library: createLibrary({
      policies: ports.policies,
      clock,
      sha256,
      cacheSeconds: config.policyCacheSeconds,
      partition: config.partition,
      onNote: (note) =>
        ledger.count({ name: note.kind, detail: `${note.parameter}: ${note.detail}` }),
    }),
    pageTokens: sealedPageTokens(() => control.pageTokenKey()),
    settings: {
      accountId: config.accountId,
      partition: config.partition,
      callerAccounts: config.callerAccounts,
      policyRoot: `${config.parameterPrefix}/policies`,
      sessionSeconds: config.sessionHours * 3600,
      sessionVends: config.sessionVends,
      version,
    },
  };
}
