import type { PolicyDocument, Statement } from '../documents/policy-document.ts';
import { arns, type Names } from './names.ts';

/** A function of the deployment, and the execution role of its own. */
export type FunctionName = 'api' | 'authorizer' | 'revoker' | 'notifier';

/**
 * Exactly what the code of one function calls: nobody has Scan, DeleteItem or a wildcard of actions.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function rightsOf(name: FunctionName, names: Names): PolicyDocument {
  return { Version: '2012-10-17', Statement: [...statementsOf(name, names), logs(name, names)] };
}

function statementsOf(name: FunctionName, names: Names): readonly Statement[] {
  switch (name) {
    case 'api':
      return [
        allow('Vend', {
          Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
          Resource: protectedRoles(names),
          Condition: {
            StringLike: { 'sts:SourceIdentity': 'sentinel.*' },
            ...fromFunction(name, names),
          },
        }),
        // A request to tag does not carry `sts:SourceIdentity`: a condition on it would never hold.
        allow('Tag', {
          Action: ['sts:TagSession'],
          Resource: protectedRoles(names),
          Condition: fromFunction(name, names),
        }),
        allow('Documents', {
          Action: ['ssm:GetParameter', 'ssm:GetParametersByPath'],
          Resource: ['directory', 'baseline', 'groups/*', 'policies', 'policies/*'].map((path) =>
            arns.parameter(names, path),
          ),
          Condition: fromFunction(name, names),
        }),
        allow('State', {
          Action: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
          Resource: [arns.table(names), `${arns.table(names)}/index/*`],
          Condition: fromFunction(name, names),
        }),
        decrypt('dynamodb', names),
      ];
    case 'authorizer':
      return [
        allow('State', { Action: ['dynamodb:GetItem'], Resource: [arns.table(names)] }),
        decrypt('dynamodb', names),
      ];
    case 'revoker':
      return [
        ...stream(names),
        allow('State', {
          Action: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
          Resource: [arns.table(names)],
        }),
        decrypt('dynamodb', names),
        ...(names.revokerRoleArns.length === 0
          ? []
          : [allow('Revoke', { Action: ['sts:AssumeRole'], Resource: names.revokerRoleArns })]),
        deadLetters(name, names),
      ];
    case 'notifier':
      return [
        ...stream(names),
        decrypt('dynamodb', names),
        allow('Channels', {
          Action: ['ssm:GetParameter'],
          Resource: [arns.parameter(names, 'channels/*')],
        }),
        decrypt('ssm', names),
        ...(names.topicArns.length === 0
          ? []
          : [allow('Publish', { Action: ['sns:Publish'], Resource: names.topicArns })]),
        deadLetters(name, names),
      ];
    default:
      return name satisfies never;
  }
}

function protectedRoles(names: Names): readonly string[] {
  return names.protectedAccountIds.map(
    (account) => `arn:${names.partition}:iam::${account}:role/SentinelProtected-*`,
  );
}

/** Nobody but the function itself may use its role. */
function fromFunction(name: FunctionName, names: Names) {
  return { ArnEquals: { 'lambda:SourceFunctionArn': arns.function(names, name) } };
}

/** Reading the stream is Lambda's work, with the rights of the function's role. */
function stream(names: Names): readonly Statement[] {
  return [
    allow('Stream', {
      Action: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      Resource: [names.streamArn],
    }),
    allow('Streams', {
      Action: ['dynamodb:ListStreams'],
      Resource: [`${arns.table(names)}/stream/*`],
    }),
  ];
}

/** What a service encrypts with the deployment's key, through that service alone. */
function decrypt(service: 'dynamodb' | 'ssm', names: Names): Statement {
  return allow(service === 'dynamodb' ? 'TableKey' : 'ChannelKey', {
    Action: ['kms:Decrypt'],
    Resource: [names.keyArn],
    Condition: {
      StringEquals: { 'kms:ViaService': `${service}.${names.region}.amazonaws.com` },
    },
  });
}

function deadLetters(name: FunctionName, names: Names): Statement {
  return allow('DeadLetters', {
    Action: ['sqs:SendMessage'],
    Resource: [arns.deadLetters(names, name)],
  });
}

function logs(name: FunctionName, names: Names): Statement {
  return allow('Logs', {
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: [`${arns.logGroup(names, name)}:*`],
  });
}

function allow(Sid: string, rest: Omit<Statement, 'Sid' | 'Effect'>): Statement {
  return { Sid, Effect: 'Allow', ...rest };
}
