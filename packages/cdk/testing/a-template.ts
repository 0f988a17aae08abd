import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { SentinelTvmProps } from '../src/index.ts';

/** Members of a JSON object. */
export type Members = Readonly<Record<string, unknown>>;

/** The account and Region of every stack in these tests. */
export const place = { account: '111122223333', region: 'eu-west-1' } as const;

/** A stack that has what `make` makes in it, what that gave, and the template, made when first asked for. */
export function synthesise<T>(
  make: (stack: Stack) => T,
  context: Readonly<Record<string, unknown>> = {},
) {
  // What CloudFormation would refuse is an error.
  const strict = { '@aws-cdk/core:validateAgainstDefaultRules': true };
  const app = new App({ analyticsReporting: false, context: { ...strict, ...context } });
  const stack = new Stack(app, 'Test', { env: place });
  const made = make(stack);
  let synthesised: Template | undefined;
  return {
    app,
    stack,
    made,
    get template(): Template {
      synthesised ??= Template.fromStack(stack);
      return synthesised;
    },
  };
}

/** The least that the server takes, with a file in the place of the zip, which is carried and not read. */
export function leastProps(): SentinelTvmProps {
  const packagePath = join(mkdtempSync(join(tmpdir(), 'sentinel-cdk-')), 'sentinel-tvm.zip');
  writeFileSync(packagePath, 'a zip');
  return { packagePath, protectedAccountIds: ['444455556666'] };
}

/** Everything that can be switched on. */
export function allProps(): SentinelTvmProps {
  return {
    ...leastProps(),
    protectedAccountIds: ['111122223333', '444455556666'],
    callerAccountIds: ['111122223333', '777788889999'],
    archive: { destinationArn: 'arn:aws:logs:eu-west-1:777788889999:destination:archive' },
    alarmTopicArns: ['arn:aws:sns:eu-west-1:111122223333:on-call'],
    createAlarmTopic: true,
    channelTopicArns: ['arn:aws:sns:eu-west-1:111122223333:security'],
    authorizer: { audiences: ['api.example.com'], apiIds: ['a1b2c3d4e5'] },
    cloudtrailLogGroupName: 'cloudtrail',
  };
}

/** Properties of every resource of a type, with references as the values that they would have. */
export function propertiesOf(template: Template, type: string): readonly Members[] {
  return Object.values(template.findResources(type)).map(({ Properties }) => {
    const properties = resolved(Properties);
    return isMembers(properties) ? properties : {};
  });
}

/** A value of a template in which references are the values that they would have. */
export function resolved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolved);
  if (!isMembers(value)) return value;
  const [[key = '', inner] = []] = Object.entries(value);
  if (key === 'Ref') return inner === 'AWS::Partition' ? 'aws' : `<${inner}>`;
  if (key === 'Fn::GetAtt' && Array.isArray(inner)) return `<${inner.join('.')}>`;
  if (key === 'Fn::Join' && Array.isArray(inner)) {
    const parts: unknown = resolved(inner[1]);
    return Array.isArray(parts) ? parts.join(String(inner[0])) : '';
  }
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, resolved(each)]));
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
