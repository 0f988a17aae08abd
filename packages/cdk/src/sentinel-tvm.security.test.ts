import { expect, test } from 'vitest';
import { describeWithCdk } from '../testing/describe-with-cdk.ts';
import { type FunctionName, rightsOf } from './declarations/rights.ts';

const each: readonly FunctionName[] = ['api', 'authorizer', 'revoker', 'notifier'];

describeWithCdk('what the server is made of', async () => {
  const { allProps, propertiesOf, resolved, synthesise } = await import('../testing/a-template.ts');
  const { SentinelTvm } = await import('./sentinel-tvm.ts');
  const { CURRENT_VERSION_EXPIRED_FLAGS: expired, FLAGS: flags } = await import(
    'aws-cdk-lib/cx-api'
  );
  const everyFlag = Object.fromEntries(
    Object.keys(flags)
      .filter((flag) => !expired.includes(flag))
      .map((flag) => [flag, true]),
  );
  const make = (context = {}) =>
    synthesise((stack) => new SentinelTvm(stack, 'Sentinel', allProps()), context);
  const { made, stack, template } = make();
  const text = (token: unknown) => resolved(stack.resolve(token));

  test.each([
    ['as it comes', {}],
    ['with every feature flag of the library', everyFlag],
  ])('SEC-24 gives each function exactly its rights, %s', (_, context) => {
    const { template: own } = make(context);
    const names = {
      partition: 'aws',
      region: 'eu-west-1',
      accountId: '111122223333',
      name: 'sentinel',
      tableName: 'sentinel',
      streamArn: String(text(made.table.tableStreamArn)),
      keyArn: String(text(made.key.keyArn)),
      parameterPrefix: '/sentinel',
      protectedAccountIds: ['111122223333', '444455556666'],
      revokerRoleArns: ['111122223333', '444455556666'].map(
        (id) => `arn:aws:iam::${id}:role/SentinelRevoker`,
      ),
      topicArns: ['arn:aws:sns:eu-west-1:111122223333:security'],
    };

    const roles = propertiesOf(own, 'AWS::IAM::Role');

    for (const name of each) {
      const role = roles.find((one) => one['RoleName'] === `sentinel-${name}`);
      expect(role?.['Policies'], `SECURITY VIOLATION: ${name} may do something else`).toEqual([
        { PolicyName: 'rights', PolicyDocument: rightsOf(name, names) },
      ]);
      expect(role, 'SECURITY VIOLATION: a policy of others').not.toHaveProperty(
        'ManagedPolicyArns',
      );
    }
    expect(roles, 'SECURITY VIOLATION: there is another role').toHaveLength(each.length);
    const added = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy'].flatMap(
      (type) => propertiesOf(own, type),
    );
    expect(added, 'SECURITY VIOLATION: the library widened a role').toEqual([]);
  });

  test('SEC-24 lets nobody into the roles but Lambda', () => {
    for (const role of propertiesOf(template, 'AWS::IAM::Role')) {
      expect(
        role['AssumeRolePolicyDocument'],
        'SECURITY VIOLATION: somebody else takes the role',
      ).toEqual({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'lambda.amazonaws.com' },
            Action: 'sts:AssumeRole',
          },
        ],
      });
    }
  });

  test('SEC-24 lets the key be used by its account and by its own alarms alone', () => {
    const [key] = propertiesOf(template, 'AWS::KMS::Key');

    expect(key?.['KeyPolicy'], 'SECURITY VIOLATION: the key has another user').toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::111122223333:root' },
          Action: 'kms:*',
          Resource: '*',
        },
        {
          Sid: 'Alarms',
          Effect: 'Allow',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
          Resource: '*',
          Condition: {
            StringEquals: { 'aws:SourceAccount': '111122223333' },
            ArnLike: {
              'aws:SourceArn': 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:sentinel-*',
            },
          },
        },
      ],
    });
  });

  test('SEC-29 lets this API at its stage, its own rule and the named APIs hand over events', () => {
    const [rule] = Object.keys(template.findResources('AWS::Events::Rule'));
    const api = text(made.api.apiId);
    const arnOf = (name: FunctionName) => text(made.functions[name]?.functionArn);

    const callers = propertiesOf(template, 'AWS::Lambda::Permission');

    const Action = 'lambda:InvokeFunction';
    const ofAccount = 'arn:aws:execute-api:eu-west-1:111122223333:';
    const gateway = { Action, Principal: 'apigateway.amazonaws.com' };
    const expected = [
      {
        ...gateway,
        FunctionName: arnOf('api'),
        SourceArn: `${ofAccount}${api}/$default/*`,
      },
      {
        ...gateway,
        FunctionName: arnOf('authorizer'),
        SourceArn: `${ofAccount}a1b2c3d4e5/authorizers/*`,
      },
      {
        Action,
        FunctionName: arnOf('revoker'),
        Principal: 'events.amazonaws.com',
        SourceArn: `<${rule}.Arn>`,
      },
    ];
    expect(callers, 'SECURITY VIOLATION: somebody else makes events').toHaveLength(expected.length);
    expect(callers, 'SECURITY VIOLATION: somebody else makes events').toEqual(
      expect.arrayContaining(expected),
    );
    expect(
      propertiesOf(template, 'AWS::Lambda::Url'),
      'SECURITY VIOLATION: a function has a URL',
    ).toEqual([]);
  });

  test('SEC-29 takes signed requests only, on every route, and no path that is not one', () => {
    const open = propertiesOf(template, 'AWS::ApiGatewayV2::Route').filter(
      (route) =>
        route['AuthorizationType'] !== 'AWS_IAM' || /[*+$]/.test(String(route['RouteKey'])),
    );

    expect(open, 'SECURITY VIOLATION: a route is open, or takes any path').toEqual([]);
  });
});
