import { emergencyRoleTrust } from '@sentinel/tvm/infrastructure/trust';
import type { Deployment, Statement } from '../../scripts/parity/deployment.ts';
import type { Declared } from '../../scripts/parity/from-code.ts';
import {
  administratorAccess,
  allow,
  foreign,
  hub,
  type Organisation,
  type Policy,
  policyOf,
  powerUserAccess,
  type Role,
  region,
  roleArn,
  userArn,
  workload,
} from './organisation.ts';

/** The organisation with what a tool deploys in it. */
export function deployedOrganisation(deployed: Deployment): Organisation {
  const roles = Object.entries(deployed.roles).map(([name, role]) => {
    const attached = role.managedPolicyArns.map((arn) => managedPolicy(arn, deployed));
    const inline = Object.values(role.policies).map((each) => policyOf(...each));
    return [arnOf(name), { trust: policyOf(...role.trust), policies: [...inline, ...attached] }];
  });
  return {
    roles: { ...neighbours, ...Object.fromEntries(roles) },
    functions: Object.fromEntries(
      Object.keys(deployed.functions).map((name) => [
        functionArn(name),
        invokersOf(deployed, name),
      ]),
    ),
    key: policyOf(...(deployed.resourcePolicies['key'] ?? [])),
    guardrails: guardrailsOf(deployed),
  };
}

/** The organisation with what the code declares in it, which says nothing of guardrails and of functions' policies. */
export function declaredOrganisation({ rights, trust }: Declared): Organisation {
  const roles = Object.entries(trust).map(([name, statements]) => {
    const own = policyOf(...(rights[name] ?? []));
    const isProtected = name.startsWith('SentinelProtected-');
    return [
      arnOf(name),
      {
        trust: policyOf(...statements),
        policies: isProtected ? [own, administratorAccess] : [own],
      },
    ] as const;
  });
  return {
    roles: { ...neighbours, ...Object.fromEntries(roles) },
    functions: undefined,
    // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
    key: policyOf({
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${hub}:root` },
      Action: 'kms:*',
      Resource: '*',
    }),
    guardrails: undefined,
  };
}

/** ARN of a function in the hub. */
export function functionArn(name: string): string {
  return `arn:aws:lambda:${region}:${hub}:function:${name}`;
}

function arnOf(name: string): string {
  return roleArn(name, name.startsWith('Sentinel') ? workload : hub);
}

function managedPolicy(arn: string, { managedPolicies }: Deployment): Policy {
  if (arn === 'arn:aws:iam::aws:policy/AdministratorAccess') return administratorAccess;
  const own = managedPolicies[arn.split('/').at(-1) ?? ''];
  if (own === undefined) throw new Error(`\`${arn}\` is not known here`);
  return policyOf(...own);
}

/**
 * A function's policy as Lambda writes it for a permission.
 * https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
 */
function invokersOf({ invokers }: Deployment, name: string): Policy {
  return policyOf(
    ...(invokers[name] ?? []).map(({ action, principal, sourceArn }) => ({
      Effect: 'Allow',
      Principal: { Service: principal },
      Action: action,
      Resource: functionArn(name),
      Condition: { ArnLike: { 'AWS:SourceArn': sourceArn } },
    })),
  );
}

function guardrailsOf({ guardrails }: Deployment): Organisation['guardrails'] {
  const { organization = [], resources = [], ...ofHub } = guardrails;
  const document = (statements: readonly Statement[]) =>
    // An RCP names everybody, and says so in one way only.
    policyOf(...statements.map((each) => (each['Principal'] ? { ...each, Principal: '*' } : each)));
  return {
    everywhere: [document(organization)],
    hub: Object.values(ofHub).map(document),
    resources: [document(resources)],
  };
}

const trustOf = (principal: object, condition?: object): Policy =>
  policyOf({
    Effect: 'Allow',
    Principal: principal,
    Action: ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
    ...(condition && { Condition: condition }),
  });

const nobody = trustOf({ Service: 'ec2.amazonaws.com' });
const withRights = (...policies: readonly Policy[]): Role => ({ trust: nobody, policies });

/** Everybody else, and roles that somebody made wrong. */
const neighbours: Organisation['roles'] = {
  [roleArn('Client')]: withRights(
    allow(['execute-api:Invoke'], `arn:aws:execute-api:${region}:${hub}:a1b2c3d4e5/$default/*`),
  ),
  [roleArn('PowerUser')]: withRights(powerUserAccess),
  [roleArn('Administrator')]: withRights(administratorAccess),
  [roleArn('deploy')]: withRights(administratorAccess),
  [roleArn('policy-writer')]: withRights(allow(['ssm:*'], '*')),
  [roleArn('Administrator', workload)]: withRights(administratorAccess),
  [userArn('emergency')]: withRights(allow(['sts:*'], '*')),
  [userArn('on-call')]: withRights(allow(['sts:*'], '*')),
  [roleArn('Emergency', workload)]: {
    trust: policyOf(...emergencyRoleTrust([userArn('on-call')]).Statement),
    policies: [administratorAccess],
  },
  [roleArn('Emergency', foreign)]: withRights(administratorAccess),
  [roleArn('Administrator', foreign)]: withRights(administratorAccess),
  // As `mayChainTo` of the database's role names it.
  [roleArn('app-deployer', workload)]: {
    trust: trustOf({ AWS: roleArn('SentinelProtected-Database', workload) }),
    policies: [administratorAccess],
  },
  [roleArn('other-deployer', workload)]: {
    trust: trustOf({ AWS: `arn:aws:iam::${workload}:root` }),
    policies: [administratorAccess],
  },
  // Of an attacker, who would like to be given what the API's callers ask for.
  [roleArn('SentinelProtected-Trap', foreign)]: {
    trust: trustOf({ AWS: '*' }),
    policies: [administratorAccess],
  },
  // Trusted by mistake: an account, and everybody.
  [roleArn('SentinelProtected-Loose', workload)]: {
    trust: trustOf({ AWS: `arn:aws:iam::${workload}:root` }),
    policies: [administratorAccess],
  },
  [roleArn('SentinelProtected-Open', workload)]: {
    trust: trustOf({ AWS: '*' }),
    policies: [administratorAccess],
  },
};
