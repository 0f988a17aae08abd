import { wrongInAnswer } from './check-answer.ts';
import { wrongInRecords } from './check-records.ts';
import { reads } from './scenes/reads.ts';
import type { Scene } from './scenes/turns.ts';
import { type Planned, type Prepared, shownBy, stripped } from './wire-scene.ts';
import type { WireTowns } from './wire-town.ts';

/** Ways in which a call is answered truly and whole in the end, if it is done or read once more. */
const harmless =
  /^(slow|slow for good|reset|silence|throttle|late|cut off|lost reply|short page|short page for good)$/;
/** Ways that tell nothing: whoever is allowed it cannot be refused for them. */
const mute = /^(server error|throttle|silence|reset|half|cut off|page)/;
/** Ways in which a call is done, whatever is heard of it. */
const done = /^(slow|late|half|cut off|empty|holes|page|nonsense|lost reply)/;

/** What comes of one fault, and what is wrong after it, in words. */
export type Found = {
  readonly outcome: string;
  readonly wrong: readonly string[];
  /** The machine was too busy to tell. */
  readonly isStarved: boolean;
};

/** One call fails; then the same request comes once more, and nothing fails. */
export async function tryWireFault(
  plan: Planned,
  { scene, prepared, towns }: { scene: Scene; prepared: Prepared; towns: WireTowns },
): Promise<Found> {
  const { ask } = prepared;
  const town = await towns.found(prepared.past, plan.way);
  const sent = await town.sendThrough(plan, ask);
  const { reply, records, lines } = sent;
  const isVend = ask.route === 'vend' || ask.route === 'vendByQuery';
  const isRead = reads.includes(scene);
  const wasIssued = isVend && records.some(({ access_key_id: id }) => id !== null);
  const wrong = [
    ...wrongInAnswer(reply, ask),
    ...wrongInRecords(records, { reply, wasIssued }),
    ...wrongInOutcome(plan, { scene, prepared, reply, isVend }),
  ];
  if (/canary/.test(lines)) wrong.push('a line holds a secret');

  const isNew =
    /^(createRequest|openBreakGlass|createRevocation)$/.test(ask.route) && ask.key === undefined;
  // An instance that was told half a document keeps that for a while.
  const isCached = plan.operation.startsWith('GetParameter');
  if (!isNew) {
    const mended = await sent.sendAgain(ask);
    const again = isCached ? await town.send(ask) : mended;
    const isAgain =
      again.status === prepared.status ||
      again.status === 409 ||
      again.json['Code'] === 'APPROVAL_REQUIRED';
    if (!isAgain) wrong.push(`once more: ${again.body}`);
    const essence = isRead
      ? prepared.essence
      : await shownBy(isCached ? town.send : sent.sendAgain, prepared.past.now);
    if (essence !== prepared.essence && !isUntold(plan, ask)) {
      wrong.push(`comes to ${essence}\n instead of ${prepared.essence}`);
    }
  }
  const isStarved = town.isStarved();
  await town.leave();
  return { outcome: reply.status === 200 ? 'OK' : String(reply.json['Code']), wrong, isStarved };
}

/** That a consistent read is whole, rests on AWS's word: a revocation that is told of no session ends none. */
function isUntold({ way, operation }: Planned, { route }: Prepared['ask']): boolean {
  return route === 'createRevocation' && operation === 'Query' && way.startsWith('stale');
}

function wrongInOutcome(
  { way, operation }: Planned,
  about: {
    readonly scene: Scene;
    readonly prepared: Prepared;
    readonly reply: { readonly status: number; readonly json: object; readonly body: string };
    readonly isVend: boolean;
  },
): readonly string[] {
  const { scene, prepared, reply, isVend } = about;
  const isAnswered = reply.status === 200;
  const wrong: string[] = [];
  if (scene.code !== undefined && isAnswered) wrong.push(`answered where ${scene.code} is due`);
  if (harmless.test(way) && reply.status !== prepared.status) {
    wrong.push(`not borne: ${reply.body}`);
  }
  if (harmless.test(way) && !way.startsWith('short') && isAnswered && reads.includes(scene)) {
    if (stripped(reply.json) !== stripped(prepared.json)) wrong.push(`answered ${reply.body}`);
  }
  if (mute.test(way) && prepared.status === 200 && reply.status < 500 && !isAnswered) {
    wrong.push(`refused, though nobody said so: ${reply.body}`);
  }
  const mayBeMended = !way.endsWith('for good') || done.test(way) || way.startsWith('short');
  if (isVend && isAnswered && (!mayBeMended || isMissing(way, operation))) {
    wrong.push('it was vended');
  }
  return wrong;
}

/** Credentials that were not told whole are nobody's; of a body that is cut off another is asked for. */
function isMissing(way: string, operation: string): boolean {
  return operation === 'AssumeRole' && /^(half|empty|holes|page|nonsense)$/.test(way);
}
