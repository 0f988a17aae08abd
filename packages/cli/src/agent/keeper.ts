import type { VendAnswer } from '@sentinel/core/contract/vend';
import { exitCodeOf } from '../exit-codes.ts';
import { visible } from '../output/visible.ts';
import type { Refused, Reply } from '../tvm-client.ts';
import { type Holding, type Now, renew, type View, view, wakeAt } from './holding.ts';
import type { Timers } from './timers.ts';
import { warningDue } from './warning.ts';

/** Asks the server for credentials; without a session id it opens a new session. */
export type Ask = (
  sessionId: string | undefined,
  signal: AbortSignal,
) => Promise<Reply<VendAnswer>>;

export type KeeperOptions = {
  readonly profile: string;
  readonly first: Holding;
  readonly minLeftMs: number;
  readonly ask: Ask;
  /** Tells the person a line. */
  readonly tell: (line: string) => void;
  readonly timers: Timers;
};

/** Holds credentials in memory and renews them in the background, one ask at a time. */
export type Keeper = {
  /** What to answer now; where something better may be had, an ask is begun but not awaited. */
  look(): View;
  /** Resolves when no ask is under way. Never rejects. */
  settled(): Promise<void>;
  /** Sessions that it has opened or continued. */
  sessionIds(): readonly string[];
  /** Ends all asking, and calls off the ask under way. */
  stop(): void;
};

/** An ask that takes longer has failed: a server that hangs must not end all renewing. */
const askPatienceMs = 20_000;

/** Timers stand still while a machine sleeps, so the clock is looked at this often. */
const longestNapMs = 60_000;

/** Credentials with less left than this, and no answer from the server, are worth a word to the person. */
const worryMs = 5 * 60_000;

/** Starts from the credentials of the first vend. */
export function keep(options: KeeperOptions): Keeper {
  const { timers } = options;
  const opened = new Set([options.first.answer.Sentinel.SessionId]);
  const stopping = new AbortController();
  let held = options.first;
  let running: Promise<void> | undefined;
  let callOff = () => {};
  let told: string | undefined;
  let warned: { readonly endsAtMs: number; readonly minutes: number } | undefined;

  function now(): Now {
    return { nowMs: timers.nowMs(), chance: timers.chance(), minLeftMs: options.minLeftMs };
  }

  async function renewOnce(): Promise<void> {
    const reply = await askServer(options, held.answer.Sentinel.SessionId, stopping.signal);
    if (stopping.signal.aborted) return;
    held = renew(held, reply, now());
    if (reply.ok) opened.add(reply.answer.Sentinel.SessionId);
    tellTrouble();
  }

  function begin(): void {
    running ??= renewOnce().finally(() => {
      running = undefined;
      arm();
    });
  }

  function tellTrouble(): void {
    const trouble = troubleOf(held, timers.nowMs());
    if (trouble !== undefined && trouble.code !== told)
      options.tell(sentence(options, trouble, held));
    told = trouble?.code ?? (held.failed === undefined ? undefined : told);
  }

  function arm(): void {
    callOff();
    if (stopping.signal.aborted) return;
    const nowMs = timers.nowMs();
    const due = warningDue(held.answer.Sentinel.EndsAt, nowMs, warned);
    if (due !== undefined && held.refused === undefined) {
      options.tell(`the access to \`${options.profile}\` ends in ${due.words}`);
      warned = due;
    }
    tellTrouble();
    const wakeMs = wakeAt(held, nowMs);
    if (wakeMs === undefined) return;
    if (wakeMs <= nowMs) begin();
    else callOff = timers.after(Math.min(wakeMs - nowMs, longestNapMs), arm);
  }

  arm();
  return {
    look() {
      if (timers.nowMs() >= held.askAtMs && !stopping.signal.aborted) begin();
      return view(held, timers.nowMs());
    },
    settled: async () => running,
    sessionIds: () => [...opened],
    stop() {
      stopping.abort();
      callOff();
    },
  };
}

/**
 * A session that is over, or that the server does not know, is followed by a new one, which is decided anew.
 * Every other answer is taken as it is: a revoked session stays refused.
 */
async function askServer(
  options: KeeperOptions,
  sessionId: string,
  stopping: AbortSignal,
): Promise<Reply<VendAnswer>> {
  const continued = await askOnce(options, sessionId, stopping);
  const isOver = !continued.ok && ['CONFLICT', 'NOT_FOUND'].includes(continued.code);
  if (!isOver) return continued;
  return askOnce(options, undefined, stopping);
}

async function askOnce(
  { ask, timers }: KeeperOptions,
  sessionId: string | undefined,
  stopping: AbortSignal,
): Promise<Reply<VendAnswer>> {
  const giveUp = new AbortController();
  const { promise: tooLong, resolve } = Promise.withResolvers<Refused>();
  const callOff = timers.after(askPatienceMs, () => {
    giveUp.abort();
    resolve(unreachable(`the server did not answer within ${askPatienceMs / 1_000} s`));
  });
  try {
    return await Promise.race([
      ask(sessionId, AbortSignal.any([giveUp.signal, stopping])),
      tooLong,
    ]);
  } catch (error) {
    return unreachable(error instanceof Error ? error.message : 'the server could not be asked');
  } finally {
    callOff();
  }
}

function unreachable(message: string): Refused {
  return { ok: false, status: 0, code: 'UNREACHABLE', message };
}

/**
 * A refusal is told at once, and so is a sign-in that ran out, for the person can mend it in time; other
 * failures when the credentials that are held will not outlive them for long.
 */
function troubleOf(held: Holding, nowMs: number): Refused | undefined {
  if (held.refused !== undefined || held.failed === undefined) return held.refused;
  const isSignIn = exitCodeOf(held.failed.code) === 5;
  return isSignIn || nowMs >= held.expiresAtMs - worryMs ? held.failed : undefined;
}

function sentence({ profile, timers }: KeeperOptions, why: Refused, held: Holding): string {
  const { EndsAt: end } = held.answer.Sentinel;
  const isOver = end !== undefined && timers.nowMs() >= Date.parse(end);
  const ended = isOver ? `the access to \`${profile}\` has ended; ` : '';
  const told = `${ended}no new credentials for \`${profile}\`: ${visible(why.message)}`;
  return why.help === undefined ? told : `${told}; ${visible(why.help)}`;
}
