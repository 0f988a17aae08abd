import type { Principal } from '@sentinel/devstack/gateway/principal';

/** Somebody who calls: an engineer, or a lead who approves. */
export type Person = {
  readonly kind: 'engineer' | 'lead';
  readonly nth: number;
};

export const place = {
  region: 'eu-west-1',
  accountId: '111122223333',
  apiId: 'abc123',
  table: 'sentinel',
} as const;

const role = 'AWSReservedSSO_Engineers_0123456789abcdef';
const letters = { engineer: 'E', lead: 'L' } as const;

/** Name of a person's session, and so of the person. */
export function nameOf({ kind, nth }: Person): string {
  return `${kind}${nth}@example.com`;
}

/** Keys by which a person signs; as there are as many people as one likes, no list of them is kept. */
export function keysOf({ kind, nth }: Person) {
  const accessKeyId = `ASIALOAD${letters[kind]}${String(nth).padStart(11, '0')}`;
  return { accessKeyId, secretAccessKey: `secret of ${accessKeyId}` };
}

/** Who holds a key; `undefined`: nobody. */
export function findPrincipal(accessKeyId: string): Principal | undefined {
  const [, letter, digits] = /^ASIALOAD([EL])(\d{11})$/.exec(accessKeyId) ?? [];
  if (digits === undefined) return undefined;
  const person: Person = { kind: letter === 'L' ? 'lead' : 'engineer', nth: Number(digits) };
  const name = nameOf(person);
  return {
    secretAccessKey: keysOf(person).secretAccessKey,
    accountId: place.accountId,
    userArn: `arn:aws:sts::${place.accountId}:assumed-role/${role}/${name}`,
    userId: `AROAEXAMPLEEXAMPLE000:${name}`,
  };
}
