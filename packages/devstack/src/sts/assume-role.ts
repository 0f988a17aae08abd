import { violationMessage } from '../http/shape.ts';
import type { SessionKeys } from '../iam/entities.ts';
import type { Iam } from '../iam/iam.ts';
import { parsePolicy } from '../iam/parse-policy.ts';
import type { Principal } from '../iam/principal.ts';
import { type Assumption, denial, sourceIdentityOf } from './authorize.ts';
import { modelViolations } from './check-model.ts';
import { inheritedTags, tagError } from './check-tags.ts';
import { type StsError, validationError } from './errors.ts';
import { packedSizePercent } from './packed-size.ts';
import type { AssumeRoleRequest } from './read-form.ts';

export type Assumed =
  | {
      readonly ok: true;
      readonly keys: SessionKeys;
      readonly expiresAtMs: number;
      readonly packedSizePercent?: number;
    }
  | { readonly ok: false; readonly error: StsError };

export type Caller = {
  readonly principal: Principal;
  readonly nowMs: number;
  /** Issue credentials that are over already. */
  readonly stale: boolean;
};

const defaultSeconds = 3600;
const chainedSeconds = 3600;

/**
 * AssumeRole with every rule that AWS enforces, in its order: model, tags, policies, permissions,
 * source identity, durations.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export function assumeRole(request: AssumeRoleRequest, caller: Caller, iam: Iam): Assumed {
  const violations = modelViolations(request);
  if (violations.length > 0) return refused(validationError(violationMessage(violations)));
  const { roleArn = '', roleSessionName = '' } = request;
  const { principal, nowMs } = caller;
  const assumption: Assumption = { request, roleArn, roleSessionName, caller: principal, nowMs };

  const packed = packedSizePercent(request);
  const error =
    roleArnError(roleArn) ??
    tagError(request, principal) ??
    policyError(request, iam) ??
    packedSizeError(packed) ??
    denial(assumption, iam) ??
    sourceIdentityError(assumption) ??
    durationError(assumption, iam);
  if (error !== undefined) return refused(error);

  const sourceIdentity = sourceIdentityOf(assumption);
  const inherited = inheritedTags(principal);
  const expiresAtMs = caller.stale ? nowMs - 1000 : nowMs + secondsOf(request) * 1000;
  const keys = iam.openSession({
    roleArn,
    sessionName: roleSessionName,
    ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
    tags: [...inherited, ...request.tags],
    transitiveTagKeys: [...inherited.map(({ key }) => key), ...request.transitiveTagKeys],
    ...(request.policy === undefined ? {} : { policy: request.policy }),
    policyArns: request.policyArns,
    issuedAtMs: nowMs,
    expiresAtMs,
  });
  const size = packed === undefined ? {} : { packedSizePercent: packed };
  return { ok: true, keys, expiresAtMs, ...size };
}

function refused(error: StsError): Assumed {
  return { ok: false, error };
}

function roleArnError(arn: string): StsError | undefined {
  const isRole = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(arn);
  return isRole ? undefined : validationError(`${arn} is invalid`);
}

function policyError({ policy, policyArns }: AssumeRoleRequest, iam: Iam): StsError | undefined {
  const parsed = policy === undefined ? undefined : parsePolicy(policy, 'identity');
  if (parsed?.ok === false) {
    return { code: 'MalformedPolicyDocument', message: parsed.malformed, status: 400 };
  }
  const unknown = policyArns.find((arn) => !iam.hasManagedPolicy(arn));
  return unknown === undefined
    ? undefined
    : validationError(`Policy ${unknown} does not exist or is not attachable.`);
}

function packedSizeError(percent: number | undefined): StsError | undefined {
  if (percent === undefined || percent <= 100) return undefined;
  return {
    code: 'PackedPolicyTooLarge',
    message: `Packed size of session policies and tags consumes ${percent}% of allotted space.`,
    status: 400,
  };
}

function sourceIdentityError(assumption: Assumption): StsError | undefined {
  const asked = assumption.request.sourceIdentity;
  return asked === undefined || asked === sourceIdentityOf(assumption)
    ? undefined
    : validationError('The source identity is already set for this assume role session');
}

function durationError({ request, roleArn, caller }: Assumption, iam: Iam): StsError | undefined {
  const seconds = secondsOf(request);
  const most = iam.findRole(roleArn)?.maxSessionSeconds ?? 0;
  if (seconds > most) {
    return validationError(
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
  return caller.kind === 'session' && seconds > chainedSeconds
    ? validationError(
        'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
      )
    : undefined;
}

function secondsOf({ durationSeconds }: AssumeRoleRequest): number {
  return durationSeconds === undefined ? defaultSeconds : Number(durationSeconds);
}
