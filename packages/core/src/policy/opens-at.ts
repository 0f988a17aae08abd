import type { Change } from './conditions/condition.ts';
import type { PolicySet } from './document.ts';
import { evaluate } from './evaluate.ts';
import type { Facts } from './facts.ts';
import { timelineOf } from './timeline.ts';

const day = 86_400_000;
/** A week, with room for windows that wrap past midnight and clocks that are set. */
const weekMs = 9 * day;
const horizonMs = 400 * day;
/** Rules judged, at most: some milliseconds of work. */
const maxJudged = 25_000;

/**
 * The first moment after `facts.nowMs` at which, all other facts unchanged, policy would allow or let the caller
 * ask for approval. Milliseconds since the epoch; `undefined`: none is known.
 *
 * Looks at the moments at which a rule may change: dates within 400 days, weekly windows within nine days of now
 * or of such a date. Rules that never match for this caller do not count. Work ends at a fixed number of rules
 * judged, which only documents with dozens of windows for one caller reach.
 */
export function opensAt(set: PolicySet, facts: Facts): number | undefined {
  const timeline = timelineOf(set, facts);
  if (!timeline.set.profile.rules.some((rule) => rule.effect !== 'deny')) return undefined;
  const rulesAtOnce =
    timeline.set.profile.rules.length + (timeline.set.baseline?.rules.length ?? 0);
  const lastMs = facts.nowMs + horizonMs;
  let weeklyUntilMs = facts.nowMs + weekMs;
  let atMs = facts.nowMs;
  const coming = timeline.changes.map((change) => ({ change, atMs }));

  for (let judged = 0; judged < maxJudged; judged += rulesAtOnce) {
    const next = nextOf(coming, atMs);
    atMs = next.weeklyMs <= weeklyUntilMs ? Math.min(next.weeklyMs, next.dateMs) : next.dateMs;
    if (atMs > lastMs) return undefined;
    if (atMs === next.dateMs) weeklyUntilMs = atMs + weekMs;
    if (isOpen(timeline.set, { ...facts, nowMs: atMs })) return atMs;
  }
  return undefined;
}

/** A change with the moment at which it comes next. */
type Coming = { readonly change: Change; atMs: number };

/** Moves on what has come by `nowMs`, and finds what comes first. */
function nextOf(coming: readonly Coming[], nowMs: number) {
  let dateMs = Number.POSITIVE_INFINITY;
  let weeklyMs = Number.POSITIVE_INFINITY;
  for (const each of coming) {
    if (each.atMs <= nowMs) each.atMs = each.change.nextMs(nowMs) ?? Number.POSITIVE_INFINITY;
    if (each.change.weekly) weeklyMs = Math.min(weeklyMs, each.atMs);
    else dateMs = Math.min(dateMs, each.atMs);
  }
  return { dateMs, weeklyMs };
}

function isOpen(set: PolicySet, facts: Facts): boolean {
  const { effect } = evaluate(set, facts);
  return effect === 'allow' || effect === 'require_approval';
}
