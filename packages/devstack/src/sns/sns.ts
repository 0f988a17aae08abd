import { randomUUID } from 'node:crypto';
import type { Answer } from '../http/call.ts';
import {
  type QueryDialect,
  type QueryError,
  queryAnswer,
  queryError,
  queryService,
  unknownAction,
} from '../http/query-protocol.ts';
import { type Asked, type Running, type Surroundings, startService } from '../http/service.ts';
import type { Iam } from '../iam/iam.ts';
import { contextOf } from '../iam/principal.ts';
import { type PublishedMessage, readPublish } from './publish.ts';

export type SnsSurroundings = Surroundings & {
  /** ARNs of the topics that there are. */
  readonly topics: readonly string[];
  /** Told of each message that a topic took. */
  readonly onMessage?: (message: PublishedMessage) => void;
};

export type RunningSns = Running & {
  /** The last messages that were taken, oldest first, no more than 1,000. */
  messages(): readonly PublishedMessage[];
};

type Place = {
  readonly iam: Iam;
  readonly topics: ReadonlySet<string>;
  take(message: PublishedMessage): void;
};

const dialect: QueryDialect = {
  namespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
  version: '2010-03-31',
};

const maxMessagesKept = 1000;

/**
 * A stand-in for SNS on loopback: Publish to topics, which keep what they take and deliver it to nobody.
 * https://docs.aws.amazon.com/sns/latest/api/welcome.html
 */
export async function startSns(around: SnsSurroundings): Promise<RunningSns> {
  const messages: PublishedMessage[] = [];
  const place: Place = {
    iam: around.iam,
    topics: new Set(around.topics),
    take(message) {
      messages.push(message);
      if (messages.length > maxMessagesKept) messages.shift();
      around.onMessage?.(message);
    },
  };
  const running = await startService(
    { ...queryService(dialect), name: 'sns', handle: (asked) => handle(asked, place) },
    around,
  );
  return { ...running, messages: () => [...messages] };
}

function handle(asked: Asked, place: Place): Answer {
  const { operation, input, principal, requestId, nowMs } = asked;
  const refuse = (error: QueryError) => queryError(error, requestId, dialect);
  if (operation !== 'Publish') return refuse(unknownAction(operation, dialect.version));
  const asking = readPublish(input);
  if ('code' in asking) return refuse(asking);

  const { topicArn: resource } = asking;
  const question = { action: 'sns:Publish', resource, context: contextOf(principal, nowMs) };
  if (place.iam.permits(principal, question) !== 'allow') {
    const message = `User: ${principal.arn} is not authorized to perform: SNS:Publish on resource: ${resource} because no identity-based policy allows the SNS:Publish action`;
    return refuse({ code: 'AuthorizationError', message, status: 403 });
  }
  if (!place.topics.has(resource)) {
    return refuse({ code: 'NotFound', message: 'Topic does not exist', status: 404 });
  }
  const messageId = randomUUID();
  place.take({ ...asking, messageId });
  return queryAnswer('Publish', { result: [['MessageId', messageId]], requestId }, dialect);
}
