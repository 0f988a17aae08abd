import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { directMatrix } from './direct-faults.ts';
import type { FunctionGround, FunctionPlan } from './function-scene.ts';
import { functionScenes as scenes } from './function-scenes.ts';
import { waysOf } from './kinds.ts';
import { localTables } from './local-tables.ts';
import { endNotifierScenes } from './notifier-scenes.ts';
import { isWhole, oneOf, shareOf } from './sample.ts';
import { mostTries, starvedMs } from './starved.ts';
import { keepTally, type Tried } from './tally.ts';
import { wirePlace } from './wire-place.ts';
import { plansOf } from './wire-scene.ts';

let ground: FunctionGround;
beforeAll(async () => {
  ground = { tables: await localTables(), place: await wirePlace() };
});
afterAll(async () => {
  await endNotifierScenes();
  ground.place.close();
  ground.tables.close();
});

/** Of so many failures one is tried. */
const sampled = oneOf(307);

/** Ways in which a call is answered truly and whole in the end. */
const harmless = /^(slow|slow for good|short page|short page for good)$/;

describe(`SEC-02 calls of the functions fail: ${shareOf(sampled)} of all calls in all ways`, () => {
  test.each(scenes)('SEC-02 $name', { timeout: isWhole ? 3_600_000 : 120_000 }, async (scene) => {
    const healthy = await scene.run({}, ground);
    expect(healthy.wrong).toEqual([]);
    const byWire = plansOf(healthy.calls).map(({ nth, operation, kind, way }) => ({
      call: operation,
      at: `${operation} (${nth}) ${way}`,
      kind,
      way,
      plan: { wire: { nth, way } } satisfies FunctionPlan,
    }));
    const direct = scene.direct.flatMap((call) =>
      waysOf(directMatrix[call]).map(({ kind, way }) => ({
        call,
        at: `${call} ${way}`,
        kind,
        way,
        plan: { direct: way } satisfies FunctionPlan,
      })),
    );
    const wrong: string[] = [];
    const tried: Tried[] = [];
    const planned = [...byWire, ...direct].filter(
      (_plan, index) => index % sampled === scenes.indexOf(scene) % sampled,
    );
    for (const { call, at, kind, way, plan } of planned) {
      let run = await scene.run(plan, ground);
      for (let tries = 1; run.slowestMs > starvedMs && tries < mostTries; tries += 1) {
        run = await scene.run(plan, ground);
      }
      wrong.push(...run.wrong.map((words) => `${at}: ${words}`));
      if (harmless.test(way) && run.outcome !== healthy.outcome) wrong.push(`${at}: not borne`);
      tried.push({ call, kind, way, outcome: run.outcome });
    }

    const { name, entry } = scene;
    const calls = healthy.calls.length + scene.direct.length;
    keepTally({ level: 'functions', scene: name, route: entry, calls, wrong }, tried);
    expect(wrong, `SECURITY VIOLATION: ${name}`).toEqual([]);
  });
});
