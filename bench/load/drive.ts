import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import type { Caller } from './call.ts';
import { type FlowName, runFlow, type Sample } from './flows.ts';
import type { Person } from './people.ts';

/** Shares of what people do; they add up to 1. */
export type Mix = Readonly<Record<FlowName, number>>;

/** Load of one kind for some time. */
export type Load = {
  readonly mix: Mix;
  readonly people: number;
  readonly seconds: number;
  /** Number of the first person, so that nobody asks again and again for one approval. */
  readonly firstPerson: number;
} & (
  | {
      /** Each person waits for the answer, pauses, and asks again. */
      readonly kind: 'closed';
      readonly pauseMs: number;
    }
  | {
      /** Flows begin at a fixed rate, whether or not earlier ones have ended. */
      readonly kind: 'open';
      readonly perSecond: number;
    }
);

/** What came of a load. `endedAtMs`: when the last flow had ended. */
export type Driven = {
  readonly samples: readonly Sample[];
  /** Flows that threw, such as by a broken connection. */
  readonly broken: readonly string[];
  readonly startedAtMs: number;
  readonly endedAtMs: number;
};

/** Puts a load on and waits until its last flow has ended. */
export async function drive(load: Load, caller: Caller): Promise<Driven> {
  const samples: Sample[] = [];
  const broken: string[] = [];
  const pick = picker(load.mix);
  const startedAtMs = performance.now();
  const untilMs = startedAtMs + load.seconds * 1000;
  const flow = async (who: Person, dueAtMs: number) => {
    try {
      const take = (sample: Sample) => samples.push(sample);
      await runFlow(pick(), who, { caller, dueAtMs, take });
    } catch (error) {
      broken.push(String(error));
    }
  };
  const engineer = (nth: number): Person => ({
    kind: 'engineer',
    nth: load.firstPerson + (nth % load.people),
  });

  if (load.kind === 'closed') {
    const cameIn = (nth: number) => (nth * load.pauseMs) / load.people;
    await Promise.all(
      Array.from({ length: load.people }, async (_, nth) => {
        // They do not all come at the first instant.
        await setTimeout(cameIn(nth));
        while (performance.now() < untilMs) {
          await flow(engineer(nth), performance.now());
          await setTimeout(load.pauseMs);
        }
      }),
    );
  } else {
    const under: Promise<void>[] = [];
    const gapMs = 1000 / load.perSecond;
    for (let nth = 0; startedAtMs + nth * gapMs < untilMs; nth += 1) {
      const dueAtMs = startedAtMs + nth * gapMs;
      const leftMs = dueAtMs - performance.now();
      if (leftMs > 1) await setTimeout(leftMs);
      under.push(flow(engineer(nth), dueAtMs));
    }
    await Promise.all(under);
  }
  return { samples, broken, startedAtMs, endedAtMs: performance.now() };
}

/** Gives each flow its share, evenly and the same at every run. */
function picker(mix: Mix): () => FlowName {
  const due = { direct: 0, approved: 0, denied: 0 };
  const names = ['direct', 'approved', 'denied'] as const;
  return () => {
    for (const name of names) due[name] += mix[name];
    const [next] = names.toSorted((one, other) => due[other] - due[one]);
    const chosen = next ?? 'direct';
    due[chosen] -= 1;
    return chosen;
  };
}
