import type { Clock, StoredDocument, Timer, Trail } from './ports.ts';

/** Where people are told of changes, as stored: parts of it are secret. For the notifier alone. */
export type Channels = {
  /** `undefined`: there is no such channel. */
  read(name: string): Promise<StoredDocument | undefined>;
};

/** What is sent to one channel. */
export type Message = {
  /** The same for every delivery of one change. */
  readonly id: string;
  /** 1..100 printable characters of ASCII. */
  readonly subject: string;
  /** JSON. */
  readonly body: string;
};

/**
 * Ways to people. A call returns when the message was taken. It throws `CONFIG_ERROR` where no other try can help
 * before somebody mends the channel, `DEPENDENCY_UNAVAILABLE` where one may; no error tells an address or a key.
 */
export type Messengers = {
  publish(topicArn: string, message: Message): Promise<void>;
  post(to: { readonly url: string; readonly key: string }, message: Message): Promise<void>;
};

/** All that the notifier has of the world. */
export type NotifierPorts = {
  readonly channels: Channels;
  readonly messengers: Messengers;
  readonly trail: Pick<Trail, 'write'>;
  readonly clock: Clock;
  readonly timer: Timer;
};
