import { routes } from '@sentinel/core/contract/index';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tryWireFault } from './check-wire.ts';
import { inTurns } from './in-turns.ts';
import { isWhole, oneOf, shareOf } from './sample.ts';
import { isFirst, routeOf, shownIn } from './shown-scenes.ts';
import { mostTries } from './starved.ts';
import { keepTally, type Tried } from './tally.ts';
import { plansOf, prepare } from './wire-scene.ts';
import { type WireTowns, wireTowns } from './wire-town.ts';

let towns: WireTowns;
beforeAll(async () => {
  towns = await wireTowns();
});
afterAll(() => towns.close());

/** Stored times must stay near those of the clock: a scene is played anew after so long. */
const freshMs = 120_000;

/** Of so many failures one is tried, another in each scene. */
const sampled = oneOf(211);

const shown = shownIn(isWhole);

describe(`SEC-02 HTTP calls to AWS of every route fail: ${shareOf(sampled)} of all calls in all ways`, () => {
  test('SEC-02 there is a scene of every route', () => {
    const named: ReadonlySet<string> = new Set(shown.map(routeOf));

    expect(Object.keys(routes).filter((name) => !named.has(name))).toEqual([]);
  });

  test.concurrent.each(shown)(
    'SEC-02 $name',
    { timeout: isWhole ? 3_600_000 : 120_000 },
    async (scene) => {
      let prepared = await prepare(scene, towns);
      const at = shown.indexOf(scene);
      const plans = plansOf(prepared.calls)
        .filter(({ operation }) => isFirst(scene) || !operation.startsWith('GetParameter'))
        .filter((_plan, index) => index % sampled === (at * 7) % sampled);
      const wrong: string[] = [];
      const tried: Tried[] = [];
      await inTurns(plans, async (plan) => {
        if (Date.now() - prepared.preparedAtMs > freshMs) prepared = await prepare(scene, towns);
        let found = await tryWireFault(plan, { scene, prepared, towns });
        for (let tries = 1; found.isStarved && tries < mostTries; tries += 1) {
          found = await tryWireFault(plan, { scene, prepared, towns });
        }
        const { nth, operation, kind, way } = plan;
        wrong.push(...found.wrong.map((words) => `${operation} (${nth}) ${way}: ${words}`));
        tried.push({ call: operation, kind, way, outcome: found.outcome });
      });

      const { calls } = prepared;
      const { name } = scene;
      const about = { scene: name, route: routeOf(scene), calls: calls.length, wrong } as const;
      keepTally({ level: 'wire', ...about }, tried);
      expect(wrong, `SECURITY VIOLATION: ${name}`).toEqual([]);
    },
  );
});
