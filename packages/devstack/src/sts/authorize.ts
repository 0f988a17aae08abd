import type { Context } from '../iam/context.ts';
import type { Iam } from '../iam/iam.ts';
import { contextOf, type Principal } from '../iam/principal.ts';
import { inheritedTags } from './check-tags.ts';
import { accessDenied, type StsError } from './errors.ts';
import type { AssumeRoleRequest } from './read-form.ts';

/** What an AssumeRole is about, once its members are known to be well formed. */
export type Assumption = {
  readonly request: AssumeRoleRequest;
  readonly roleArn: string;
  readonly roleSessionName: string;
  readonly caller: Principal;
  readonly nowMs: number;
};

type Action = 'sts:AssumeRole' | 'sts:SetSourceIdentity' | 'sts:TagSession';

/**
 * Whether the caller's own permissions and the role's trust policy both allow all that is asked:
 * AssumeRole, SetSourceIdentity where one is set or inherited, TagSession where tags are.
 * Within one account AWS would be content with a trust policy that names the caller; asking for both
 * always accepts nothing that AWS refuses.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
 */
export function denial(assumption: Assumption, iam: Iam): StsError | undefined {
  const { caller, roleArn } = assumption;
  if (caller.kind === 'root') {
    return {
      code: 'AccessDenied',
      message: 'Roles may not be assumed by root accounts.',
      status: 403,
    };
  }
  const isAllowed = (action: Action) => {
    const question = {
      action,
      resource: roleArn,
      context: contextOfAssumption(assumption, action),
    };
    return (
      iam.findRole(roleArn) !== undefined &&
      iam.permits(caller, question) === 'allow' &&
      iam.trusts(roleArn, caller, question) === 'allow'
    );
  };

  const refused = actionsOf(assumption).find((action) => !isAllowed(action));
  return refused === undefined ? undefined : accessDenied(caller.arn, refused, roleArn);
}

/** The source identity of the new session: the caller's own, which stays, or the one asked for. */
export function sourceIdentityOf({ caller, request }: Assumption): string | undefined {
  const inherited = caller.kind === 'session' ? caller.sourceIdentity : undefined;
  return inherited ?? request.sourceIdentity;
}

function actionsOf(assumption: Assumption): readonly Action[] {
  const { request, caller } = assumption;
  const isTagged = request.tags.length > 0 || inheritedTags(caller).length > 0;
  return [
    ...(sourceIdentityOf(assumption) === undefined ? [] : (['sts:SetSourceIdentity'] as const)),
    ...(isTagged ? (['sts:TagSession'] as const) : []),
    'sts:AssumeRole',
  ];
}

/** Each action is asked with the keys that AWS lists for it, and with no others. */
function contextOfAssumption(assumption: Assumption, action: Action): Context {
  const { request, caller, nowMs, roleSessionName } = assumption;
  const context = new Map(contextOf(caller, nowMs));
  if (action === 'sts:AssumeRole') {
    context.set('sts:rolesessionname', [roleSessionName]);
    if (request.externalId !== undefined) context.set('sts:externalid', [request.externalId]);
  }
  const sourceIdentity = request.sourceIdentity ?? sourceIdentityOf(assumption);
  if (action !== 'sts:TagSession' && sourceIdentity !== undefined) {
    context.set('sts:sourceidentity', [sourceIdentity]);
  }
  if (action === 'sts:SetSourceIdentity') return context;

  if (request.transitiveTagKeys.length > 0) {
    context.set('sts:transitivetagkeys', request.transitiveTagKeys);
  }
  if (request.tags.length > 0) {
    context.set(
      'aws:tagkeys',
      request.tags.map(({ key }) => key),
    );
  }
  for (const { key, value } of request.tags) {
    context.set(`aws:requesttag/${key.toLowerCase()}`, [value]);
  }
  return context;
}
