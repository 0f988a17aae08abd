import { functionArn } from './built-organisation.ts';
import { foreign, hub, roleArn, userArn, workload } from './organisation.ts';

/** Whoever asks. */
export type Principal =
  | {
      readonly kind: 'session' | 'user';
      /** Of the role or user whose policies count. */
      readonly arn: string;
      readonly account: string;
      readonly sourceIdentity?: string;
      /** Further keys that the session carries. */
      readonly carried: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'service'; readonly service: string };

type Identity = Exclude<Principal, { readonly kind: 'service' }>;

/** A session of a role; `carried`: further condition keys of it. */
function session(
  name: string,
  account: string,
  more: Partial<Pick<Identity, 'sourceIdentity' | 'carried'>> = {},
): Identity {
  return { kind: 'session', arn: roleArn(name, account), account, carried: {}, ...more };
}

/** A user with keys; AWS tells of MFA in the call that gave its code, and never of a role's session. */
function user(name: string, carried: Identity['carried'] = {}): Identity {
  return { kind: 'user', arn: userArn(name), account: workload, carried };
}

const from = (name: string) => ({ carried: { 'lambda:SourceFunctionArn': functionArn(name) } });
const mfa = { 'aws:MultiFactorAuthPresent': 'true' };

/** Everybody whom the table asks for, by what they are called there. */
export const principals = {
  'the API': session('sentinel-api', hub, from('sentinel-api')),
  'the API role, stolen': session('sentinel-api', hub),
  'the API role in another function': session('sentinel-api', hub, from('somebody-elses')),
  'the authorizer': session('sentinel-authorizer', hub, from('sentinel-authorizer')),
  'the revoker': session('sentinel-revoker', hub, from('sentinel-revoker')),
  'the notifier': session('sentinel-notifier', hub, from('sentinel-notifier')),
  'a client': session('Client', hub),
  'a power user of the hub': session('PowerUser', hub),
  'an administrator of the hub': session('Administrator', hub),
  'a deployer': session('deploy', hub),
  'a policy writer': session('policy-writer', hub),
  'an administrator': session('Administrator', workload),
  'an emergency user with MFA': user('emergency', mfa),
  'an emergency user without MFA': user('emergency'),
  'somebody on call with MFA': user('on-call', mfa),
  'somebody on call without MFA': user('on-call'),
  'an emergency role': session('Emergency', workload),
  'an emergency role with an identity of its own': session('Emergency', workload, {
    sourceIdentity: 'alice',
  }),
  'an emergency role that was chained to': session('Emergency', workload, {
    sourceIdentity: 'sentinel.direct.0123456789abcdef.alice',
  }),
  "a stranger's role of that name": session('Emergency', foreign),
  'a stranger': session('Administrator', foreign),
  'a vended session': session('SentinelProtected-Production', workload, {
    sourceIdentity: 'sentinel.direct.0123456789abcdef.alice',
  }),
  'a vended session that may chain': session('SentinelProtected-Database', workload, {
    sourceIdentity: 'sentinel.approved.0123456789abcdef.alice',
  }),
  'the revoker in an account': session('SentinelRevoker', workload),
  'API Gateway': { kind: 'service', service: 'apigateway.amazonaws.com' },
  'the schedule': { kind: 'service', service: 'events.amazonaws.com' },
  'another service': { kind: 'service', service: 's3.amazonaws.com' },
} as const satisfies Readonly<Record<string, Principal>>;

export type PrincipalName = keyof typeof principals;
