import type { Input } from '../http/call.ts';
import type { QueryError } from '../http/query-protocol.ts';

/** A message that a topic took. */
export type PublishedMessage = {
  readonly messageId: string;
  readonly topicArn: string;
  readonly subject?: string;
  readonly message: string;
};

/** What was asked of Publish, within SNS's rules. */
export type Publication = Omit<PublishedMessage, 'messageId'>;

/** All that is modelled: what SNS knows beside it must not be passed over. */
const modelled: ReadonlySet<string> = new Set(['TopicArn', 'Subject', 'Message']);

const maxBytes = 256 * 1024;

/**
 * Reads a Publish; an error where SNS would refuse it.
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export function readPublish(input: Input): Publication | QueryError {
  const other = Object.keys(input).find((member) => !modelled.has(member));
  if (other !== undefined) throw new Error(`Publish with \`${other}\` is not modelled`);
  const { TopicArn: topicArn, Subject: subject, Message: message } = input;
  if (typeof topicArn !== 'string' || !/^arn:aws[\w-]*:sns:[\w-]+:\d{12}:.+$/.test(topicArn)) {
    return invalidParameter('TopicArn');
  }
  if (typeof message !== 'string' || message === '') return invalidParameter('Empty message');
  if (Buffer.byteLength(message) > maxBytes) return invalidParameter('Message too long');
  if (subject === undefined) return { topicArn, message };
  // ASCII that begins with a sign that can be seen, without line ends.
  if (typeof subject !== 'string' || !/^[!-~][ -~]{0,98}$/.test(subject)) {
    return invalidParameter('Subject');
  }
  return { topicArn, subject, message };
}

function invalidParameter(what: string): QueryError {
  return { code: 'InvalidParameter', message: `Invalid parameter: ${what}`, status: 400 };
}
