import { appendFileSync } from 'node:fs';
import type { Kind } from './kinds.ts';

/** One scene at one level, as it is kept of a whole run: how often what came of what. */
export type Tally = {
  readonly level: 'ports' | 'wire' | 'functions';
  readonly scene: string;
  readonly route: string;
  /** External calls of the scene in which nothing fails. */
  readonly calls: number;
  /** How often, by `call|kind|way|outcome`. */
  readonly counts: Readonly<Record<string, number>>;
  readonly wrong: readonly string[];
};

/** One fault, and what came of it: the answer's code, `OK` where it is an answer. */
export type Tried = {
  readonly call: string;
  readonly kind: Kind;
  readonly way: string;
  readonly outcome: string;
};

/** Appends to the file that `SENTINEL_FAULTS_OUT` names; keeps nothing if none is named. */
export function keepTally(about: Omit<Tally, 'counts'>, tried: readonly Tried[]): void {
  const file = process.env['SENTINEL_FAULTS_OUT'];
  if (file === undefined) return;
  const counts: Record<string, number> = {};
  for (const { call, kind, way, outcome } of tried) {
    const name = [call, kind, way, outcome].join('|');
    counts[name] = (counts[name] ?? 0) + 1;
  }
  const tally: Tally = { ...about, counts };
  appendFileSync(file, `${JSON.stringify(tally)}\n`);
}
