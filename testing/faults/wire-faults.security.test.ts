import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wrongInAnswer } from './check-answer.ts';
import { wrongInRecords } from './check-records.ts';
import { type Scene, scenes, vends } from './scenes.ts';
import type { Ask, Json } from './town.ts';
import { type WirePlan, wireFaults } from './wire-faults.ts';
import { type WireTown, wireTowns } from './wire-town.ts';

let towns: Awaited<ReturnType<typeof wireTowns>>;
beforeAll(async () => {
  towns = await wireTowns();
});
afterAll(() => towns.close());

/** Of so many failures one is tried, another in each scene, unless `SENTINEL_FAULTS` says `all`. */
const sampled = 79;
const isWhole = process.env['SENTINEL_FAULTS'] === 'all';

/** A profile is revoked by waiting ten seconds. One scene of each route, and each way of vending. */
const timely = scenes.filter(
  ({ name, code }) => !/block of (the|a) profile|revoke a profile/.test(name) && code === undefined,
);
const shown = timely.filter((scene, index) => {
  const routes = timely.map(({ before, ask }) => ask(before.map(() => ({}))).route);
  return isWhole || vends.includes(scene) || routes.indexOf(routes[index] ?? 'vend') === index;
});

async function townAt(scene: Scene) {
  const town = await towns.found();
  const answers: Json[] = [];
  for (const turn of scene.before) {
    const { status, body, json } = await town.send(turn(answers));
    if (status !== 200) throw new Error(`${scene.name}: ${body}`);
    answers.push(json);
  }
  return { town, ask: scene.ask(answers) };
}

/** What the API shows of everything, without ids, times and sessions. */
async function shownBy(town: WireTown): Promise<string> {
  const all: readonly Ask[] = [
    { by: 'audrey', route: 'requests', query: { view: 'all' } },
    { by: 'audrey', route: 'breakGlassEvents', query: { view: 'all' } },
    { by: 'sam', route: 'revocations' },
  ];
  const lists = [];
  for (const ask of all) lists.push((await town.send(ask)).json);
  return JSON.stringify(lists, (key, value) =>
    /^(id|sessions|session_id|uses|.*_at|at|from|until|may|may_last_until)$/.test(key)
      ? undefined
      : value,
  );
}

async function wrongAfter(
  scene: Scene,
  plan: WirePlan,
  baseline: { readonly essence: string },
): Promise<readonly string[]> {
  const { town, ask } = await townAt(scene);

  const { reply, calls, records, lines } = await town.sendThrough(plan, ask);

  const operation = calls[plan.nth] ?? '';
  const isVend = ask.route === 'vend' || ask.route === 'vendByQuery';
  const wasIssued = records.some(({ access_key_id: id }) => id !== null);
  const wrong = [
    ...wrongInAnswer(reply, ask),
    ...wrongInRecords(records, { reply, wasIssued: isVend && wasIssued }),
  ];
  if (/canary/.test(lines)) wrong.push('a line holds a secret');
  const isDone = plan.fault === 'lost reply' || plan.fault === 'partial' || plan.fault === 'holes';
  const mayBeMended = !plan.persists || (isDone && operation !== 'AssumeRole');
  if (isVend && reply.status === 200 && !mayBeMended) wrong.push('it was vended');
  if (/^(createRequest|openBreakGlass|createRevocation)$/.test(ask.route) && !ask.key) return wrong;
  const again = await town.send(ask);
  const essence = await shownBy(town);
  const isAgain =
    again.status === 200 || again.status === 409 || again.json['Code'] === 'APPROVAL_REQUIRED';
  if (!isAgain) wrong.push(`once more: ${again.body}`);
  if (essence !== baseline.essence)
    wrong.push(`comes to ${essence}\n instead of ${baseline.essence}`);
  return wrong;
}

async function baselineOf(scene: Scene) {
  const { town, ask } = await townAt(scene);
  const { reply, calls } = await town.sendThrough(undefined, ask);
  return { reply, calls, essence: await shownBy(town) };
}

const share = isWhole ? 'each' : `one in ${sampled}`;

describe(`SEC-02 HTTP calls to AWS of every route fail: ${share} of all calls in all ways`, () => {
  test.concurrent.each(shown)(
    'SEC-02 $name',
    { timeout: isWhole ? 1_800_000 : 120_000 },
    async (scene) => {
      const baseline = await baselineOf(scene);
      expect(baseline.reply.status, baseline.reply.body).toBe(200);
      const plans = baseline.calls.flatMap((_call, nth) =>
        wireFaults.flatMap((fault) => [false, true].map((persists) => ({ nth, fault, persists }))),
      );
      const wrong: string[] = [];
      const at = shown.indexOf(scene);
      for (const plan of plans.filter(
        (_plan, index) => isWhole || index % sampled === at % sampled,
      )) {
        const found = await wrongAfter(scene, plan, baseline);
        const where = `${baseline.calls[plan.nth]} (${plan.nth}) ${plan.fault}${plan.persists ? ' for good' : ''}`;
        wrong.push(...found.map((words) => `${where}: ${words}`));
      }

      expect(wrong, `SECURITY VIOLATION: ${scene.name}`).toEqual([]);
    },
  );
});
