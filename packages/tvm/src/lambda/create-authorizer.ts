import { writeLine } from '../adapters/write-line.ts';
import { type Authorizer, authorizerOf } from '../authorizer/authorize.ts';
import { readAuthorizerConfig } from '../authorizer/config.ts';
import { type AuthorizerClients, wireAuthorizer } from '../authorizer/wire.ts';
import type { Environment } from '../config.ts';

/** What a run outside of Lambda replaces; everything else is the same code. */
export type AuthorizerOutside = {
  readonly env?: Environment;
  readonly clients?: AuthorizerClients;
  /** Where lines go instead of standard output. */
  readonly write?: (line: string) => void;
};

/** The authorizer of services behind Sentinel. Throws `CONFIG_ERROR` that names every wrong setting. */
export function createAuthorizer(outside: AuthorizerOutside = {}): Authorizer {
  const config = readAuthorizerConfig(outside.env);
  return authorizerOf({
    rules: { audiences: config.audiences, regions: config.stsRegions },
    ports: wireAuthorizer(config, outside.clients),
    write: outside.write ?? writeLine,
  });
}
