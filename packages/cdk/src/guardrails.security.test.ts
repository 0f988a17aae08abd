import { expect, test } from 'vitest';
import { describeWithCdk } from '../testing/describe-with-cdk.ts';
import type { GuardrailsProps } from './guardrails.ts';

const hub = '111122223333';
const roleOf = (name: string) => `arn:aws:iam::${hub}:role/${name}`;
const least: GuardrailsProps = {
  executionRoleArns: {
    api: roleOf('sentinel-api'),
    revoker: roleOf('sentinel-revoker'),
    notifier: roleOf('sentinel-notifier'),
  },
  deployRoleArns: [roleOf('Deploy')],
  keyArn: `arn:aws:kms:eu-west-1:${hub}:key/00000000-0000-0000-0000-000000000000`,
  apiId: 'a1b2c3d4e5',
};

describeWithCdk('the guardrails', async () => {
  const { CfnResource, Fn } = await import('aws-cdk-lib');
  const { propertiesOf, synthesise } = await import('../testing/a-template.ts');
  const { Guardrails } = await import('./guardrails.ts');
  const make = (props: Partial<GuardrailsProps> = {}) =>
    synthesise((stack) => new Guardrails(stack, 'Guardrails', { ...least, ...props }));

  const emergency = {
    emergencyRoleArns: [roleOf('Emergency')],
    emergencyUserArns: [`arn:aws:iam::${hub}:user/alice`],
  };

  test('SEC-25 deny protected roles to all but the api role and those of emergencies', () => {
    const { documents } = make(emergency).made;

    const vended = [documents.organization, documents.resources].map(({ Statement }) =>
      Statement.find(({ Sid }) => Sid === 'VendedByServerOnly'),
    );

    for (const statement of vended) {
      expect(statement, 'SECURITY VIOLATION: somebody passes the server by').toMatchObject({
        Effect: 'Deny',
        Action: expect.arrayContaining(['sts:AssumeRole']),
        Resource: ['arn:aws:iam::*:role/SentinelProtected-*'],
        Condition: {
          ArnNotEquals: {
            'aws:PrincipalArn': [
              roleOf('sentinel-api'),
              ...emergency.emergencyRoleArns,
              ...emergency.emergencyUserArns,
            ],
          },
        },
      });
    }
  });

  test('SEC-25 leave those of emergencies to deployers: their MFA is asked for there', () => {
    const { documents } = make(emergency).made;

    const guarded = documents.organization.Statement.find(
      ({ Sid }) => Sid === 'RolesByDeployersOnly',
    );

    expect(guarded, 'SECURITY VIOLATION: anybody lets in whom they like').toMatchObject({
      Effect: 'Deny',
      Resource: expect.arrayContaining([
        ...emergency.emergencyRoleArns,
        ...emergency.emergencyUserArns,
      ]),
      Condition: { ArnNotLike: { 'aws:PrincipalArn': [roleOf('Deploy')] } },
    });
  });

  test('SEC-25 deny a stamp to all but the api role and sessions that carry one', () => {
    const { documents } = make().made;

    const forged = [documents.organization, documents.resources].map(({ Statement }) =>
      Statement.find(({ Sid }) => Sid === 'IdentityByServerOnly'),
    );

    for (const statement of forged) {
      expect(statement, 'SECURITY VIOLATION: a stamp can be forged').toMatchObject({
        Effect: 'Deny',
        Action: ['sts:SetSourceIdentity'],
        Resource: ['*'],
        Condition: {
          StringLike: { 'sts:SourceIdentity': 'sentinel.*' },
          StringNotLike: { 'aws:SourceIdentity': 'sentinel.*' },
          ArnNotEquals: { 'aws:PrincipalArn': roleOf('sentinel-api') },
        },
      });
    }
  });

  test('SEC-29 deny every direct call of the functions, to deployers too', () => {
    const { documents } = make().made;

    const [first] = documents.hubFunctions.Statement;

    expect(first, 'SECURITY VIOLATION: somebody hands over an event').toMatchObject({
      Effect: 'Deny',
      Action: ['lambda:Invoke*'],
      Resource: expect.arrayContaining([
        `arn:aws:lambda:*:${hub}:function:sentinel-api`,
        `arn:aws:lambda:*:${hub}:function:sentinel-api:*`,
      ]),
    });
    expect(first).not.toHaveProperty('Condition');
  });

  test('SEC-24 deny writing the table to all but its writers and deployers', () => {
    const table = make().made.documents.hubState.Statement.find(
      ({ Sid }) => Sid === 'TableByServerOnly',
    );

    expect(table?.Condition, 'SECURITY VIOLATION: somebody else writes state').toEqual({
      ArnNotLike: {
        'aws:PrincipalArn': [roleOf('sentinel-api'), roleOf('sentinel-revoker'), roleOf('Deploy')],
      },
    });
    expect(
      table?.NotAction?.filter(
        (action) => !/:(BatchGet|Describe|Get|List|Query|Scan|Cond)/.test(action),
      ),
      'SECURITY VIOLATION: a way of writing is left out',
    ).toEqual([]);
  });

  test('SEC-25 are attached where it is said, those of the hub to the hub, and else only told', () => {
    const attached = make({ targetIds: ['r-ab12'] });

    const policies = propertiesOf(attached.template, 'AWS::Organizations::Policy');

    expect(
      policies.map(({ Name, Type, TargetIds }) => [Name, Type, TargetIds]),
      'SECURITY VIOLATION: a guardrail is not where it belongs',
    ).toEqual([
      ['Sentinel-organization', 'SERVICE_CONTROL_POLICY', ['r-ab12']],
      ['Sentinel-hub-functions', 'SERVICE_CONTROL_POLICY', [hub]],
      ['Sentinel-hub-state', 'SERVICE_CONTROL_POLICY', [hub]],
      ['Sentinel-resources', 'RESOURCE_CONTROL_POLICY', ['r-ab12']],
    ]);
    const told = make().made.node.findAll().filter(CfnResource.isCfnResource);
    expect(told, 'SECURITY VIOLATION: it is attached unasked').toEqual([]);
  });

  test.each<[string, Partial<GuardrailsProps>, RegExp]>([
    ['no deployer', { deployRoleArns: [] }, /`deployRoleArns` is empty/],
    ['any deployer', { deployRoleArns: ['*'] }, /`deployRoleArns` is `\*`/],
    [
      'a hub of two accounts',
      {
        executionRoleArns: {
          ...least.executionRoleArns,
          revoker: 'arn:aws:iam::444455556666:role/sentinel-revoker',
        },
      },
      /of several accounts/,
    ],
    [
      'a role by reference',
      { executionRoleArns: { ...least.executionRoleArns, api: Fn.ref('ApiRole') } },
      /not written out/,
    ],
    ['a key by alias', { keyArn: 'alias/x' }, /not of an alias/],
    ['any API', { apiId: '*' }, /`apiId` is `\*`/],
    ['all names', { accountDeployRoleNames: ['*'] }, /4 to 63/],
    ['any writer', { policyWriterRoleArns: ['*'] }, /`policyWriterRoleArns` is `\*`/],
    ['any emergency', { emergencyRoleArns: ['arn:aws:iam::*:role/x'] }, /without a pattern/],
    [
      'a user among the roles',
      { emergencyRoleArns: [`arn:aws:iam::${hub}:user/alice`] },
      /`emergencyRoleArns` is `[^`]*`, expected the ARN of a role/,
    ],
    [
      'a role among the users',
      { emergencyUserArns: [roleOf('Emergency')] },
      /`emergencyUserArns` is `[^`]*`, expected the ARN of an IAM user/,
    ],
    ['a wrong name', { name: 'S' }, /`name` is `S`/],
    ['a wrong table', { tableName: '*' }, /`tableName` is `\*`/],
    ['a wrong prefix', { parameterPrefix: '/aws' }, /`parameterPrefix` is `\/aws`/],
    ['a wrong role', { revokerRoleName: '*' }, /`revokerRoleName` is `\*`/],
    ['a wrong policy', { revocationPolicyName: '*' }, /`revocationPolicyName` is `\*`/],
    ['a target that is none', { targetIds: ['root'] }, /`targetIds` is `root`/],
    ['a name with blanks', { policyName: 'a b' }, /`policyName` is `a b`/],
    [
      'more roles than fit',
      { deployRoleArns: Array.from({ length: 100 }, (_, index) => roleOf(`Deploy${index}`)) },
      /more than the 5120 that Organizations takes/,
    ],
  ])('SEC-25 refuse %s', (_, wrong, expected) => {
    expect(() => make(wrong), 'SECURITY VIOLATION: they were made').toThrow(expected);
  });
});
