import { expect, test } from 'vitest';
import { metricLine, vendMetricLine } from './metric.ts';
import { blankRecord } from './record.ts';

const nowMs = Date.UTC(2026, 0, 25, 14, 30);

test('a decision counts once, by its outcome and its right alone', () => {
  const record = {
    ...blankRecord,
    event: 'vend',
    outcome: 'allow',
    code: 'OK',
    via: 'direct',
    profile: 'dev',
    latency_ms: { sts: 200, total: 250 },
  } as const;

  const metric = JSON.parse(vendMetricLine(record, nowMs));

  expect(metric).toMatchObject({ outcome: 'allow', via: 'direct', Decisions: 1, Latency: 250 });
  expect(metric._aws.Timestamp).toBe(nowMs);
  expect(metric._aws.CloudWatchMetrics[0].Dimensions).toEqual([['outcome'], ['outcome', 'via']]);
});

test('one that nobody timed, by no right, is a number and a word all the same', () => {
  const metric = JSON.parse(vendMetricLine(blankRecord, nowMs));

  expect(metric).toMatchObject({ outcome: 'error', via: 'none', Decisions: 1, Latency: 0 });
});

test.each([
  [{ name: 'StalePolicy' }, {}],
  [{ name: 'StalePolicy', detail: 'group `a`' }, { detail: 'group `a`' }],
])('a named metric counts once: %j', (named, detail) => {
  const { _aws, ...members } = JSON.parse(metricLine(named, nowMs));

  expect(members).toEqual({ ...detail, StalePolicy: 1 });
  expect(_aws.CloudWatchMetrics[0].Metrics).toEqual([{ Name: 'StalePolicy', Unit: 'Count' }]);
});
