/** A rule in words that every engine can be told. */
export type PlainRule = {
  readonly group: string;
  /** Minutes of the day in UTC, on any day from Monday to Friday; absent where the engine is given none. */
  readonly window?: { readonly from: number; readonly until: number };
};

/** Rules that allow, of which only the last holds, and who asks. */
export type RuleSet = {
  readonly name: string;
  readonly rules: readonly PlainRule[];
  readonly person: string;
  readonly group: string;
  /** Wednesday 2026-08-12 at 09:30 UTC, as the engines are told it. */
  readonly at: { readonly nowMs: number; readonly minute: number; readonly day: number };
};

const at = { nowMs: Date.UTC(2026, 7, 12, 9, 30), minute: 570, day: 2 };
const open = { from: 480, until: 1080 };
const closed = { from: 60, until: 300 };

/** The kinds of rule sets that are measured, each of so many rules. */
export const kinds: Readonly<Record<string, (count: number) => RuleSet>> = {
  groups: (count) =>
    ruleSet('a group each, the last is the caller’s', count, (nth) => ({ group: `team-${nth}` })),
  'groups and hours': (count) =>
    ruleSet('a group and hours of work each, the last group is the caller’s', count, (nth) => ({
      group: `team-${nth}`,
      window: open,
    })),
  hours: (count) =>
    ruleSet('the caller’s group and hours each, of which only the last are now', count, (nth) => ({
      group: `team-${count - 1}`,
      window: nth === count - 1 ? open : closed,
    })),
};

function ruleSet(name: string, count: number, ruleAt: (nth: number) => PlainRule): RuleSet {
  const rules = Array.from({ length: count }, (_, nth) => ruleAt(nth));
  return { name, rules, person: 'alice@example.com', group: `team-${count - 1}`, at };
}

/** Judges the one request of a rule set: whether it is allowed. */
export type Judge = () => boolean;
