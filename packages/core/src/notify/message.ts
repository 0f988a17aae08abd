import type { Notification } from '../contract/notification.ts';
import type { Message } from '../notifier-ports.ts';
import type { ChannelFormat } from '../policy/document.ts';
import { chatMessage } from './chat-message.ts';

/** A notification as a channel of that format takes it. */
export function messageOf(notification: Notification, format: ChannelFormat): Message {
  const { id, kind, profile } = notification;
  return {
    id,
    // Of our own words alone: people's text has no place in a header of a mail.
    subject: `Sentinel: ${kind.replace(/[._]/g, ' ')}, ${profile}`,
    body: JSON.stringify(bodyOf(notification, format)),
  };
}

function bodyOf(notification: Notification, format: ChannelFormat): object {
  switch (format) {
    case 'json':
      return notification;
    case 'chat':
      return chatMessage(notification);
  }
}
