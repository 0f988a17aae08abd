import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';

/** Milliseconds of each read, and the memory of the parent process, in MB. */
export type Reads = {
  /** So many at once, over connections that are open already: soon after the start. */
  readonly young: readonly number[];
  /** The same, once the code that answers has been compiled. */
  readonly warm: readonly number[];
  /** So many at once, a new connection each. */
  readonly fresh: readonly number[];
  /** One after another, a new connection each. */
  readonly single: readonly number[];
  readonly parent: { readonly residentMb: number; readonly peakMb: number };
};

const rounds = 40;
const warmUps = 10;

const url = new URL(process.env['AWS_CONTAINER_CREDENTIALS_FULL_URI'] ?? '');
const request =
  `GET ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\n` +
  `Authorization: ${process.env['AWS_CONTAINER_AUTHORIZATION_TOKEN'] ?? ''}\r\n\r\n`;
const atOnce = Number(process.argv[2] ?? 100);

/** A process of its own, the child of what serves the endpoint. Argument: how many reads at once. */
const sockets = await Promise.all(Array.from({ length: atOnce }, open));
const atOnceKept = () => Promise.all(sockets.map(read));
const young = await inRounds(rounds, atOnceKept);
await inRounds(4 * rounds, atOnceKept);
const warm = await inRounds(rounds, atOnceKept);
for (const socket of sockets) socket.destroy();
const fresh = await inRounds(rounds, () => Promise.all(Array.from({ length: atOnce }, readAnew)));
const single = await inRounds(10 * rounds, async () => [await readAnew()]);
const said: Reads = { young, warm, fresh, single, parent: memoryOf(process.ppid) };
process.stdout.write(JSON.stringify(said), () => process.exit(0));

async function inRounds(times: number, round: () => Promise<number[]>): Promise<number[]> {
  const all: number[] = [];
  for (let nth = -warmUps; nth < times; nth += 1) {
    const latencies = await round();
    if (nth >= 0) all.push(...latencies.map((ms) => Math.round(ms * 1000) / 1000));
  }
  return all;
}

async function open(): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const socket = connect({ host: url.hostname, port: Number(url.port) }, resolve);
  socket.setNoDelay(true);
  socket.once('error', reject);
  await promise;
  return socket;
}

async function readAnew(): Promise<number> {
  const since = performance.now();
  const socket = await open();
  await read(socket);
  const ms = performance.now() - since;
  socket.destroy();
  return ms;
}

/** Bytes on a socket, so that the client costs little of what is measured; the answer is whole at its last brace. */
async function read(socket: Socket): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let text = '';
  const take = (chunk: Buffer) => {
    text += chunk.toString('latin1');
    if (text.endsWith('}')) resolve();
  };
  const lost = () => reject(new Error('the connection was lost'));
  socket.on('data', take).once('close', lost);
  const since = performance.now();
  socket.write(request);
  await promise;
  const ms = performance.now() - since;
  socket.off('data', take).off('close', lost);
  if (!text.startsWith('HTTP/1.1 200 ')) throw new Error(text.slice(0, 200));
  return ms;
}

/** https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
function memoryOf(pid: number): Reads['parent'] {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mb = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
  return { residentMb: mb('VmRSS'), peakMb: mb('VmHWM') };
}
