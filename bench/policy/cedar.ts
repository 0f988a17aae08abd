import { createRequire } from 'node:module';
import type { Judge, PlainRule, RuleSet } from './rule-sets.ts';

/** What of the engine is used: it is installed only where it is measured, so its own types cannot be read. */
type Cedar = {
  isAuthorized(call: object): Answer;
  preparsePolicySet(id: string, policies: object): { readonly type: string };
  statefulIsAuthorized(call: object): Answer;
};

type Answer = {
  readonly type: string;
  readonly response?: { readonly decision: string };
};

/** Cedar compiled to WebAssembly: policies parsed before, and parsed at each call. */
export function judgesByCedar(set: RuleSet): {
  readonly preparsed: Judge;
  readonly parsing: Judge;
} {
  const cedar: Cedar = createRequire(import.meta.url)('@cedar-policy/cedar-wasm/nodejs');
  const policies = { staticPolicies: set.rules.map(policyText).join('\n') };
  const preparsedPolicySetId = `${set.name} ${set.rules.length}`;
  const parsed = cedar.preparsePolicySet(preparsedPolicySetId, policies);
  if (parsed.type !== 'success') throw new Error('Cedar does not parse these policies');
  const call = {
    principal: { type: 'User', id: set.person },
    action: { type: 'Action', id: 'vend' },
    resource: { type: 'Profile', id: 'production' },
    context: { minute: set.at.minute, day: set.at.day },
    entities: [
      {
        uid: { type: 'User', id: set.person },
        attrs: {},
        parents: [{ type: 'Group', id: set.group }],
      },
    ],
  };
  return {
    preparsed: () => isAllowed(cedar.statefulIsAuthorized({ ...call, preparsedPolicySetId })),
    parsing: () => isAllowed(cedar.isAuthorized({ ...call, policies })),
  };
}

/** The caller tells Cedar the minute and the day, which costs nothing here. */
function policyText({ group, window }: PlainRule): string {
  const when =
    window === undefined
      ? ''
      : ` when { context.day < 5 && context.minute >= ${window.from} && context.minute < ${window.until} }`;
  return `permit(principal in Group::"${group}", action, resource)${when};`;
}

function isAllowed({ type, response }: Answer): boolean {
  if (type !== 'success') throw new Error('Cedar did not judge');
  return response?.decision === 'allow';
}
