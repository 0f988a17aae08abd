import type { Answer } from '../http/call.ts';
import {
  type Element,
  type QueryDialect,
  queryAnswer,
  queryError,
  queryService,
  unknownAction,
} from '../http/query-protocol.ts';
import {
  type Asked,
  type Running,
  type Service,
  type Surroundings,
  startService,
} from '../http/service.ts';
import type { Iam } from '../iam/iam.ts';
import type { Principal } from '../iam/principal.ts';
import { assumeRole } from './assume-role.ts';
import { readAssumeRole } from './read-form.ts';

export type RunningSts = Running & {
  /** Who signs by this key; `undefined`: nobody. */
  findPrincipal(accessKeyId: string): Principal | undefined;
};

const dialect: QueryDialect = {
  namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  version: '2011-06-15',
};

/**
 * A stand-in for the Regional endpoint of STS on loopback: AssumeRole and GetCallerIdentity in the
 * query protocol, by AWS's rules. A `stale` fault issues credentials that have expired.
 * https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html
 */
export async function startSts(around: Surroundings): Promise<RunningSts> {
  const running = await startService(sts(around.iam), around);
  return { ...running, findPrincipal: (id) => around.iam.findKey(id)?.principal };
}

function sts(iam: Iam): Service {
  return {
    ...queryService(dialect),
    name: 'sts',
    takesPresigned: true,
    handle: (asked) => handle(asked, iam),
  };
}

function handle(asked: Asked, iam: Iam): Answer {
  switch (asked.operation) {
    case 'AssumeRole':
      return answerAssumeRole(asked, iam);
    case 'GetCallerIdentity':
      return answerIdentity(asked);
    default:
      return queryError(unknownAction(asked.operation, dialect.version), asked.requestId, dialect);
  }
}

function answerAssumeRole(asked: Asked, iam: Iam): Answer {
  const assumed = assumeRole(readAssumeRole(asked.input), asked, iam);
  if (!assumed.ok) return queryError(assumed.error, asked.requestId, dialect);
  const { keys, expiresAtMs, packedSizePercent } = assumed;
  const { session } = keys;
  const size: Element = ['PackedPolicySize', String(packedSizePercent)];
  const identity: Element = ['SourceIdentity', session.sourceIdentity ?? ''];
  const result: readonly Element[] = [
    [
      'AssumedRoleUser',
      [
        ['AssumedRoleId', session.userId],
        ['Arn', session.arn],
      ],
    ],
    [
      'Credentials',
      [
        ['AccessKeyId', keys.accessKeyId],
        ['SecretAccessKey', keys.secretAccessKey],
        ['SessionToken', keys.sessionToken],
        ['Expiration', new Date(expiresAtMs).toISOString().replace(/\.\d+Z$/, 'Z')],
      ],
    ],
    ...(session.sourceIdentity === undefined ? [] : [identity]),
    ...(packedSizePercent === undefined ? [] : [size]),
  ];
  return queryAnswer('AssumeRole', { result, requestId: asked.requestId }, dialect);
}

/** Needs no permission, and no Deny stops it. */
function answerIdentity({ principal, requestId }: Asked): Answer {
  const result: readonly Element[] = [
    ['Arn', principal.arn],
    ['UserId', principal.userId],
    ['Account', principal.accountId],
  ];
  return queryAnswer('GetCallerIdentity', { result, requestId }, dialect);
}
