import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { SentinelError } from '@sentinel/core/errors';
import type { Messengers } from '@sentinel/core/notifier-ports';
import { awsFault, unavailable } from './aws-fault.ts';
import { within } from './within.ts';

/** Two tries of two seconds each, and the pause between them. */
const limitMs = 5000;

/** Refusals of a topic or a message, which another try does not change. */
const lasting = /^(NotFound|AuthorizationError|InvalidParameter|InvalidParameterValue|KMS\w+)/;

/**
 * Publishes to topics of the client's own Region.
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export function snsPublish(client: SNSClient): Messengers['publish'] {
  return async (topicArn, message) => {
    const command = new PublishCommand({
      TopicArn: topicArn,
      Subject: message.subject,
      Message: message.body,
    });
    try {
      const { MessageId: id } = await within(limitMs, (abortSignal) =>
        client.send(command, { abortSignal }),
      );
      // What has no id was answered by somebody in between: nobody was told.
      if (id === undefined) {
        throw new SentinelError('DEPENDENCY_UNAVAILABLE', 'publishing: the answer is none of SNS');
      }
    } catch (error) {
      const { name, text } = awsFault(error);
      if (lasting.test(name)) throw new SentinelError('CONFIG_ERROR', `publishing: ${text}`);
      throw unavailable('publishing', error);
    }
  };
}
