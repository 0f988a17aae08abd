import type { SignedCaller } from '../src/identity/subject.ts';
import type { MemoryWorld } from '../src/memory/world.ts';
import { isRefusal } from '../src/reasons.ts';
import { vend } from '../src/vend.ts';
import { readVendAsk, type VendInput } from '../src/vend-ask.ts';
import type { World } from '../src/world.ts';
import { alice, calling, ownAccount } from './a-world.ts';

/** Asks for credentials as the rim does: alice for `dev`, unless told otherwise. */
export async function askToVend(
  world: World,
  input: VendInput = { profile: 'dev' },
  signer: SignedCaller = alice,
) {
  const ask = readVendAsk(input, 'body');
  return isRefusal(ask) ? ask : calling(signer, world, (call) => vend(call, ask, world));
}

/** Stores a profile with these rules, each a line of YAML, and further sections. */
export function putRules(outside: MemoryWorld, name: string, rules: string, sections = ''): void {
  outside.policies.put(
    { kind: 'profile', name },
    `version: "1"
profile: { role_arn: "arn:aws:iam::${ownAccount}:role/SentinelProtected-X" }
rules:
${rules}
${sections}`,
  );
}
