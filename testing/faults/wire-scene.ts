import { waysOf } from './kinds.ts';
import type { Items } from './local-tables.ts';
import type { Scene } from './scenes/turns.ts';
import { mostTries } from './starved.ts';
import type { Ask, Json } from './town.ts';
import type { WirePlan } from './wire-faults.ts';
import { type Operation, wireMatrix } from './wire-matrix.ts';
import type { Past, WireTown, WireTowns } from './wire-town.ts';

/** A scene up to the call that is to fail, and what comes of it where nothing does. */
export type Prepared = {
  readonly past: Past;
  readonly ask: Ask;
  readonly calls: readonly Operation[];
  readonly status: number;
  readonly json: Json;
  readonly essence: string;
  readonly preparedAtMs: number;
};

/** Plays a scene once; from then on its tables are copied. Throws where it goes not as it says. */
export async function prepare(scene: Scene, towns: WireTowns): Promise<Prepared> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await play(scene, towns);
    } catch (error) {
      if (tries === mostTries) throw error;
    }
  }
}

async function play(scene: Scene, towns: WireTowns): Promise<Prepared> {
  const preparedAtMs = Date.now();
  const before = await towns.found();
  const answers: Json[] = [];
  let staler = await before.items();
  for (const turn of scene.before) {
    staler = await before.items();
    const { status, body, json } = await before.send(turn(answers));
    if (status !== 200) throw new Error(`${scene.name}: ${body}`);
    answers.push(json);
  }
  const now = await before.items();
  await before.leave();
  const past = { now, stale: now, staler };
  const ask = scene.ask(answers);
  const town = await towns.found(past);
  const { reply, calls, sendAgain } = await town.sendThrough(undefined, ask);
  const essence = await shownBy(sendAgain, now);
  await town.leave();
  if (reply.json['Code'] !== scene.code) throw new Error(`${scene.name}: ${reply.body}`);
  return { past, ask, calls, status: reply.status, json: reply.json, essence, preparedAtMs };
}

/** Every call of it in every way of the table of faults. */
export function plansOf(calls: readonly Operation[]) {
  return calls.flatMap((operation, nth) =>
    waysOf(wireMatrix[operation]).map(({ kind, way }) => ({ nth, operation, kind, way })),
  );
}

export type Planned = WirePlan & ReturnType<typeof plansOf>[number];

/** What the API shows of everything, without ids and times; of sessions, those that were there `before`. */
export async function shownBy(send: WireTown['send'], before: Items): Promise<string> {
  const all: readonly Ask[] = [
    { by: 'audrey', route: 'requests', query: { view: 'all' } },
    { by: 'audrey', route: 'breakGlassEvents', query: { view: 'all' } },
    { by: 'sam', route: 'revocations' },
  ];
  const lists = [];
  for (const ask of all) lists.push((await send(ask)).json);
  const old = new Set(before.flatMap(({ sk }) => /^session#(\w+)$/.exec(sk?.S ?? '')?.[1] ?? []));
  if (old.size === 0) return stripped(lists);
  const { json } = await send({ by: 'audrey', route: 'sessions', query: { view: 'all' } });
  const sessions = [json['items']].flat().map((shown) => Object(shown));
  const states = sessions.filter(({ id }) => old.has(id)).map(({ id, status }) => [id, status]);
  return `${stripped(lists)}\n${JSON.stringify(states.sort())}`;
}

/** JSON without what no two runs share. */
export function stripped(value: unknown): string {
  return JSON.stringify(value, (key, member) =>
    /^(id|sessions|session_id|request_id|uses|next_page_token|.*_at|at|from|until|may|may_last_until)$/i.test(
      key,
    )
      ? undefined
      : member,
  );
}
