import { connect } from 'node:net';

/** What came back over one connection, and whether the other side closed it. */
export type RawAnswer = {
  readonly text: string;
  readonly status: number;
  readonly closed: boolean;
};

/** Sends text as it is to 127.0.0.1 and waits until the connection closes, or `patienceMs`. */
export async function sendRaw(
  port: number,
  text: string,
  { patienceMs = 3_000 }: { readonly patienceMs?: number } = {},
): Promise<RawAnswer> {
  const done = Promise.withResolvers<boolean>();
  const socket = connect({ host: '127.0.0.1', port });
  const timer = setTimeout(() => done.resolve(false), patienceMs);
  let received = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    received += chunk;
  });
  socket.on('error', () => done.resolve(true));
  socket.on('close', () => done.resolve(true));
  socket.write(text);
  const closed = await done.promise;
  clearTimeout(timer);
  socket.destroy();
  return { text: received, closed, status: Number(/^HTTP\/1\.1 (\d{3})/.exec(received)?.[1] ?? 0) };
}

/** One request as it goes over the wire. */
export function requestText(line: string, headers: readonly string[], body = ''): string {
  return [line, ...headers, '', body].join('\r\n');
}
