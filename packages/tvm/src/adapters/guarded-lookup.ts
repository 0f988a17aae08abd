import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { SentinelError } from '@sentinel/core/errors';

export type Address = { readonly address: string; readonly family: number };

/** All addresses of a host name. */
export type Resolve = (name: string) => Promise<readonly Address[]>;

/** As the system resolves names. */
export const resolveBySystem: Resolve = (name) => lookup(name, { all: true });

/**
 * The look-up of one connection: what it finds is what is connected to, so nothing can change in between. One address
 * that may not be reached spoils them all. Fails with `CONFIG_ERROR`, and as `resolve` fails.
 */
export function guardedLookup(
  resolve: Resolve,
  mayReach: (address: string) => boolean,
): LookupFunction {
  return (name, options, callback) => {
    const addresses = resolve(name).then((found) => {
      if (found.length > 0 && found.every(({ address }) => mayReach(address))) return found;
      throw outOfBounds();
    });
    addresses.then(
      (found) => {
        const [first] = found;
        if (options.all === true) callback(null, [...found]);
        else callback(null, first?.address ?? '', first?.family);
      },
      (error) => callback(error, ''),
    );
  };
}

export function outOfBounds(): SentinelError {
  const message = 'it leads to an address that is not public, or to a port that is not 443';
  return new SentinelError('CONFIG_ERROR', message);
}
