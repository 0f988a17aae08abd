import { place } from '@sentinel/devstack/stack/place';

const { hubAccount } = place;
const session = `assumed-role/${place.ssoRole}/alice@example.com`;
const right = { accountId: hubAccount, userId: 'AROAAAAAAAAAAAAAAAAAA:alice@example.com' };

/** What API Gateway says of a request of alice's. */
export const alices = { ...right, userArn: `arn:aws:sts::${hubAccount}:${session}` };

/** Principals that look like hers, and are from elsewhere. */
export const disguises: readonly (readonly [wants: string, iam: object])[] = [
  ['another partition', { ...right, userArn: `arn:aws-cn:sts::${hubAccount}:${session}` }],
  [
    'a partition of governments',
    { ...right, userArn: `arn:aws-us-gov:sts::${hubAccount}:${session}` },
  ],
  [
    'another account, ARN and all',
    { ...right, accountId: '999988887777', userArn: `arn:aws:sts::999988887777:${session}` },
  ],
  ['another account by its ARN', { ...right, userArn: `arn:aws:sts::999988887777:${session}` }],
  [
    'another account by its context',
    { ...right, accountId: '999988887777', userArn: `arn:aws:sts::${hubAccount}:${session}` },
  ],
  [
    'another session by its id',
    {
      ...right,
      userId: 'AROAAAAAAAAAAAAAAAAAA:bob@example.com',
      userArn: `arn:aws:sts::${hubAccount}:${session}`,
    },
  ],
  [
    'the id of a user',
    {
      ...right,
      userId: 'AIDAAAAAAAAAAAAAAAAAA',
      userArn: `arn:aws:sts::${hubAccount}:${session}`,
    },
  ],
  [
    'the id of an account',
    { ...right, userId: hubAccount, userArn: `arn:aws:sts::${hubAccount}:${session}` },
  ],
  [
    'federation',
    { ...right, userArn: `arn:aws:sts::${hubAccount}:federated-user/alice@example.com` },
  ],
  [
    'a session with a slash',
    {
      accountId: hubAccount,
      userId: 'AROAAAAAAAAAAAAAAAAAA:a/alice@example.com',
      userArn: `arn:aws:sts::${hubAccount}:assumed-role/${place.ssoRole}/a/alice@example.com`,
    },
  ],
  ['a line more', { ...right, userArn: `arn:aws:sts::${hubAccount}:${session}\n` }],
  [
    'a letter of another alphabet',
    {
      accountId: hubAccount,
      userId: 'AROAAAAAAAAAAAAAAAAAA:аlice@example.com',
      userArn: `arn:aws:sts::${hubAccount}:assumed-role/${place.ssoRole}/аlice@example.com`,
    },
  ],
];
