import { expect, test } from 'vitest';
import { runStamps } from './stamps/run-stamps.ts';

// `node scripts/start.mjs stamp-million` draws ten times as many, with another seed each time.
test('SEC-14 everything that 100,000 random vends send to STS is within its patterns and limits', {
  timeout: 300_000,
}, async () => {
  const { tally, violation } = await runStamps({ places: 540, asksPerPlace: 200, seed: 14 });

  expect(
    violation,
    `SECURITY VIOLATION: STS would refuse what is sent\n${violation}`,
  ).toBeUndefined();
  const counts = tally.counts();
  expect(counts).toMatchObject({
    'longest policy': 2048,
    'longest source identity': 60,
    'longest session name': 44,
  });
  expect(counts['sent']).toBeGreaterThan(100_000);
  // What the stand-in guesses of the packed size is no promise of AWS; most asks must pass it all the same.
  expect(counts['accepted']).toBeGreaterThan(75_000);
  for (const rare of [
    'ended by a Deny',
    'session policies of 2048 characters',
    'session names of 44 characters',
    'shortened names',
    'with a ticket',
    'with managed session policies',
  ]) {
    expect(counts[rare], rare).toBeGreaterThan(2000);
  }
});
