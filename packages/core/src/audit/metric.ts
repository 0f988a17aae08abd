import { asciiLine } from './line.ts';
import type { DecisionRecord } from './record.ts';

/** A counter for operators, by name. */
export type NamedMetric = { readonly name: string; readonly detail?: string };

const namespace = 'Sentinel';

/**
 * One decision in CloudWatch's embedded metric format. Dimensions are the outcome and the via only;
 * profile and rule are properties, because each new value of a dimension is billed as a metric of its own.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function vendMetricLine(record: DecisionRecord, nowMs: number): string {
  return asciiLine({
    _aws: {
      Timestamp: nowMs,
      CloudWatchMetrics: [
        {
          Namespace: namespace,
          Dimensions: [['outcome'], ['outcome', 'via']],
          Metrics: [
            { Name: 'Decisions', Unit: 'Count' },
            { Name: 'Latency', Unit: 'Milliseconds' },
          ],
        },
      ],
    },
    outcome: record.outcome,
    via: record.via ?? 'none',
    event: record.event,
    code: record.code,
    profile: record.profile,
    rule: record.rule,
    Decisions: 1,
    Latency: record.latency_ms['total'] ?? 0,
  });
}

/** One count of a named metric. */
export function metricLine(metric: NamedMetric, nowMs: number): string {
  return asciiLine({
    _aws: {
      Timestamp: nowMs,
      CloudWatchMetrics: [
        { Namespace: namespace, Dimensions: [[]], Metrics: [{ Name: metric.name, Unit: 'Count' }] },
      ],
    },
    ...(metric.detail === undefined ? {} : { detail: metric.detail }),
    [metric.name]: 1,
  });
}
