import {
  CreatePolicyVersionCommand,
  DeletePolicyVersionCommand,
  GetPolicyVersionCommand,
  type IAMClient,
  ListPolicyVersionsCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import { lazily } from '@sentinel/core/contract/lazily';
import { SentinelError } from '@sentinel/core/errors';
import type {
  Creation,
  PolicyVersion,
  RevocationAccount,
  RevocationPolicies,
} from '@sentinel/core/revoker-ports';
import * as z from 'zod/mini';
import { awsFault } from './aws-fault.ts';
import { within } from './within.ts';

/** Keys of one account's role; the client asks again before they end. */
export type AccountCredentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
};

export type IamClients = {
  /** Assumes the accounts' roles. */
  readonly sts: STSClient;
  /** A client that calls IAM by these credentials. */
  connect(credentials: () => Promise<AccountCredentials>): IAMClient;
};

/** IAM is slow at times. */
const limitMs = 10_000;

const sessionName = 'SentinelRevoker';

/** Errors by which AWS says "later", whatever their status. */
const later =
  /^(Throttling|ThrottlingException|RequestLimitExceeded|TooManyRequestsException|RequestTimeout|ServiceFailure|ServiceFailureException)$/;

const secret = () => z.string().check(z.minLength(1));

const issued = lazily(() =>
  z.object({
    Credentials: z.object({
      AccessKeyId: secret(),
      SecretAccessKey: secret(),
      SessionToken: secret(),
      Expiration: z.date(),
    }),
  }),
);

const listed = lazily(() =>
  z.object({
    Versions: z.array(
      z.object({
        VersionId: z.string().check(z.regex(/^v\d+$/)),
        IsDefaultVersion: z.boolean(),
        CreateDate: z.date(),
      }),
    ),
    IsTruncated: z.optional(z.boolean()),
    Marker: z.optional(z.string()),
  }),
);

const added = lazily(() =>
  z.object({
    PolicyVersion: z.object({ VersionId: z.string(), IsDefaultVersion: z.literal(true) }),
  }),
);

const found = lazily(() => z.object({ PolicyVersion: z.object({ Document: z.string() }) }));

/**
 * Managed policies in IAM, each through the role of its own account.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html
 */
export function iamRevocations({ sts, connect }: IamClients): RevocationPolicies {
  const clients = new Map<string, IAMClient>();
  const clientOf = ({ roleArn }: RevocationAccount) => {
    const client = clients.get(roleArn) ?? connect(() => assume(roleArn, sts));
    clients.set(roleArn, client);
    return client;
  };
  return {
    versions: (at) => listVersions(clientOf(at), at),

    read: async (at, version) => {
      const command = new GetPolicyVersionCommand({
        PolicyArn: at.policyArn,
        VersionId: version,
      });
      const answer = await called<unknown, 'gone'>(
        `reading \`${at.policyArn}\``,
        (abortSignal) => clientOf(at).send(command, { abortSignal }),
        (name) => (isError(name, 'NoSuchEntity') ? 'gone' : undefined),
      );
      if (answer === 'gone') return undefined;
      return decoded(strictly(found(), answer, 'GetPolicyVersion').PolicyVersion.Document);
    },

    create: (at, document) => {
      const command = new CreatePolicyVersionCommand({
        PolicyArn: at.policyArn,
        PolicyDocument: document,
        SetAsDefault: true,
      });
      return called<Creation, Creation>(
        `writing \`${at.policyArn}\``,
        async (abortSignal) => {
          const answer = await clientOf(at).send(command, { abortSignal });
          strictly(added(), answer, 'CreatePolicyVersion');
          return 'created';
        },
        (name) => {
          if (isError(name, 'LimitExceeded')) return 'full';
          return isBusy(name) ? 'busy' : undefined;
        },
      );
    },

    remove: (at, version) => {
      const command = new DeletePolicyVersionCommand({
        PolicyArn: at.policyArn,
        VersionId: version,
      });
      return called<boolean, boolean>(
        `removing a version of \`${at.policyArn}\``,
        async (abortSignal) => {
          await clientOf(at).send(command, { abortSignal });
          return true;
        },
        (name) => {
          if (isError(name, 'NoSuchEntity')) return true;
          return isBusy(name) || isError(name, 'DeleteConflict') ? false : undefined;
        },
      );
    },
  };
}

async function listVersions(
  client: IAMClient,
  { policyArn }: RevocationAccount,
): Promise<readonly PolicyVersion[]> {
  const versions: PolicyVersion[] = [];
  let marker: string | undefined;
  do {
    const command = new ListPolicyVersionsCommand({
      PolicyArn: policyArn,
      ...(marker !== undefined && { Marker: marker }),
    });
    const answer = await called<unknown, never>(`listing \`${policyArn}\``, (abortSignal) =>
      client.send(command, { abortSignal }),
    );
    const page = strictly(listed(), answer, 'ListPolicyVersions');
    versions.push(
      ...page.Versions.map((one) => ({
        id: one.VersionId,
        isDefault: one.IsDefaultVersion,
        createdAtMs: one.CreateDate.getTime(),
      })),
    );
    marker = page.IsTruncated === true ? page.Marker : undefined;
  } while (marker !== undefined);
  return versions;
}

/** No error that leaves here carries the SDK's own, because that holds the answer. */
async function assume(roleArn: string, sts: STSClient): Promise<AccountCredentials> {
  const command = new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: sessionName });
  const answer = await called<unknown, never>(`assuming \`${roleArn}\``, (abortSignal) =>
    sts.send(command, { abortSignal }),
  );
  const { Credentials: keys } = strictly(issued(), answer, 'AssumeRole');
  return {
    accessKeyId: keys.AccessKeyId,
    secretAccessKey: keys.SecretAccessKey,
    sessionToken: keys.SessionToken,
    expiration: keys.Expiration,
  };
}

/** `meaning`: what an error says that is an answer, by its name; every other one is thrown. */
async function called<T, Meaning>(
  verb: string,
  call: (signal: AbortSignal) => Promise<T>,
  meaning: (name: string) => Meaning | undefined = () => undefined,
): Promise<T | Meaning> {
  try {
    return await within(limitMs, call);
  } catch (error) {
    if (error instanceof SentinelError) throw error;
    const { name, status, text } = awsFault(error);
    const meant = meaning(name);
    if (meant !== undefined) return meant;
    const isLater = status === undefined || status < 400 || status >= 500 || later.test(name);
    throw new SentinelError(
      isLater || isBusy(name) ? 'DEPENDENCY_UNAVAILABLE' : 'CONFIG_ERROR',
      `${verb}: ${text}`,
    );
  }
}

function isBusy(name: string): boolean {
  return isError(name, 'EntityTemporarilyUnmodifiable') || isError(name, 'ConcurrentModification');
}

/** A client that does not know an error calls it by its code, one that does by the name of its class. */
function isError(name: string, code: string): boolean {
  return name === code || name === `${code}Exception`;
}

function strictly<Schema extends z.ZodMiniType>(
  schema: Schema,
  answer: unknown,
  operation: string,
): z.output<Schema> {
  const read = schema.safeParse(answer);
  if (read.success) return read.data;
  const where = read.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new SentinelError('DEPENDENCY_UNAVAILABLE', `the answer to ${operation} is none: ${where}`);
}

/** Encoded as in an address; what is not is no document of ours. */
function decoded(document: string): string {
  try {
    return decodeURIComponent(document);
  } catch {
    return document;
  }
}
