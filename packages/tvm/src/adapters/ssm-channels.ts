import { GetParameterCommand, ParameterNotFound, type SSMClient } from '@aws-sdk/client-ssm';
import { lazily } from '@sentinel/core/contract/lazily';
import { SentinelError } from '@sentinel/core/errors';
import type { Channels } from '@sentinel/core/notifier-ports';
import * as z from 'zod/mini';
import { unavailable } from './aws-fault.ts';
import { within } from './within.ts';

/** Two tries of two seconds each, and the pause between them. */
const limitMs = 5000;

const answerSchema = lazily(() =>
  z.object({
    Parameter: z.object({
      Name: z.string(),
      Value: z.string(),
      Version: z.int().check(z.positive()),
    }),
  }),
);

/**
 * Channels in SSM Parameter Store, `prefix`/channels/<name> (such as `/sentinel/channels/security`), SecureStrings.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
 */
export function ssmChannels(client: SSMClient, prefix: string): Channels {
  return {
    read: async (channel) => {
      const name = `${prefix}/channels/${channel}`;
      // A colon would ask for a version, a slash for another place.
      if (!/^[\w-]+$/.test(channel)) return undefined;
      const answer = await readParameter(client, name);
      if (answer === undefined) return undefined;
      const read = answerSchema().safeParse(answer);
      if (!read.success || read.data.Parameter.Name !== name) {
        throw new SentinelError('DEPENDENCY_UNAVAILABLE', "SSM's answer about it is garbled");
      }
      const { Value: text, Version: version } = read.data.Parameter;
      return { parameter: name, version, text };
    },
  };
}

async function readParameter(client: SSMClient, name: string): Promise<unknown> {
  const command = new GetParameterCommand({ Name: name, WithDecryption: true });
  try {
    return await within(limitMs, (abortSignal) => client.send(command, { abortSignal }));
  } catch (error) {
    if (error instanceof ParameterNotFound) return undefined;
    throw unavailable(`reading \`${name}\``, error);
  }
}
