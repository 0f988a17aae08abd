import { readFileSync } from 'node:fs';
import { passes } from '@sentinel/devstack/streams/filter';
import { functions } from '@sentinel/tvm/infrastructure/functions';
import { expect, test } from 'vitest';
import { ceilingsOf, renewalSeconds } from './cost/ceilings.ts';
import { countWork } from './cost/count-work.ts';
import { countDurations } from './cost/durations.ts';
import { partsOf, totalOf } from './cost/month.ts';
import { costPage, freshCostPage } from './cost.ts';

test('the cost page is what the code does now', async () => {
  const written = readFileSync(costPage, 'utf8');

  expect(written, 'stale: run `node scripts/start.mjs cost`').toBe(await freshCostPage());
});

test('no write of a vend or of an end wakes a function behind the stream', async () => {
  const { first, opening, renewal, ending } = await countWork();
  const filters = functions
    .flatMap(({ sources }) => sources)
    .flatMap((source) => (source.kind === 'stream' ? source.filters : []));

  const written = [first, opening, renewal, ending].flatMap((work) => work.written);

  expect(written.length).toBeGreaterThan(10);
  expect(filters.length).toBeGreaterThan(2);
  for (const { pk, sk } of written) {
    const record = { dynamodb: { Keys: { pk, sk } } };
    expect(filters.filter((filter) => passes(record, JSON.parse(JSON.stringify(filter))))).toEqual(
      [],
    );
  }
});

test('a month of no vends costs what stands there all the time, and each vend adds the same', async () => {
  const measured = { works: await countWork(), durations: await countDurations() };
  const dollars = (vends: number) => totalOf(partsOf(vends, measured));

  const fixed = dollars(0);

  expect(fixed).toBeGreaterThan(0);
  expect(dollars(2000) - fixed).toBeCloseTo(2 * (dollars(1000) - fixed), 9);
});

test('ceilings come lowest first, and each is one', async () => {
  const measured = { works: await countWork(), durations: await countDurations() };

  const heights = ceilingsOf(measured).map(({ perSecond }) => perSecond);

  expect(heights).toEqual(heights.toSorted((one, other) => one - other));
  expect(heights.every((each) => Number.isFinite(each) && each > 0)).toBe(true);
});

test('a client with an hour vends less often than one with a quarter', () => {
  expect(renewalSeconds(3600)).toBeGreaterThan(3 * renewalSeconds(900));
});
