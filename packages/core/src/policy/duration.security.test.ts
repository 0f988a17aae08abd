import fc from 'fast-check';
import { expect, test } from 'vitest';
import { policyOf } from '../../testing/policy.ts';
import { durationOf } from './duration.ts';
import { sessionPolicyFor } from './session-policy.ts';

const violated = 'SECURITY VIOLATION: credentials outlive their right';
const seconds = fc.option(fc.integer({ min: 900, max: 43_200 }), { nil: undefined });
const uses = fc.record({
  nowMs: fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2030, 0, 1) }),
  askedSeconds: seconds,
  ruleSeconds: seconds,
  aheadMs: fc.option(fc.integer({ min: -5000, max: 5_000_000 }), { nil: undefined }),
  stsTakesMs: fc.nat(10_000),
});

test('SEC-13 use ends no later than the right, every cap and one hour, however long STS takes', () => {
  fc.assert(
    fc.property(uses, seconds, ({ aheadMs, stsTakesMs, ...use }, cap) => {
      const base = policyOf([]).profile.profile;
      const set = policyOf([], { profile: { ...base, ...(cap && { maxDurationSeconds: cap }) } });
      const notAfterMs = aheadMs === undefined ? undefined : use.nowMs + aheadMs;

      const duration = durationOf(set, { ...use, notAfterMs });

      if (duration === undefined) {
        expect(aheadMs).toBeLessThan(1000);
        return;
      }
      const { stsSeconds, endsAtMs, denyAtMs = Number.POSITIVE_INFINITY } = duration;
      const stsEndsMs = use.nowMs + stsTakesMs + stsSeconds * 1000;
      const lastUseMs = Math.min(stsEndsMs, denyAtMs);
      expect(lastUseMs, violated).toBeLessThanOrEqual(notAfterMs ?? Number.POSITIVE_INFINITY);
      const caps = [use.askedSeconds, use.ruleSeconds, cap, 3600].filter(
        (each) => each !== undefined,
      );
      const hardMs = use.nowMs + Math.min(...caps) * 1000;
      expect(lastUseMs, violated).toBeLessThanOrEqual(hardMs + stsTakesMs);
      expect(endsAtMs, violated).toBeLessThanOrEqual(hardMs);
      expect(stsSeconds).toBeGreaterThanOrEqual(900);
      expect(stsSeconds, violated).toBeLessThanOrEqual(3600);
    }),
    { numRuns: 5000 },
  );
});

test('SEC-13 the Deny begins in the second in which use ends, or before', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e12 }), (denyAtMs) => {
      const { policy = '' } = sessionPolicyFor(undefined, { denyAtMs });

      const [, text = ''] = /"aws:CurrentTime":"([^"]+)"/.exec(policy) ?? [];
      const overMs = denyAtMs - Date.parse(text);
      expect(text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect(overMs, violated).toBeGreaterThanOrEqual(0);
      expect(overMs).toBeLessThan(1000);
    }),
  );
});
