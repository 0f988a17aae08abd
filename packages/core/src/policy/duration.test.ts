import { expect, test } from 'vitest';
import { policyOf } from '../../testing/policy.ts';
import { durationOf } from './duration.ts';

const nowMs = Date.parse('2026-08-12T09:30:00Z');
const minutes = (count: number) => nowMs + count * 60_000;
const plain = policyOf([]);

test.each([
  ['an hour, if nothing is said', {}, {}, 3600],
  ['what was asked for', {}, { askedSeconds: 900 }, 900],
  ['no more than an hour', {}, { askedSeconds: 43_200 }, 3600],
  ["no more than the rule's cap", {}, { askedSeconds: 3600, ruleSeconds: 1800 }, 1800],
  ["no more than the profile's cap", { profile: 1200 }, { ruleSeconds: 1800 }, 1200],
  ["no more than the baseline's cap", { baseline: 1500 }, { ruleSeconds: 1800 }, 1500],
  ["the profile's cap in place of the baseline's", { profile: 2400, baseline: 900 }, {}, 2400],
  ['no cap above an hour', { profile: 43_200 }, {}, 3600],
])('lasts %s', (_what, caps, wish, seconds) => {
  const set = policyOf([], {
    profile: {
      ...plain.profile.profile,
      ...('profile' in caps && { maxDurationSeconds: caps.profile }),
    },
    ...('baseline' in caps && { baseline: { defaults: { maxDurationSeconds: caps.baseline } } }),
  });

  expect(durationOf(set, { nowMs, ...wish })).toEqual({
    stsSeconds: seconds,
    endsAtMs: nowMs + seconds * 1000,
    denyAtMs: undefined,
  });
});

test.each([
  ['far ahead', minutes(600), 3600, minutes(60), undefined],
  ['between', minutes(30), 1800, minutes(30), minutes(30)],
  ['sooner than STS can', minutes(5), 900, minutes(5), minutes(5)],
  ['when STS ends it, which may be seconds late', minutes(60), 3600, minutes(60), minutes(60)],
  [
    'within the minute in which STS may still end it',
    minutes(60.5),
    3600,
    minutes(60),
    minutes(60),
  ],
  ['in less than a second', nowMs + 999, undefined, undefined, undefined],
  ['in the next second', nowMs + 1000, 900, nowMs + 1000, nowMs + 1000],
  ['within a second, rounded down', minutes(5) + 999, 900, minutes(5), minutes(5)],
  ['now', nowMs, undefined, undefined, undefined],
  ['in the past', minutes(-1), undefined, undefined, undefined],
])('a right that ends %s', (_when, notAfterMs, stsSeconds, endsAtMs, denyAtMs) => {
  const duration = durationOf(plain, { nowMs, notAfterMs });

  expect(duration).toEqual(stsSeconds && { stsSeconds, endsAtMs, denyAtMs });
});

test('a use shorter than STS issues is ended by a Deny', () => {
  expect(durationOf(plain, { nowMs, askedSeconds: 300 })).toEqual({
    stsSeconds: 900,
    endsAtMs: minutes(5),
    denyAtMs: minutes(5),
  });
});

test('a moment that is no number leaves nothing', () => {
  expect(durationOf(plain, { nowMs, notAfterMs: Number.NaN })).toBeUndefined();
});
