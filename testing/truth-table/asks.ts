import { functionArn } from './built-organisation.ts';
import { hub, region, roleArn, workload } from './organisation.ts';

/** One call that IAM is asked about. */
export type Ask = {
  readonly action: string;
  readonly resource: string;
  /** Who owns the resource. */
  readonly account: string;
  /** Condition keys of the call itself. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
};

/** What somebody does: every call of it has to be allowed. Given the SourceIdentity that their session carries. */
export type Doing = (carried: string | undefined) => readonly Ask[];

/** What AssumeRole is called with. */
export type Assumption = {
  readonly role: string;
  readonly account?: string;
  readonly as?: string;
  /** Value of the tag `SentinelProfile`; no tag if left out. */
  readonly profile?: string;
};

const direct = 'sentinel.direct.0123456789abcdef.alice';

/**
 * AssumeRole, with SetSourceIdentity where one is set or inherited and TagSession where tags are: each asked with the
 * keys that AWS lists for it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
 */
export function assume({ role, account = workload, as, profile }: Assumption): Doing {
  return (carried) => {
    const identity = as ?? carried;
    const resource = roleArn(role, account);
    const about = {
      'sts:RoleSessionName': 'alice',
      ...(identity !== undefined && { 'sts:SourceIdentity': identity }),
      ...(profile !== undefined && {
        'aws:RequestTag/SentinelProfile': profile,
        'aws:TagKeys': ['SentinelProfile'],
      }),
    };
    const actions = [
      'sts:AssumeRole',
      ...(identity === undefined ? [] : ['sts:SetSourceIdentity']),
      ...(profile === undefined ? [] : ['sts:TagSession']),
    ];
    return actions.map((action) => ({ action, resource, account, context: about }));
  };
}

/** As the API does it. */
export function vend(role: string, more: Partial<Assumption> = {}): Doing {
  return assume({ role, as: direct, profile: 'production', ...more });
}

/** One call. */
export function call(
  action: string,
  resource: string,
  more: { readonly account?: string; readonly context?: Ask['context'] } = {},
): Doing {
  return () => [{ action, resource, account: hub, context: {}, ...more }];
}

const table = `arn:aws:dynamodb:${region}:${hub}:table/sentinel`;
const logGroup = (name: string) => `arn:aws:logs:${region}:${hub}:log-group:${name}`;

/** Resources of the deployment, by what they are called here. */
export const resources = {
  table,
  byOwner: `${table}/index/by-owner`,
  stream: `${table}/stream/2026-01-01T00:00:00.000`,
  api: functionArn('sentinel-api'),
  authorizer: functionArn('sentinel-authorizer'),
  revoker: functionArn('sentinel-revoker'),
  notifier: functionArn('sentinel-notifier'),
  records: logGroup('/aws/lambda/sentinel-api'),
  accessLog: logGroup('/aws/apigateway/sentinel'),
  key: `arn:aws:kms:${region}:${hub}:key/00000000-0000-0000-0000-000000000000`,
  revocations: `arn:aws:iam::${workload}:policy/SentinelRevocations`,
} as const;

/** ARN of a parameter below the deployment's prefix. */
export function parameter(path: string): string {
  return `arn:aws:ssm:${region}:${hub}:parameter/sentinel/${path}`;
}

/** A service hands a function an event in the name of something. */
export function invokedFor(target: string, sourceArn: string): Doing {
  return call('lambda:InvokeFunction', target, {
    context: { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': hub },
  });
}

/** ARN of a route of an API, as API Gateway gives it. */
export function routeArn(apiId: string, stage = '$default', route = 'GET/whoami'): string {
  return `arn:aws:execute-api:${region}:${hub}:${apiId}/${stage}/${route}`;
}
