import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import {
  EventSourceMapping,
  type Function as Lambda,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { type FunctionDeclaration, functions } from '../declarations/functions.ts';
import type { FunctionName } from '../declarations/rights.ts';
import type { Settings } from './props.ts';

/** Lets the stream and the schedule wake the function, as far as it takes them. Its dead-letter queue, if any. */
export function eventSources(
  scope: Construct,
  name: FunctionName,
  parts: { readonly settings: Settings; readonly handler: Lambda; readonly table: Table },
): Queue | undefined {
  const { stream, everyMinutes }: FunctionDeclaration = functions[name];
  const { settings, handler, table } = parts;
  if (everyMinutes !== undefined) {
    // A rule, not EventBridge Scheduler: the function takes the event of a rule only.
    new Rule(scope, `${name}-schedule`, {
      ruleName: `${settings.name}-${name}`,
      description: `Wakes ${settings.name}-${name}`,
      schedule: Schedule.rate(Duration.minutes(everyMinutes)),
      targets: [new LambdaFunction(handler)],
    });
  }
  if (stream === undefined || table.tableStreamArn === undefined) return undefined;
  const deadLetters = deadLetterQueue(scope, name, settings);
  new EventSourceMapping(scope, `${name}-stream`, {
    target: handler,
    eventSourceArn: table.tableStreamArn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: stream.batchSize,
    retryAttempts: stream.retries,
    parallelizationFactor: stream.parallel,
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    filters: stream.filters.map((filter) => ({ pattern: JSON.stringify(filter) })),
    // The role's own rights let it send: what the library's destination grants is more.
    onFailure: { bind: () => ({ destination: deadLetters.queueArn }) },
  });
  return deadLetters;
}

function deadLetterQueue(scope: Construct, name: FunctionName, settings: Settings): Queue {
  const queue = new Queue(scope, `${name}-dead-letters`, {
    queueName: `${settings.name}-${name}-dead-letters`,
    retentionPeriod: Duration.days(14),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  Validations.of(queue).acknowledge({
    id: 'AwsSolutions-SQS3',
    reason: 'It is a dead-letter queue itself; an alarm sounds when something lies in it.',
  });
  return queue;
}
