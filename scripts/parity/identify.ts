import { arns } from '@sentinel/tvm/infrastructure/names';
import { apiId, names } from './names.ts';
import type { Members } from './read.ts';
import { type Identity, nameIn } from './resolve-intrinsics.ts';

/** What AWS would answer for a resource: with the names that Terraform's plan is told too. */
export function identify(accountId: string) {
  const place = `${names.region}:${accountId}`;
  return (type: string, properties: () => Members): Identity => {
    const named = (member: string, arnOf: (name: string) => string): Identity => {
      const name = nameIn(properties, member);
      const arn = () => arnOf(name());
      return { ref: name, attributes: { Arn: arn } };
    };
    switch (type) {
      case 'AWS::ApiGatewayV2::Api':
        return fixed(apiId, {
          ApiEndpoint: `https://${apiId}.execute-api.${names.region}.amazonaws.com`,
        });
      case 'AWS::ApiGatewayV2::Integration':
        return fixed('integration', {});
      case 'AWS::CloudWatch::Alarm':
        return named('AlarmName', (name) => `arn:aws:cloudwatch:${place}:alarm:${name}`);
      case 'AWS::DynamoDB::Table':
        return fixed(names.tableName, {
          Arn: arns.table(names),
          StreamArn: `${arns.table(names)}/stream/${names.streamLabel}`,
        });
      case 'AWS::Events::Rule':
        return named('Name', (name) => `arn:aws:events:${place}:rule/${name}`);
      case 'AWS::IAM::ManagedPolicy': {
        const arn = () =>
          `arn:aws:iam::${accountId}:policy/${nameIn(properties, 'ManagedPolicyName')()}`;
        return { ref: arn, attributes: { PolicyArn: arn } };
      }
      case 'AWS::IAM::Role':
        return named('RoleName', (name) => `arn:aws:iam::${accountId}:role/${name}`);
      case 'AWS::KMS::Key':
        return fixed(names.keyArn.split('/')[1] ?? '', { Arn: names.keyArn });
      case 'AWS::Lambda::Function':
        return named('FunctionName', (name) => `arn:aws:lambda:${place}:function:${name}`);
      case 'AWS::Logs::LogGroup':
        return named('LogGroupName', (name) => `arn:aws:logs:${place}:log-group:${name}:*`);
      case 'AWS::SNS::Topic': {
        const arn = () => `arn:aws:sns:${place}:${nameIn(properties, 'TopicName')()}`;
        return { ref: arn, attributes: { TopicArn: arn } };
      }
      case 'AWS::SQS::Queue': {
        const name = nameIn(properties, 'QueueName');
        return {
          ref: () => `https://sqs.${names.region}.amazonaws.com/${accountId}/${name()}`,
          attributes: { Arn: () => `arn:aws:sqs:${place}:${name()}`, QueueName: name },
        };
      }
      default:
        throw new Error(`a \`${type}\` has no identity that is known here`);
    }
  };
}

function fixed(ref: string, attributes: Readonly<Record<string, string>>): Identity {
  return {
    ref: () => ref,
    attributes: Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [name, () => value]),
    ),
  };
}
