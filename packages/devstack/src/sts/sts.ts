import { randomUUID } from 'node:crypto';
import type { Answer } from '../http/call.ts';
import {
  type Asked,
  type Parsed,
  type Running,
  type Service,
  type Surroundings,
  startService,
} from '../http/service.ts';
import type { Iam } from '../iam/iam.ts';
import type { Principal } from '../iam/principal.ts';
import type { WireRequest } from '../sigv4/wire-request.ts';
import { assumeRole } from './assume-role.ts';
import { refusals } from './errors.ts';
import { readAssumeRole, readMembers } from './read-form.ts';
import { type Element, type StsError, xmlAnswer, xmlError } from './xml.ts';

export type RunningSts = Running & {
  /** Who signs by this key; `undefined`: nobody. */
  findPrincipal(accessKeyId: string): Principal | undefined;
};

const version = '2011-06-15';

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
    name: 'sts',
    parse: parseForm,
    handle: (asked) => handle(asked, iam),
    refuse: (reason) => xmlError(refusals[reason], randomUUID()),
    fail: ({ code = 'InternalFailure', message = 'The request processing has failed.', status }) =>
      xmlError(
        { code, message, status: status ?? (code === 'InternalFailure' ? 500 : 400) },
        randomUUID(),
      ),
    throttle: () =>
      xmlError({ code: 'Throttling', message: 'Rate exceeded', status: 400 }, randomUUID()),
  };
}

function parseForm(request: WireRequest): Parsed | Answer {
  const form = new URLSearchParams(Buffer.from(request.body).toString('utf8'));
  const operation = form.get('Action');
  if (request.method !== 'POST' || operation === null) {
    const message = 'Request is missing Action';
    return xmlError({ code: 'MissingAction', message, status: 400 }, randomUUID());
  }
  const asked = form.get('Version') ?? 'NO_VERSION_SPECIFIED';
  return asked === version
    ? { operation, input: readMembers(form) }
    : xmlError(unknownAction(operation, asked), randomUUID());
}

function unknownAction(operation: string, asked: string): StsError {
  const message = `Could not find operation ${operation} for version ${asked}`;
  return { code: 'InvalidAction', message, status: 400 };
}

function handle(asked: Asked, iam: Iam): Answer {
  switch (asked.operation) {
    case 'AssumeRole':
      return answerAssumeRole(asked, iam);
    case 'GetCallerIdentity':
      return answerIdentity(asked);
    default:
      return xmlError(unknownAction(asked.operation, version), asked.requestId);
  }
}

function answerAssumeRole(asked: Asked, iam: Iam): Answer {
  const assumed = assumeRole(readAssumeRole(asked.input), asked, iam);
  if (!assumed.ok) return xmlError(assumed.error, asked.requestId);
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
  return xmlAnswer('AssumeRole', result, asked.requestId);
}

/** Needs no permission, and no Deny stops it. */
function answerIdentity({ principal, requestId }: Asked): Answer {
  const result: readonly Element[] = [
    ['Arn', principal.arn],
    ['UserId', principal.userId],
    ['Account', principal.accountId],
  ];
  return xmlAnswer('GetCallerIdentity', result, requestId);
}
