import * as contract from '@sentinel/core/contract/whoami';
import { isRefusal } from '@sentinel/core/reasons';
import { whoami as tellWhoIsAsking } from '@sentinel/core/whoami';
import { bind } from '../bind.ts';

/** `GET /whoami` */
export const whoami = bind(contract.whoami, async (_input, call, world) => {
  const known = await tellWhoIsAsking(call, world);
  if (isRefusal(known)) return known;
  const { caller, groups } = known;
  return {
    subject: caller.subject,
    person: caller.person,
    groups: [...groups].sort(),
    derived: derivations[caller.kind],
    kind: caller.kind,
    account: caller.accountId,
    arn: caller.arn,
  };
});

const derivations = {
  person: 'the session name of a role that the directory trusts to carry the names of people',
  user: 'the name of an IAM user',
  role: 'the name of an assumed role; its session name does not count, because whoever assumes it chooses it',
} as const;
