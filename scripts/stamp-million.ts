import { runStamps } from '../testing/second-opinion/stamps/run-stamps.ts';

const usage = 'usage: node scripts/start.mjs stamp-million [ASKS] [SEED]';

/** One place draws this many asks, of which the rim and the policy let so many pass. */
const asksPerPlace = 200;
const sentPerPlace = 185;

const [asks = 1_000_000, seed = Date.now() % 2 ** 31] = process.argv.slice(2).map(Number);
if (!Number.isInteger(asks) || asks < 1 || !Number.isInteger(seed)) {
  console.error(usage);
  process.exit(2);
}

const startedMs = performance.now();
let places = 0;
const { tally, violation } = await runStamps({
  places: Math.ceil(asks / sentPerPlace),
  asksPerPlace,
  seed,
  onPlace: (soFar) => {
    places += 1;
    if (places % 500 === 0) console.log(`${soFar.counts()['sent'] ?? 0} sent`);
  },
});
console.log(`seed ${seed}, ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
console.table(tally.counts());
if (violation !== undefined) {
  console.error(`SECURITY VIOLATION: STS would refuse what is sent\n${violation}`);
  process.exit(1);
}
