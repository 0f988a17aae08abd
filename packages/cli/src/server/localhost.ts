import type { LookupFunction } from 'node:net';

/** Answers for `localhost` without asking anybody, so that no resolver can send plain http elsewhere. */
export const localhostOnly: LookupFunction = (_hostname, options, callback) => {
  const addresses = [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ];
  if (options.all) callback(null, addresses);
  else callback(null, '127.0.0.1', 4);
};
