import { createServer } from 'node:http';
import { routes } from '@sentinel/core/contract/index';
import { startGateway } from '@sentinel/devstack/gateway/start-gateway';
import {
  createFunction,
  type LambdaFunction,
} from '@sentinel/devstack/runtime-api/lambda-function';
import { functions } from '@sentinel/tvm/infrastructure/functions';
import { listen } from '@sentinel/tvm/testing/local-server';
import { nodeRuntime } from '../../testing/runtime/runtime-client.ts';
import { findPrincipal, place } from './people.ts';
import { createPool } from './pool.ts';
import { createRecords } from './records.ts';

/** Its argument, as JSON. */
export type GatewaySettings = {
  /** Instances at most. */
  readonly workers: number;
  /** Where `measured.cjs` and the files of the zip lie. */
  readonly codeFolder: string;
  readonly urls: Readonly<Record<'dynamodb' | 'ssm' | 'sts', string>>;
  /** Flags of Node beside those of the runtime, such as `--cpu-prof`. */
  readonly nodeFlags: readonly string[];
};

/** What it tells of itself. */
export type GatewayState = {
  readonly workers: readonly { readonly pid: number | undefined; readonly starts: number }[];
  /** What went wrong between gateway and function. */
  readonly failures: readonly string[];
  /** Lines that are neither a decision nor a metric. */
  readonly oddLines: readonly string[];
};

/** Bytes of one instance's heap: what lives once all garbage is gone, and the room that young objects have. */
export type Heap = { readonly pid: number; readonly live: number; readonly young: number };

/** A process of its own: the gateway and the function behind it, until its input ends. Prints its two addresses. */
const settings: GatewaySettings = JSON.parse(process.argv[2] ?? '');
const memoryMb = functions.find(({ name }) => name === 'api')?.memoryMb ?? 1024;
const [node, ...flags] = nodeRuntime(memoryMb);
const failures: string[] = [];
const oddLines: string[] = [];
const records = createRecords();
const heaps = new Map<number, (heap: Heap) => void>();

const pool = createPool(settings.workers, () =>
  createFunction({
    name: 'sentinel-api',
    functionArn: `arn:aws:lambda:${place.region}:${place.accountId}:function:sentinel-api`,
    region: place.region,
    command: [node, ...settings.nodeFlags, ...flags],
    codeFolder: settings.codeFolder,
    handler: 'measured.handler',
    credentials: {
      accessKeyId: 'ASIAEXAMPLEEXAMPLE01',
      secretAccessKey: 'secret',
      sessionToken: 'token'.repeat(200),
    },
    variables: {
      SENTINEL_TABLE: place.table,
      SENTINEL_API_ID: place.apiId,
      SENTINEL_ACCOUNT_ID: place.accountId,
      AWS_ENDPOINT_URL_DYNAMODB: settings.urls.dynamodb,
      AWS_ENDPOINT_URL_SSM: settings.urls.ssm,
      AWS_ENDPOINT_URL_STS: settings.urls.sts,
    },
    memoryMb,
    timeoutMs: 30_000,
    onLine(line) {
      if (line.startsWith('{"heap":')) heapFrom(line);
      else if (line.includes('"hash":') || line.includes('"_aws":')) records.take(line);
      else oddLines.push(line);
    },
  }),
);
const gateway = await startGateway({
  handler: pool.handler,
  findPrincipal,
  routes: Object.values(routes).map(({ method, path }) => ({ method, path })),
  region: place.region,
  accountId: place.accountId,
  apiId: place.apiId,
  clock: { nowMs: () => Date.now() },
  onFailed: (error) => failures.push(String(error)),
});
const control = await listen(
  createServer(async (request, response) => {
    if (request.url === '/-/heaps') {
      response.end(JSON.stringify(await Promise.all(pool.workers().flatMap(askHeap))));
      return;
    }
    const state: GatewayState = {
      workers: pool.workers().map((worker) => ({ pid: worker.pid(), starts: worker.starts() })),
      failures,
      oddLines,
    };
    response.end(JSON.stringify(request.url === '/-/records' ? records.read() : state));
  }),
);
console.log(`${gateway.url} ${control}`);
process.stdin.resume().once('end', async () => {
  await gateway.close();
  await pool.close();
  process.exit(0);
});

/** Has an instance collect all garbage and tell what is left; none that is not alive. */
function askHeap({ pid }: LambdaFunction): readonly Promise<Heap>[] {
  const id = pid();
  if (id === undefined) return [];
  const { promise, resolve } = Promise.withResolvers<Heap>();
  heaps.set(id, resolve);
  process.kill(id, 'SIGUSR2');
  return [promise];
}

function heapFrom(line: string): void {
  const { heap }: { readonly heap: Heap } = JSON.parse(line);
  heaps.get(heap.pid)?.(heap);
}
