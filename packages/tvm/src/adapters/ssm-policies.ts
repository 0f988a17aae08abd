import {
  GetParameterCommand,
  GetParametersByPathCommand,
  ParameterNotFound,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import { lazily } from '@sentinel/core/contract/lazily';
import { SentinelError } from '@sentinel/core/errors';
import type { DocumentRef, Policies, StoredDocument } from '@sentinel/core/ports';
import * as z from 'zod/mini';
import { unavailable } from './aws-fault.ts';
import { within } from './within.ts';

/** Two tries of two seconds each, and the pause between them. */
const limitMs = 5000;

/** Ten parameters a page: more than ten thousand profiles are none that we know of. */
const mostPages = 1000;

const parameterSchema = lazily(() =>
  z.object({
    Name: z.string(),
    Value: z.string(),
    Version: z.int().check(z.positive()),
  }),
);

const pageSchema = lazily(() =>
  z.object({
    Parameters: z.array(parameterSchema()),
    NextToken: z.optional(z.string()),
  }),
);

/**
 * Policy documents in SSM Parameter Store, below `prefix` (such as `/sentinel`).
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html
 */
export function ssmPolicies(client: SSMClient, prefix: string): Policies {
  const root = `${prefix}/policies`;
  return {
    read: async (ref) => {
      const name = parameterName(prefix, ref);
      if (name === undefined) return undefined;
      const command = new GetParameterCommand({ Name: name, WithDecryption: true });
      const found = await known(`reading \`${name}\``, (abortSignal) =>
        ifFound(client.send(command, { abortSignal })),
      );
      if (found === undefined) return undefined;
      const parameter = parameterSchema().safeParse(found.Parameter);
      if (!parameter.success || parameter.data.Name !== name) throw garbled(name);
      return toDocument(parameter.data);
    },
    profiles: async () => {
      const profiles: { name: string; document: StoredDocument }[] = [];
      let token: string | undefined;
      for (let page = 0; page < mostPages; page += 1) {
        const command = new GetParametersByPathCommand({
          Path: root,
          Recursive: false,
          WithDecryption: true,
          MaxResults: 10,
          NextToken: token,
        });
        const answer = await known(`listing \`${root}\``, (abortSignal) =>
          client.send(command, { abortSignal }),
        );
        const read = pageSchema().safeParse(answer);
        if (!read.success) throw garbled(root);
        for (const parameter of read.data.Parameters) {
          const name = parameter.Name.slice(root.length + 1);
          if (parameter.Name !== `${root}/${name}` || name.includes('/')) throw garbled(root);
          profiles.push({ name, document: toDocument(parameter) });
        }
        token = read.data.NextToken;
        if (token === undefined || token === '') return profiles;
      }
      throw new SentinelError('DEPENDENCY_UNAVAILABLE', `\`${root}\` has no end`);
    },
  };
}

/** `undefined`: no parameter can have that name. A colon would ask for a version, a slash for another place. */
function parameterName(prefix: string, ref: DocumentRef): string | undefined {
  switch (ref.kind) {
    case 'directory':
    case 'baseline':
      return `${prefix}/${ref.kind}`;
    case 'group':
    case 'profile':
      if (!/^[\w.-]+$/.test(ref.name)) return undefined;
      return `${prefix}/${ref.kind === 'group' ? 'groups' : 'policies'}/${ref.name}`;
  }
}

function toDocument(parameter: z.output<ReturnType<typeof parameterSchema>>): StoredDocument {
  return { parameter: parameter.Name, version: parameter.Version, text: parameter.Value };
}

function garbled(name: string): SentinelError {
  return new SentinelError('DEPENDENCY_UNAVAILABLE', `SSM's answer about \`${name}\` is garbled`);
}

async function ifFound<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ParameterNotFound) return undefined;
    throw error;
  }
}

async function known<T>(verb: string, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
  try {
    return await within(limitMs, call);
  } catch (error) {
    throw unavailable(verb, error);
  }
}
