import { once } from 'node:events';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { selfSigned } from '@sentinel/cli/testing/certificate';

/** A host of the internet as a function finds it, by its name on port 443. */
export type Host = {
  readonly name: string;
  /** On loopback, with TLS. */
  readonly port: number;
  /** Whom to trust for it, PEM. */
  readonly ca: string;
};

export type Network = {
  /** To be required by the process before anything else. */
  readonly preload: string;
  /** File of the hosts' certificates. */
  readonly certificates: string;
  remove(): Promise<void>;
};

const preload = fileURLToPath(new URL('network-preload.cjs', import.meta.url));

/** All of the internet that a process with this network reaches; every name else is unknown, every address else away. */
export async function layNetwork(hosts: readonly Host[]): Promise<Network> {
  const folder = await mkdtemp(join(tmpdir(), 'sentinel-network-'));
  const network = { preload: join(folder, 'preload.cjs'), certificates: join(folder, 'ca.pem') };
  // Addresses that look public: webhooks go to no others.
  const routes = hosts.map(({ name, port }, at) => ({ name, port, address: `11.22.33.${at + 1}` }));
  await copyFile(preload, network.preload);
  await writeFile(join(folder, 'routes.json'), JSON.stringify(routes));
  await writeFile(network.certificates, hosts.map(({ ca }) => ca).join(''));
  return { ...network, remove: () => rm(folder, { recursive: true }) };
}

export type Front = Host & {
  /** How many connections there were. */
  connections(): number;
  close(): Promise<void>;
};

/** Gives a stand-in on loopback the name of the service that it stands for, and TLS. */
export async function frontOf(name: string, standIn: string): Promise<Front> {
  const { cert, key } = selfSigned(name);
  const open = new Set<{ destroy(): unknown }>();
  let connections = 0;
  const server = createServer({ cert, key }, (secure) => {
    connections += 1;
    const behind = connect(Number(new URL(standIn).port), '127.0.0.1');
    for (const each of [secure, behind]) {
      open.add(each);
      each.on('close', () => open.delete(each));
    }
    secure.pipe(behind).pipe(secure);
    // Either end may go at any time.
    secure.on('error', () => behind.destroy());
    behind.on('error', () => secure.destroy());
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it has no port');
  return {
    name,
    port: address.port,
    ca: cert,
    connections: () => connections,
    close: async () => {
      for (const each of open) each.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
