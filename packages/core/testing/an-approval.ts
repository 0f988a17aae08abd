import { changeRequest } from '../src/change-request.ts';
import { createRequest, type RequestInput } from '../src/create-request.ts';
import type { SignedCaller } from '../src/identity/subject.ts';
import { listRequests, type RequestsInput } from '../src/list-requests.ts';
import type { Intercept } from '../src/memory/intercept.ts';
import type { MemoryWorld } from '../src/memory/world.ts';
import { isRefusal, type Refusal } from '../src/reasons.ts';
import type { RequestVerb } from '../src/request-verdict.ts';
import { type ShownRequest, showRequest } from '../src/show-request.ts';
import type { World } from '../src/world.ts';
import { alice, aWorld, calling, ownAccount, person } from './a-world.ts';

/** Named as approver; `iam/carol` is the same person. */
export const carol = person('carol@example.com');
/** Approver by the group `sre-leads`. */
export const dan = person('dan@example.com');
/** Approver by the group `sre-leads`. */
export const erin = person('erin@example.com');
/** Holds `audit`. */
export const audrey = person('audrey@example.com');
/** Holds `revoke`. */
export const rita = person('rita@example.com');
/** An engineer, and nothing else. */
export const mallory = person('mallory@example.com');

/** People, groups and rights; `people` is YAML. */
export function directoryOf(
  people = '{ alice@example.com: [iam/alice], carol@example.com: [iam/carol] }',
): string {
  return `
version: "1"
identity:
  domain: example.com
  trusted_session_names:
    - { account: "${ownAccount}", role: AWSReservedSSO_Engineers_0123456789abcdef, groups: [engineering] }
  people: ${people}
administration:
  audit: { users: [audrey@example.com] }
  revoke: { users: [rita@example.com, role/janitor] }
  robots: { users: [role/ci-release] }
rate: { per_minute: 10000 }
`;
}

/** A profile of which every engineer asks for an approval; `more` and the rule's own text are YAML. */
export function productionOf(
  more: {
    readonly role?: string;
    readonly rules?: string;
    readonly approval?: string;
    readonly sections?: string;
  } = {},
): string {
  const {
    role = 'Production',
    rules = '  - { name: everyone, effect: require_approval, conditions: { groups: [engineering, robots] } }',
    approval = '{ approvers: { groups: [sre-leads], users: [carol@example.com, iam/carol] }, max_grant: 4h }',
    sections = '',
  } = more;
  return `version: "1"
profile: { role_arn: "arn:aws:iam::${ownAccount}:role/SentinelProtected-${role}" }
rules:
${rules}
approval: ${approval}
${sections}`;
}

/** `aWorld` with the profile `production`, which needs an approval, and those who may give it. */
export function anApprovalWorld(
  options: { readonly intercept?: Intercept; readonly production?: string } = {},
): { readonly outside: MemoryWorld; readonly world: World } {
  const built = aWorld(options.intercept === undefined ? {} : { intercept: options.intercept });
  const { policies } = built.outside;
  policies.put({ kind: 'directory' }, directoryOf());
  policies.put({ kind: 'profile', name: 'production' }, options.production ?? productionOf());
  const group = (name: string, members: string) =>
    policies.put({ kind: 'group', name }, `version: "1"\nmembers: [${members}]\n`);
  group('sre-leads', 'dan@example.com, erin@example.com, alice@example.com, role/ci-release');
  group('robots', 'role/ci-release, role/ci-other');
  return built;
}

/** Changes a document and lets the cached one run out. */
export function putLater(
  { outside }: { readonly outside: MemoryWorld },
  name: 'directory' | 'production' | 'sre-leads',
  text: string,
): void {
  const kind = name === 'sre-leads' ? 'group' : 'profile';
  outside.policies.put(name === 'directory' ? { kind: 'directory' } : { kind, name }, text);
  outside.clock.advance(31_000);
}

/** What alice asks for unless told otherwise. */
export const wish: RequestInput = {
  profile: 'production',
  justification: 'mend the broken deployment',
};

/** An idempotency key, and who calls. */
export type By = { readonly signer?: SignedCaller; readonly key?: string };

/** Asks for an approval as the rim does. */
export function askFor(
  world: World,
  input: Partial<RequestInput> = {},
  { signer = alice, key }: By = {},
): Promise<ShownRequest | Refusal> {
  return calling(signer, world, (call) =>
    createRequest({ ...call, ...withKey(key) }, { ...wish, ...input }, world),
  );
}

/** Does something to a request as the rim does. */
export function act(
  world: World,
  [verb, id, comment]: readonly [verb: RequestVerb, id: string, comment?: string],
  { signer = carol, key }: By = {},
): Promise<ShownRequest | Refusal> {
  const ask = { verb, id, comment };
  return calling(signer, world, (call) => changeRequest({ ...call, ...withKey(key) }, ask, world));
}

export function seen(world: World, id: string, signer: SignedCaller = alice) {
  return calling(signer, world, (call) => showRequest(call, id, world));
}

export function listed(world: World, input: RequestsInput = {}, signer: SignedCaller = alice) {
  return calling(signer, world, (call) => listRequests(call, input, world));
}

/** The request that alice asked for, in a test in which nothing refuses it. */
export async function asked(
  world: World,
  input: Partial<RequestInput> = {},
  by: By = {},
): Promise<ShownRequest['request']> {
  return granted(await askFor(world, input, by));
}

/** What was answered, in a test in which nothing refuses it. */
export function granted(result: ShownRequest | Refusal): ShownRequest['request'] {
  if (isRefusal(result)) throw new Error(`${result.code}: ${result.message}`);
  return result.request;
}

function withKey(key: string | undefined) {
  return key === undefined ? {} : { idempotencyKey: key };
}
