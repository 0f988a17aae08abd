import { createServer, type RequestListener } from 'node:http';

/** A server that accepts connections; `close` cuts those that are open. */
export type Listening = {
  /** `http://127.0.0.1:<port>`, without a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
};

/** Listens on loopback only; port 0 takes a free one. Rejects if the port is taken. */
export async function listen(handle: RequestListener, port = 0): Promise<Listening> {
  const server = createServer(handle);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address to listen on');

  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
