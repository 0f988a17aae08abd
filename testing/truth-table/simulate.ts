import { runSimulation } from '@cloud-copilot/iam-simulate';
import { type Ask, resources } from './asks.ts';
import { contextOf } from './context-of.ts';
import {
  administratorAccess,
  foreign,
  hub,
  type Organisation,
  type Policy,
} from './organisation.ts';
import type { Principal } from './principals.ts';

/** What an account and its organisation say of one call, by the simulator. Throws where it cannot judge the call. */
export async function simulate(
  ask: Ask,
  by: { readonly organisation: Organisation; readonly principal: Principal },
): Promise<'allowed' | 'denied'> {
  const { organisation, principal } = by;
  const resourcePolicy = resourcePolicyOf(ask, organisation);
  const answer = await runSimulation(
    {
      request: {
        principal: nameOf(principal),
        action: ask.action,
        resource: { resource: ask.resource, accountId: ask.account },
        contextVariables: contextOf(ask, principal),
      },
      identityPolicies: identityPoliciesOf(organisation, principal),
      serviceControlPolicies: scpsOf(organisation, principal),
      resourceControlPolicies: rcpsOf(organisation, ask),
      ...(resourcePolicy !== undefined && { resourcePolicy }),
    },
    { simulationMode: 'Strict' },
  );
  if (answer.resultType === 'error') {
    throw new Error(`${ask.action} on ${ask.resource}: ${JSON.stringify(answer.errors)}`);
  }
  return answer.overallResult === 'Allowed' ? 'allowed' : 'denied';
}

/** The trust policy of a role, the policy of a function or of the key; others have none here. */
export function resourcePolicyOf(ask: Ask, organisation: Organisation): Policy | undefined {
  if (ask.action.startsWith('sts:')) return organisation.roles[ask.resource]?.trust;
  if (ask.resource === resources.key) return organisation.key;
  const own = organisation.functions?.[ask.resource];
  return own?.Statement.length === 0 ? undefined : own;
}

function nameOf(principal: Principal): string {
  if (principal.kind === 'service') return principal.service;
  if (principal.kind === 'user') return principal.arn;
  const name = principal.arn.split('/').at(-1) ?? '';
  return `arn:aws:sts::${principal.account}:assumed-role/${name}/alice`;
}

function identityPoliciesOf(organisation: Organisation, principal: Principal) {
  if (principal.kind === 'service') return [];
  const role = organisation.roles[principal.arn];
  if (role === undefined) throw new Error(`there is no \`${principal.arn}\``);
  return role.policies.map((policy, at) => ({ name: `policy-${at}`, policy }));
}

/** No SCP applies to services, and none of ours to accounts of others. */
function scpsOf({ guardrails }: Organisation, principal: Principal) {
  if (principal.kind === 'service' || principal.account === foreign) return [];
  if (guardrails === undefined) return [];
  const own = principal.account === hub ? guardrails.hub : [];
  const level = (orgIdentifier: string, policies: readonly Policy[]) => ({
    orgIdentifier,
    policies: [administratorAccess, ...policies].map((policy, at) => ({
      name: `${orgIdentifier}-${at}`,
      policy,
    })),
  });
  return [level('root', guardrails.everywhere), level(principal.account, own)];
}

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html */
function rcpsOf({ guardrails }: Organisation, { account }: Ask) {
  if (guardrails === undefined || account === foreign) return [];
  const policies = guardrails.resources.map((policy, at) => ({ name: `rcp-${at}`, policy }));
  return [{ orgIdentifier: 'root', policies }];
}
