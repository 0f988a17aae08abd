import type { Gift } from '../src/child/environment.ts';

/** What an exec gives its child, on Linux. */
export function gift(parts: Partial<Gift> = {}): Gift {
  return {
    profile: 'production',
    region: undefined,
    endpoint: { url: 'http://127.0.0.1:40000/credentials', token: 'our-token' },
    emptyFiles: { config: '/tmp/s/config', credentials: '/tmp/s/credentials', boto: '/tmp/s/boto' },
    base: {},
    homeDirectory: '/home/alice',
    platform: 'linux',
    ...parts,
  };
}
