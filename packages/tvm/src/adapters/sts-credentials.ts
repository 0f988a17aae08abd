import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import { lazily } from '@sentinel/core/contract/lazily';
import { SentinelError } from '@sentinel/core/errors';
import type { AssumeRole, Clock, Credentials, IssuedCredentials } from '@sentinel/core/ports';
import * as z from 'zod/mini';
import { awsFault } from './aws-fault.ts';
import { within } from './within.ts';

/** Two tries of three seconds each, and the pause between them: well below the ten that issuing may take. */
const limitMs = 6500;

/** So far STS's clock may be from ours. */
const clockSkewMs = 300_000;

const secret = lazily(() => z.string().check(z.regex(/^[\x21-\x7e]+$/)));

const answerSchema = lazily(() =>
  z.object({
    Credentials: z.object({
      AccessKeyId: z.string().check(z.regex(/^\w{16,128}$/)),
      SecretAccessKey: secret(),
      SessionToken: secret(),
      Expiration: z.date(),
    }),
    AssumedRoleUser: z.object({ Arn: z.string(), AssumedRoleId: z.string() }),
    SourceIdentity: z.optional(z.string()),
  }),
);

type Answer = z.output<ReturnType<typeof answerSchema>>;

/** Errors by which STS says "later", whatever their status. */
const throttled: ReadonlySet<string> = new Set([
  'Throttling',
  'ThrottlingException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'RequestTimeout',
]);

/**
 * STS AssumeRole. Whatever is odd about an answer makes it useless: better no credentials than others' or longer ones.
 * No error that leaves here carries the SDK's own, because that holds the answer.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export function stsCredentials(client: STSClient, clock: Clock): Credentials {
  return {
    assume: async (ask) => {
      const command = new AssumeRoleCommand(toInput(ask));
      let answer: unknown;
      try {
        answer = await within(limitMs, (abortSignal) => client.send(command, { abortSignal }));
      } catch (error) {
        throw failureOf(error);
      }
      return checked(answer, ask, clock.nowMs());
    },
  };
}

function toInput(ask: AssumeRole) {
  return {
    RoleArn: ask.roleArn,
    RoleSessionName: ask.roleSessionName,
    SourceIdentity: ask.sourceIdentity,
    DurationSeconds: ask.durationSeconds,
    ...(ask.tags.length > 0 && {
      Tags: ask.tags.map(({ key, value }) => ({ Key: key, Value: value })),
    }),
    ...(ask.policy !== undefined && { Policy: ask.policy }),
    ...(ask.policyArns.length > 0 && { PolicyArns: ask.policyArns.map((arn) => ({ arn })) }),
  };
}

/** No answer, or "later": the world failed. Any other: STS refused us, or answered what is none. */
function failureOf(error: unknown): SentinelError {
  const { name, status, text } = awsFault(error);
  const isLater = status === undefined || status >= 500 || status === 429 || throttled.has(name);
  const code = isLater ? 'DEPENDENCY_UNAVAILABLE' : 'CREDENTIAL_ERROR';
  return new SentinelError(code, `assuming the role: ${text}`);
}

function checked(answer: unknown, ask: AssumeRole, nowMs: number): IssuedCredentials {
  const read = answerSchema().safeParse(answer);
  if (!read.success) {
    throw odd(read.error.issues.map((issue) => issue.path.join('.')).join(', '));
  }
  const { Credentials: issued, AssumedRoleUser: user, SourceIdentity: identity } = read.data;
  if (user.Arn !== assumedRoleArn(ask)) throw odd('AssumedRoleUser.Arn');
  if (!isIdOf(user, ask)) throw odd('AssumedRoleUser.AssumedRoleId');
  if (identity !== undefined && identity !== ask.sourceIdentity) throw odd('SourceIdentity');
  const expiresAtMs = issued.Expiration.getTime();
  const driftMs = expiresAtMs - (nowMs + ask.durationSeconds * 1000);
  if (!(Math.abs(driftMs) <= clockSkewMs)) throw odd('Credentials.Expiration');
  return {
    accessKeyId: issued.AccessKeyId,
    secretAccessKey: issued.SecretAccessKey,
    sessionToken: issued.SessionToken,
    expiresAtMs,
  };
}

/** `arn:aws:iam::A:role/path/Name` is assumed as `arn:aws:sts::A:assumed-role/Name/session`. */
function assumedRoleArn(ask: AssumeRole): string {
  const [arn, partition, , , account, resource = ''] = ask.roleArn.split(':');
  const name = resource.slice(resource.lastIndexOf('/') + 1);
  return `${arn}:${partition}:sts::${account}:assumed-role/${name}/${ask.roleSessionName}`;
}

function isIdOf(user: Answer['AssumedRoleUser'], ask: AssumeRole): boolean {
  const [id, session, ...rest] = user.AssumedRoleId.split(':');
  return id !== '' && session === ask.roleSessionName && rest.length === 0;
}

function odd(where: string): SentinelError {
  return new SentinelError('CREDENTIAL_ERROR', `STS's answer is not what was asked: ${where}`);
}
