import { UnsupportedPolicy } from '@sentinel/devstack/iam/condition';
import { keyType } from '@sentinel/devstack/iam/context';
import { type Judgement, judge, judgeStatements } from '@sentinel/devstack/iam/judge';
import { policyOf as parsed } from '@sentinel/devstack/iam/parse-policy';
import { coversAction, type Policy as Parsed } from '@sentinel/devstack/iam/policy';
import type { Principal as DevPrincipal } from '@sentinel/devstack/iam/principal';
import { bindTrust, statementsFor } from '@sentinel/devstack/iam/trust';
import type { Ask } from './asks.ts';
import { contextOf } from './context-of.ts';
import { foreign, hub, type Organisation, type Policy } from './organisation.ts';
import type { Principal } from './principals.ts';
import type { Verdict } from './rows.ts';

type Caller = Exclude<Principal, { readonly kind: 'service' }>;

/**
 * What the evaluator of the dev stack says of a call; `undefined`: it cannot judge it. It knows trust policies and the
 * policies of roles; guardrails are put to it as policies that can only deny.
 */
export function secondOpinion(
  ask: Ask,
  by: { readonly organisation: Organisation; readonly principal: Principal },
): Verdict | undefined {
  try {
    return verdictOn(ask, by);
  } catch (error) {
    if (error instanceof UnsupportedPolicy) return undefined;
    throw error;
  }
}

function verdictOn(
  ask: Ask,
  {
    organisation,
    principal,
  }: { readonly organisation: Organisation; readonly principal: Principal },
): Verdict | undefined {
  // Policies of functions and keys are nothing that it knows.
  if (principal.kind === 'service' || ask.action.startsWith('kms:')) return undefined;
  const question = {
    action: ask.action,
    resource: ask.resource,
    context: new Map(
      Object.entries(contextFor(ask, principal)).map(([key, value]) => [
        key.toLowerCase(),
        [value].flat(),
      ]),
    ),
  };
  if (guardrailsOver(organisation, { ask, principal }).some(denies)) return 'denied';

  const own = judge(
    (organisation.roles[principal.arn]?.policies ?? []).map((each) => parsed(each, 'identity')),
    question,
  );
  if (own !== 'allow') return 'denied';
  if (!ask.action.startsWith('sts:')) {
    return ask.account === principal.account ? 'allowed' : 'denied';
  }
  return trustOf(principal) === 'allow' ? 'allowed' : 'denied';

  function denies(policy: Parsed): boolean {
    return judge([policy], question) === 'deny';
  }

  function trustOf(caller: Caller): Judgement {
    const trust = organisation.roles[ask.resource]?.trust;
    if (trust === undefined) return 'none';
    const bound = bindTrust(parsed(trust, 'trust'), (arn) => arn);
    return judgeStatements(statementsFor(bound, asDevPrincipal(caller)), question);
  }
}

/** Keys that AWS does not list for the action, which the simulator leaves out by itself. */
const unlisted: ReadonlyMap<string, RegExp> = new Map([
  ['sts:TagSession', /^sts:(SourceIdentity|RoleSessionName)$/],
  ['sts:SetSourceIdentity', /^(sts:RoleSessionName|aws:RequestTag\/|aws:TagKeys)/],
]);

function contextFor(ask: Ask, principal: Principal): Record<string, string | string[]> {
  const absent = unlisted.get(ask.action);
  const known = Object.entries(contextOf(ask, principal)).filter(
    ([key]) => !absent?.test(key) && keyType(key) !== undefined,
  );
  return Object.fromEntries(known);
}

function guardrailsOver(
  { guardrails }: Organisation,
  of: { readonly ask: Ask; readonly principal: Caller },
): readonly Parsed[] {
  if (guardrails === undefined) return [];
  const { everywhere, hub: ofHub, resources } = guardrails;
  const scps = of.principal.account === foreign ? [] : everywhere;
  const own = of.principal.account === hub ? ofHub : [];
  const rcps = of.ask.account === foreign ? [] : resources;
  return [...scps, ...own, ...rcps].flatMap((policy) => aboutAction(policy, of.ask.action));
}

/** The statements about an action: one that it cannot judge shall not keep it from judging other actions. */
function aboutAction(policy: Policy, action: string): readonly Parsed[] {
  return policy.Statement.flatMap(({ Principal: _, ...statement }) => {
    const { Condition: __, ...unconditional } = statement;
    const of = (one: object) => parsed({ ...policy, Statement: [one] }, 'identity');
    const [first] = of(unconditional).statements;
    return first !== undefined && coversAction(first.actions, action) ? [of(statement)] : [];
  });
}

function asDevPrincipal(principal: Caller): DevPrincipal {
  const { account, arn } = principal;
  const name = arn.split('/').at(-1) ?? '';
  if (principal.kind === 'user') return { kind: 'user', accountId: account, arn, userId: arn };
  return {
    kind: 'session',
    accountId: account,
    arn: `arn:aws:sts::${account}:assumed-role/${name}/alice`,
    userId: `${arn}:alice`,
    roleArn: arn,
    roleId: arn,
    sessionName: 'alice',
    tags: [],
    transitiveTagKeys: [],
    policyArns: [],
    issuedAtMs: 0,
    hasMfa: false,
    carried: principal.carried,
  };
}
