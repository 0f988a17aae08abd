import type { SignedCaller } from '@sentinel/core/identity/subject';
import fc from 'fast-check';
import { domain, otherAccount, ownAccount, trusted } from './arbitrary-place.ts';

/** One request, drawn at random, as it reaches the rim. */
export type Ask = {
  readonly signer: SignedCaller;
  readonly ticket: string | undefined;
  readonly duration: number | undefined;
  /** Continues the session of the vend before, by its caller. */
  readonly again: boolean;
  /** Since the ask before. */
  readonly afterMs: number;
};

const iamSigns = 'abcxyzABCXYZ0189_+=,.@-';
const text = (signs: string, minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...signs), minLength, maxLength });

/** Names within IAM's rules: short, long, at the borders of what a stamp holds, with and without the domain. */
const sessionName = fc.oneof(
  text(iamSigns, 2, 64),
  text('abz09_+.-', 1, 30).map((name) => `${name}@${domain}`),
  text('abz09_+@.-', 26, 29).map((name) => `${name}@${domain}`),
  text(iamSigns, 50, 52).map((name) => `${name}@${domain}`),
  text(iamSigns, 64, 64),
);
const name = text(iamSigns, 1, 64);
const account = fc.constantFrom(ownAccount, otherAccount);
const wild = text('abZ09_=+@-.,:/ \t\n\u0000\u007f#$%*?"\\éßİ\u2028日😀', 0, 70);

const signer: fc.Arbitrary<SignedCaller> = fc.oneof(
  { weight: 16, arbitrary: sessionName.map((name) => session(ownAccount, trusted.sso, name)) },
  { weight: 8, arbitrary: sessionName.map((name) => session(otherAccount, trusted.custom, name)) },
  {
    weight: 8,
    arbitrary: fc.tuple(account, name, sessionName).map((parts) => session(...parts)),
  },
  { weight: 8, arbitrary: fc.tuple(account, name).map((parts) => user(...parts)) },
  { weight: 1, arbitrary: wild.map((name) => session(ownAccount, trusted.sso, name)) },
);

const ticket = fc.oneof(
  { weight: 8, arbitrary: fc.constant(undefined) },
  { weight: 14, arbitrary: text('abcXYZ019_.:/=+@-', 1, 64) },
  { weight: 1, arbitrary: wild },
);

export const arbitraryAsk: fc.Arbitrary<Ask> = fc.record({
  signer,
  ticket,
  duration: fc.option(fc.integer({ min: 900, max: 3600 }), { nil: undefined, freq: 2 }),
  again: fc.integer({ min: 0, max: 9 }).map((drawn) => drawn === 0),
  afterMs: fc.integer({ min: 0, max: 120 }),
});

function session(accountId: string, role: string, name: string): SignedCaller {
  return {
    accountId,
    userArn: `arn:aws:sts::${accountId}:assumed-role/${role}/${name}`,
    userId: `AROAEXAMPLEENGINEERS1:${name}`,
    accessKey: 'ASIAEXAMPLEBASE',
  };
}

function user(accountId: string, name: string): SignedCaller {
  return {
    accountId,
    userArn: `arn:aws:iam::${accountId}:user/${name}`,
    userId: 'AIDAEXAMPLEEXAMPLE001',
    accessKey: 'AKIAEXAMPLEBASE',
  };
}
