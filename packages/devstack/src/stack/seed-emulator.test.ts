import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tableDefinition } from '@sentinel/tvm/table';
import { expect, onTestFinished, test } from 'vitest';
import { seedEmulator } from './seed-emulator.ts';

const seed = { region: 'eu-west-1', table: tableDefinition('sentinel'), documents: {} };

async function serverThat(handle: RequestListener): Promise<string> {
  const server = createServer(handle);
  onTestFinished(() => void server.close().closeAllConnections());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Listening on TCP, it has such an address.
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

test('an emulator that never answers is told so, in time', async () => {
  const awsEndpointUrl = await serverThat(() => undefined);

  await expect(seedEmulator({ awsEndpointUrl, patienceMs: 50 }, seed)).rejects.toMatchObject({
    code: 'EMULATOR_SILENT',
    message: `no AWS emulator answers at \`${awsEndpointUrl}\``,
  });
});

test('where nobody listens it is waited for all the same', async () => {
  const where = { awsEndpointUrl: 'http://127.0.0.1:9', patienceMs: 50 };

  await expect(seedEmulator(where, seed)).rejects.toMatchObject({ code: 'EMULATOR_SILENT' });
});

test('a server that is no emulator is told so', async () => {
  const awsEndpointUrl = await serverThat((_, response) => void response.writeHead(404).end('no'));

  await expect(seedEmulator({ awsEndpointUrl }, seed)).rejects.toMatchObject({
    code: 'EMULATOR_UNFIT',
    message: expect.stringMatching(/^`http:\S+` does not take the table and the documents: .+$/),
  });
});

test('it is shown nobody’s keys', async () => {
  const seen: (string | undefined)[] = [];
  const awsEndpointUrl = await serverThat((request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(404).end('no');
  });

  await expect(seedEmulator({ awsEndpointUrl }, seed)).rejects.toThrow();

  expect(seen.filter((header) => header !== undefined)).toEqual([
    expect.stringContaining('Credential=test/'),
  ]);
});
