import { holds, isIn, mayHold, type OracleFacts } from './holds.ts';
import type { RawPolicy, RawRule } from './raw.ts';
import type { ReadClock } from './wall-clock.ts';

/** What the oracle says: the first rule that matches, or that none does. */
export type Verdict = {
  readonly effect: 'allow' | 'deny' | 'require_approval' | 'none';
  readonly rule?: {
    readonly document: 'baseline' | 'profile';
    readonly index: number;
    readonly name: string;
  };
};

export type OracleAccess = 'allow' | 'require_approval' | 'break_glass' | 'not_now';

/**
 * A second evaluator of policy, written from the rules in prose alone and in another style, to be compared with the
 * product's. It trusts that documents are valid, and is slow: it looks at every minute where the product computes.
 */
export function oracle(read: ReadClock) {
  function decide(policy: RawPolicy, facts: OracleFacts, { breakGlass = false } = {}): Verdict {
    const before = policy.baseline?.rules ?? [];
    const rules = [...before, ...policy.document.rules];
    const first = rules.findIndex(
      ({ conditions, break_glass }) =>
        !(breakGlass && break_glass === true) && holds(conditions, facts, read),
    );
    const rule = rules[first];
    if (rule === undefined) return { effect: 'none' };
    const where =
      first < before.length
        ? ({ document: 'baseline', index: first } as const)
        : ({ document: 'profile', index: first - before.length } as const);
    return { effect: plain(rule), rule: { ...where, name: rule.name } };
  }

  function isVisible(policy: RawPolicy, facts: OracleFacts): boolean {
    const isLetIn = (rule: RawRule) => plain(rule) !== 'deny' && mayHold(rule.conditions, facts);
    return policy.document.rules.some(isLetIn) || mayBreakGlass(policy, facts);
  }

  function accessTo(policy: RawPolicy, facts: OracleFacts): OracleAccess | undefined {
    if (!isVisible(policy, facts)) return undefined;
    const { effect } = decide(policy, facts);
    if (effect === 'allow' || effect === 'require_approval') return effect;
    if (!mayBreakGlass(policy, facts)) return 'not_now';
    const isStillDenied = decide(policy, facts, { breakGlass: true }).effect === 'deny';
    return isStillDenied ? 'not_now' : 'break_glass';
  }

  /** The first whole minute after now, up to and including `untilMs`, of which something is true. */
  function firstMinute(facts: OracleFacts, untilMs: number, is: (facts: OracleFacts) => boolean) {
    for (let atMs = nextMinute(facts.nowMs); atMs <= untilMs; atMs += 60_000) {
      if (is({ ...facts, nowMs: atMs })) return atMs;
    }
    return undefined;
  }

  /** When evaluation first ends at another rule than it does now, if by `untilMs`. */
  function endOfUse(policy: RawPolicy, facts: OracleFacts, untilMs: number): number | undefined {
    const now = placeOf(decide(policy, facts));
    return firstMinute(facts, untilMs, (later) => placeOf(decide(policy, later)) !== now);
  }

  /** When evaluation first ends at a rule that does not deny, if by `untilMs`. */
  function opensAt(policy: RawPolicy, facts: OracleFacts, untilMs: number): number | undefined {
    return firstMinute(facts, untilMs, (later) =>
      ['allow', 'require_approval'].includes(decide(policy, later).effect),
    );
  }

  /** Seconds that a vend by this rule of the profile lives, asked for so many or for the default. */
  function duration(policy: RawPolicy, facts: OracleFacts, askedSeconds?: number): number {
    const { profile, rules } = policy.document;
    const rule = rules[decide(policy, facts).rule?.index ?? -1];
    const caps = [
      rule?.max_duration,
      profile.max_duration ?? policy.baseline?.defaults?.max_duration,
    ];
    return Math.min(askedSeconds ?? 3600, 3600, ...caps.map(secondsOf));
  }

  return { decide, isVisible, accessTo, endOfUse, opensAt, duration };
}

export type Oracle = ReturnType<typeof oracle>;

function plain({ effect }: RawRule): 'allow' | 'deny' | 'require_approval' {
  return effect === 'require_server' || effect === 'require_server_session' ? 'allow' : effect;
}

/** Roles never may: nobody answers for what they do. */
function mayBreakGlass({ document, baseline }: RawPolicy, facts: OracleFacts): boolean {
  const breakGlass = document.break_glass ?? baseline?.defaults?.break_glass;
  const isRole = /^(\d+:)?role\//.test(facts.subject);
  return breakGlass !== undefined && !isRole && isIn(breakGlass.eligible, facts);
}

function placeOf({ rule }: Verdict): string {
  return `${rule?.document} ${rule?.index}`;
}

function nextMinute(atMs: number): number {
  return (Math.floor(atMs / 60_000) + 1) * 60_000;
}

function secondsOf(written: string | number | undefined): number {
  if (written === undefined) return 3600;
  const [, hours, minutes] = /^(?:(\d+)h)?(?:(\d+)m)?$/.exec(String(written)) ?? [];
  return hours === undefined && minutes === undefined
    ? Number(written)
    : Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60;
}
