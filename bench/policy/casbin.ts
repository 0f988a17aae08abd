import { createRequire } from 'node:module';
import type { Judge, RuleSet } from './rule-sets.ts';

/** What of the engine is used: it is installed only where it is measured, so its own types cannot be read. */
type Casbin = {
  newModelFromString(text: string): object;
  newEnforcer(model: object): Promise<Enforcer>;
};

type Enforcer = {
  addPolicies(rules: readonly (readonly string[])[]): Promise<boolean>;
  addGroupingPolicy(...names: readonly string[]): Promise<boolean>;
  enforceSync(...request: readonly (string | number)[]): boolean;
};

/** casbin by its synchronous, faster call; hours are compared in its matcher. */
export async function judgeByCasbin({ rules, person, group, at }: RuleSet): Promise<Judge> {
  const casbin: Casbin = createRequire(import.meta.url)('casbin');
  const hasHours = rules.some(({ window }) => window !== undefined);
  const enforcer = await casbin.newEnforcer(casbin.newModelFromString(modelText(hasHours)));
  await enforcer.addPolicies(
    rules.map((rule, nth) => [
      rule.group,
      'production',
      ...(rule.window === undefined ? [] : [String(rule.window.from), String(rule.window.until)]),
      // Rules of the same words would be one.
      `rule-${nth}`,
    ]),
  );
  await enforcer.addGroupingPolicy(person, group);
  const request = hasHours
    ? ([person, 'production', at.minute, at.day] as const)
    : ([person, 'production'] as const);
  return () => enforcer.enforceSync(...request);
}

function modelText(hasHours: boolean): string {
  return `
[request_definition]
r = sub, obj${hasHours ? ', minute, day' : ''}
[policy_definition]
p = sub, obj${hasHours ? ', from, until' : ''}, name
[role_definition]
g = _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = g(r.sub, p.sub) && r.obj == p.obj${hasHours ? ' && r.day < 5 && r.minute >= p.from && r.minute < p.until' : ''}
`;
}
