import type { SignedCaller } from '../src/identity/subject.ts';
import type { Intercept } from '../src/memory/intercept.ts';
import type { MemoryWorld } from '../src/memory/world.ts';
import { isRefusal } from '../src/reasons.ts';
import { type RevokeInput, revoke } from '../src/revoke.ts';
import { type RevokeSessionInput, revokeSession } from '../src/revoke-session.ts';
import type { World } from '../src/world.ts';
import { askToVend } from './a-vend.ts';
import { aWorld, calling, documents, ownAccount, person } from './a-world.ts';

/** Holds `revoke`; `iam/sam` is the same person. */
export const sam = person('sam@example.com');

/** Holds `revoke`, and is nobody else. */
export const rita = person('rita@example.com');

/** An IAM user of the TVM's account. */
export function iamUser(name: string): SignedCaller {
  return {
    accountId: ownAccount,
    userArn: `arn:aws:iam::${ownAccount}:user/${name}`,
    userId: `AIDAEXAMPLEUSER${name.toUpperCase()}`,
    accessKey: 'AKIAEXAMPLEBASE',
  };
}

/** `aWorld` with those who may revoke, and a second profile, `staging`. */
export function aWatchedWorld(intercept?: Intercept): {
  readonly outside: MemoryWorld;
  readonly world: World;
} {
  const built = aWorld(intercept === undefined ? {} : { intercept });
  built.outside.policies.put(
    { kind: 'directory' },
    documents.directory
      .replace(
        'audit:',
        'revoke: { users: [sam@example.com, iam/sam, rita@example.com, role/robot] }\n  audit:',
      )
      .replace('people: {', 'people: { sam@example.com: [iam/sam],'),
  );
  built.outside.policies.put({ kind: 'profile', name: 'staging' }, documents.dev);
  return built;
}

/** Asks to revoke as the rim does: sam, unless told otherwise. */
export function askToRevoke(
  world: World,
  input: Partial<RevokeInput>,
  as: { readonly signer?: SignedCaller; readonly key?: string } = {},
) {
  return calling(as.signer ?? sam, world, (call) =>
    revoke(keyed(call, as.key), { reason: 'a stolen laptop', ...input }, world),
  );
}

/** Asks to revoke a session: sam, unless told otherwise. */
export function askToRevokeSession(
  world: World,
  id: string,
  as: {
    readonly signer?: SignedCaller;
    readonly key?: string;
    readonly input?: Partial<RevokeSessionInput>;
  } = {},
) {
  const input = { reason: 'a stolen laptop', ...as.input };
  return calling(as.signer ?? sam, world, (call) =>
    revokeSession(keyed(call, as.key), { id, input }, world),
  );
}

/** Vends, and returns the session. */
export async function aSessionOf(world: World, signer: SignedCaller, profile = 'dev') {
  const vended = await askToVend(world, { profile }, signer);
  if (isRefusal(vended)) throw new Error(`refused: ${vended.code} ${vended.message}`);
  return vended.session;
}

function keyed<C extends object>(call: C, key: string | undefined) {
  return key === undefined ? call : { ...call, idempotencyKey: key };
}
