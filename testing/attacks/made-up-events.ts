import { place } from '@sentinel/devstack/stack/place';
import type { Keys } from './hostile-client.ts';

/** Events that are none of a request by `held`, which is of a live session of alice's. */
export function madeUpEvents(held: Keys, others: Keys): readonly unknown[] {
  const right = {
    accessKey: held.accessKeyId,
    accountId: place.workloadAccount,
    userArn: `arn:aws:sts::${place.workloadAccount}:assumed-role/SentinelProtected-Dev/alice`,
    userId: 'AROAAAAAAAAAAAAAAAAAA:alice',
  };
  const event = (iam: object) => ({ version: '2.0', requestContext: { authorizer: { iam } } });
  return [
    undefined,
    {},
    { version: '1.0', requestContext: { identity: right } },
    { ...event(right), version: '1.0' },
    event({
      ...right,
      userArn: right.userArn.replace('alice', 'bob'),
      userId: 'AROAAAAAAAAAAAAAAAAAA:bob',
    }),
    event({ ...right, userArn: right.userArn.replace('-Dev', '-Production') }),
    event({
      ...right,
      accountId: '999900001111',
      userArn: right.userArn.replace(place.workloadAccount, '999900001111'),
    }),
    event({ ...right, accountId: '999900001111' }),
    event({ ...right, accessKey: others.accessKeyId }),
    event({ ...right, accessKey: [held.accessKeyId] }),
    event({ ...right, accessKey: `${held.accessKeyId}&access_key_id=x` }),
    { version: '2.0', headers: { 'x-amzn-iam': JSON.stringify(right) }, requestContext: {} },
    { version: '2.0', requestContext: { authorizer: { lambda: { iam: right } } } },
  ];
}
