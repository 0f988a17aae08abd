import { once } from 'node:events';
import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer } from 'node:https';
import { selfSigned } from '@sentinel/cli/testing/certificate';

/** What a receiver was sent. */
export type Delivery = {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
};

export type WebhookReceiver = {
  readonly port: number;
  /** Its certificate, for the name that it was made for; PEM. */
  readonly ca: string;
  readonly deliveries: readonly Delivery[];
  /** How many connections were made. */
  connections(): number;
  close(): Promise<void>;
};

/** A receiver of webhooks on 127.0.0.1, with TLS by a certificate of its own for `name`; it answers 204. */
export async function webhookReceiver(
  name: string,
  answer: RequestListener = (_, response) => void response.writeHead(204).end(),
): Promise<WebhookReceiver> {
  const { cert, key } = selfSigned(name);
  const deliveries: Delivery[] = [];
  let connections = 0;
  const server = createServer({ cert, key }, async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const { url: path = '', headers } = request;
    deliveries.push({ path, headers, body: Buffer.concat(chunks).toString('utf8') });
    answer(request, response);
  });
  server.on('connection', () => {
    connections += 1;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it has no port');
  return {
    port: address.port,
    ca: cert,
    deliveries,
    connections: () => connections,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
