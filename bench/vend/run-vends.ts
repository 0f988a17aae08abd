import { answersAtOnce } from './handlers.ts';
import { sdkAlone, serverOnAws, serverOnTwins, vendEvent, vendOnce } from './servers.ts';

/** CPU of vends in a fresh process: the first, then batches of them. */
export type Vends = { readonly batches: readonly Batch[] };

export type Batch = {
  /** Vends before the batch. */
  readonly after: number;
  /** Milliseconds of CPU of each of its vends, stand-ins in the same process included. */
  readonly cpuMs: number;
  /** Milliseconds of those that the stand-ins take. */
  readonly standInMs: number;
};

/** A process of its own. Arguments: `twins`, `sdk`, `at-once` or the address of stand-ins; sizes of the batches. */
const [where = '', ...sizes] = process.argv.slice(2);
const atOnce = answersAtOnce();
const vend = vendAt(where);

const batches: { after: number; cpuMs: number; standInMs: number }[] = [];
let after = 0;
for (const size of sizes.map(Number)) {
  const before = process.cpuUsage();
  for (let nth = 0; nth < size; nth += 1) await vend(after + nth);
  const { user, system } = process.cpuUsage(before);
  batches.push({
    after,
    cpuMs: (user + system) / 1000 / size,
    standInMs: atOnce.replay() / size,
  });
  after += size;
}
console.log(JSON.stringify({ batches } satisfies Vends));
process.exit(0);

function vendAt(place: string): (nth: number) => Promise<unknown> {
  if (place === 'sdk') return sdkAlone(atOnce.handler);
  const options = place === 'at-once' ? { requestHandler: atOnce.handler } : { endpoint: place };
  const app = place === 'twins' ? serverOnTwins() : serverOnAws(options);
  return (nth) => vendOnce(app, vendEvent(nth));
}
