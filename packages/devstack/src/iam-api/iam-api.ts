import type { Answer } from '../http/call.ts';
import {
  type Element,
  type QueryDialect,
  queryAnswer,
  queryError,
  queryService,
  unknownAction,
} from '../http/query-protocol.ts';
import { type Asked, type Running, type Surroundings, startService } from '../http/service.ts';
import type { Iam } from '../iam/iam.ts';
import { contextOf } from '../iam/principal.ts';
import { isOperation, modelViolation, type Operation } from './operations.ts';
import {
  isRefused,
  noSuchPolicy,
  noSuchVersion,
  type PolicyVersions,
  policyVersions,
  type Refused,
  type Version,
} from './policy-versions.ts';

export type IamApiSurroundings = Omit<Surroundings, 'region'> & {
  /** Managed policies that exist at the start, ARN to document. */
  readonly policies: Readonly<Record<string, object>>;
};

export type RunningIamApi = Running & {
  /** Versions of a policy, newest first; `undefined`: there is no such policy. */
  versions(arn: string): readonly Version[] | undefined;
};

/** IAM has one endpoint a partition; requests are signed for this Region wherever they come from. */
export const iamRegion = 'us-east-1';

const dialect: QueryDialect = {
  namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
  version: '2010-05-08',
};

/**
 * A stand-in for the part of IAM that keeps versions of managed policies, on loopback, by AWS's rules. What it puts
 * in force is in force for every stand-in of the same `iam`. A `stale` fault reads as before the last change.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/welcome.html
 */
export async function startIamApi(around: IamApiSurroundings): Promise<RunningIamApi> {
  const { iam } = around;
  const store = policyVersions(iam);
  for (const [arn, document] of Object.entries(around.policies)) {
    store.create(arn, JSON.stringify(document), around.clock.nowMs());
  }
  const running = await startService(
    { ...queryService(dialect), name: 'iam', handle: (asked) => handle(asked, { iam, store }) },
    { ...around, region: iamRegion },
  );
  return { ...running, versions: (arn) => store.list(arn) };
}

type Place = { readonly iam: Iam; readonly store: PolicyVersions };

function handle(asked: Asked, { iam, store }: Place): Answer {
  const { operation, input, requestId } = asked;
  const refuse = (code: string, message: string, status: number) =>
    queryError({ code, message, status }, requestId, dialect);
  if (!isOperation(operation)) {
    return queryError(unknownAction(operation, dialect.version), requestId, dialect);
  }
  const violation = modelViolation(operation, input);
  if (violation !== undefined) return refuse('ValidationError', violation, 400);

  const outcome = denial(asked, iam) ?? work(operation, asked, store);
  if (isRefused(outcome)) return refuse(outcome.code, outcome.message, statuses[outcome.code]);
  return queryAnswer(operation, { ...outcome, requestId }, dialect);
}

const statuses: Readonly<Record<Refused['code'], number>> = {
  NoSuchEntity: 404,
  MalformedPolicyDocument: 400,
  LimitExceeded: 409,
  DeleteConflict: 409,
  AccessDenied: 403,
};

/** The caller's own rights decide, and reach into no other account: managed policies have none of their own. */
function denial({ operation, input, principal, nowMs }: Asked, iam: Iam): Refused | undefined {
  const action = `iam:${operation}`;
  const resource = String(input['PolicyArn']);
  const question = { action, resource, context: contextOf(principal, nowMs) };
  const isOwn = resource.split(':')[4] === principal.accountId;
  if (isOwn && iam.permits(principal, question) === 'allow') return undefined;
  const message = `User: ${principal.arn} is not authorized to perform: ${action} on resource: policy ${resource.split(':')[5] ?? ''}`;
  return { code: 'AccessDenied', message };
}

type Outcome = Refused | { readonly result?: readonly Element[] };

function work(operation: Operation, asked: Asked, store: PolicyVersions): Outcome {
  const { input, nowMs, stale } = asked;
  const arn = String(input['PolicyArn']);
  const id = String(input['VersionId']);
  const versions = store.list(arn, stale);
  if (versions === undefined) return noSuchPolicy(arn);
  switch (operation) {
    case 'GetPolicy':
      return { result: [['Policy', policyElements(arn, versions)]] };
    case 'ListPolicyVersions':
      return {
        result: [
          ['IsTruncated', 'false'],
          ['Versions', versions.map((one) => ['member', versionElements(one)])],
        ],
      };
    case 'GetPolicyVersion': {
      const version = versions.find((one) => one.id === id);
      return version === undefined
        ? noSuchVersion(arn, id)
        : { result: [['PolicyVersion', [documentElement(version), ...versionElements(version)]]] };
    }
    case 'CreatePolicyVersion': {
      const document = String(input['PolicyDocument']);
      const setAsDefault = input['SetAsDefault'] === 'true';
      const added = store.add({ arn, document, setAsDefault, nowMs });
      return isRefused(added) ? added : { result: [['PolicyVersion', versionElements(added)]] };
    }
    case 'DeletePolicyVersion':
      return store.remove(arn, id) ?? {};
  }
}

function policyElements(arn: string, versions: readonly Version[]): readonly Element[] {
  const inForce = versions.find(({ isDefault }) => isDefault);
  return [
    ['PolicyName', arn.slice(arn.lastIndexOf('/') + 1)],
    ['Arn', arn],
    ['DefaultVersionId', inForce?.id ?? ''],
    ['IsAttachable', 'true'],
  ];
}

function versionElements({ id, isDefault, createdAtMs }: Version): readonly Element[] {
  return [
    ['VersionId', id],
    ['IsDefaultVersion', String(isDefault)],
    ['CreateDate', new Date(createdAtMs).toISOString().replace(/\.\d+Z$/, 'Z')],
  ];
}

/** Encoded as in an address. https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyVersion.html */
function documentElement({ document }: Version): Element {
  return ['Document', encodeURIComponent(document)];
}
