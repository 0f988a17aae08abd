import { place } from '@sentinel/devstack/stack/place';
import type { Stack } from '../end-to-end/a-stack.ts';
import { type Keys, keysIn, queryAws } from './hostile-client.ts';

const { workloadAccount } = place;

/** Keys of a role of the workload that whoever holds `dev` chains to, under their own name. */
export async function chainedFrom({ iam, stsUrl }: Stack['stack'], held: Keys): Promise<Keys> {
  const name = 'Onwards';
  iam.addRole({
    accountId: workloadAccount,
    name,
    trust: trusting({
      Principal: { AWS: `arn:aws:iam::${workloadAccount}:role/SentinelProtected-Dev` },
      Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
    }),
  });
  const form = {
    Action: 'AssumeRole',
    Version: '2011-06-15',
    RoleArn: `arn:aws:iam::${workloadAccount}:role/${name}`,
    RoleSessionName: 'alice',
  };
  return keysIn(await queryAws(stsUrl, held, { service: 'sts', form }));
}

/** A session of a role of the same name, under the same name, in an account of the attacker. */
export function foreignTwin({ iam }: Stack['stack'], name: string, sessionName: string) {
  const role = iam.addRole({
    accountId: '999900001111',
    name,
    trust: trusting({ Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }),
  });
  const nowMs = Date.now();
  const life = { issuedAtMs: nowMs, expiresAtMs: nowMs + 3_600_000 };
  return iam.openSession({ roleArn: role.arn, sessionName, ...life });
}

function trusting(statement: object) {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] };
}
