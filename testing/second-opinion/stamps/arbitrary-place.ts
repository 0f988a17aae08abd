import fc from 'fast-check';
import { arbitraryNarrowing, type Narrowing } from './arbitrary-narrowing.ts';

/** A directory, a profile and a moment, drawn at random. */
export type Place = {
  readonly nowMs: number;
  readonly profile: string;
  readonly roleName: string;
  readonly roleAccount: string;
  /** As documents are stored. */
  readonly documents: { readonly directory: string; readonly profile: string };
  /** Managed policies that the documents name. */
  readonly policyArns: readonly string[];
};

export const ownAccount = '111122223333';
export const otherAccount = '222233334444';
export const domain = 'example.com';

/** Roles whose session names are people. */
export const trusted = {
  sso: 'AWSReservedSSO_Engineers_0123456789abcdef',
  custom: 'Pinned',
} as const;

type Drawn = {
  readonly nowMs: number;
  readonly hasDomain: boolean;
  readonly profile: string;
  readonly role: string;
  readonly roleAccount: string;
  readonly sessionName: 'per_user' | 'per_vend' | undefined;
  readonly maxSeconds: number | undefined;
  readonly rules: readonly DrawnRule[];
  readonly denyInMinutes: number | undefined;
};

type DrawnRule = {
  readonly narrowing: Narrowing;
  readonly maxSeconds: number | undefined;
  readonly endsInMinutes: number | undefined;
};

/** Half the time nothing. */
const perhaps = { nil: undefined, freq: 2 };
const seconds = fc.option(fc.integer({ min: 900, max: 3600 }), perhaps);
const minutes = fc.option(fc.integer({ min: 1, max: 70 }), perhaps);
const account = fc.constantFrom(ownAccount, otherAccount);
const firstSign = fc.constantFrom(...'abz09');
const sign = fc.constantFrom(...'abz09_-');

/** Documents within the schema, from the shortest names to the longest, with rules that end at every moment of the hour. */
export const arbitraryPlace: fc.Arbitrary<Place> = account
  .chain((roleAccount) =>
    fc.record<Drawn>({
      nowMs: fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2099, 11, 31) }),
      hasDomain: fc.boolean(),
      profile: fc
        .tuple(firstSign, fc.string({ unit: sign, maxLength: 63 }))
        .map((parts) => parts.join('')),
      role: fc.string({ unit: fc.constantFrom(...'abXY09_+=,.@-'), minLength: 1, maxLength: 46 }),
      roleAccount: fc.constant(roleAccount),
      sessionName: fc.constantFrom('per_user', 'per_vend', undefined),
      maxSeconds: seconds,
      rules: fc.array(
        fc.record<DrawnRule>({
          narrowing: arbitraryNarrowing(roleAccount),
          maxSeconds: seconds,
          endsInMinutes: minutes,
        }),
        { minLength: 1, maxLength: 2 },
      ),
      denyInMinutes: minutes,
    }),
  )
  .map(place);

function place(drawn: Drawn): Place {
  const { nowMs, roleAccount, rules } = drawn;
  const roleName = `SentinelProtected-${drawn.role}`;
  return {
    nowMs,
    profile: drawn.profile,
    roleName,
    roleAccount,
    documents: { directory: directoryOf(drawn), profile: profileOf(drawn, roleName) },
    policyArns: rules.flatMap(({ narrowing }) =>
      'session_policy_arns' in narrowing ? narrowing.session_policy_arns : [],
    ),
  };
}

function directoryOf({ hasDomain }: Drawn): string {
  return JSON.stringify({
    version: '1',
    identity: {
      ...(hasDomain && { domain }),
      trusted_session_names: [
        { account: ownAccount, role: trusted.sso, groups: ['engineering'] },
        { account: otherAccount, role: trusted.custom },
      ],
    },
    rate: { per_minute: 100_000 },
  });
}

function profileOf(drawn: Drawn, roleName: string): string {
  const { nowMs, roleAccount, sessionName, maxSeconds, rules, denyInMinutes } = drawn;
  return JSON.stringify({
    version: '1',
    profile: {
      role_arn: `arn:aws:iam::${roleAccount}:role/${roleName}`,
      ...(sessionName && { session_name: sessionName }),
      ...(maxSeconds && { max_duration: maxSeconds }),
    },
    rules: [
      ...(denyInMinutes === undefined
        ? []
        : [
            { name: 'deny', effect: 'deny', ...during(nowMs, [denyInMinutes, denyInMinutes + 60]) },
          ]),
      ...rules.map(({ narrowing, maxSeconds, endsInMinutes }, index) => ({
        name: `rule ${index}`,
        effect: 'allow',
        ...(maxSeconds && { max_duration: maxSeconds }),
        ...narrowing,
        ...(endsInMinutes === undefined
          ? { conditions: { any: true } }
          : during(nowMs, [-60, endsInMinutes])),
      })),
      { name: 'last', effect: 'allow', conditions: { any: true } },
    ],
  });
}

function during(nowMs: number, [from, until]: readonly [number, number]) {
  const clock = (inMinutes: number) =>
    new Date(nowMs + inMinutes * 60_000).toISOString().slice(11, 16);
  const hours = { start: clock(from), end: clock(until) };
  return { conditions: { time: { hours, timezone: 'UTC' } } };
}
