import type { Notification } from '../contract/notification.ts';
import type { Step } from '../identity/step.ts';

/** One change to be told, and the names of the channels that are told of it. */
export type Told = {
  readonly notification: Notification;
  readonly channels: readonly string[];
};

/** RFC 3339 in UTC. */
export function timeText(ms: number): string {
  return new Date(ms).toISOString();
}

/** Somebody's step as it is told: without the role by which they came. */
export function toldStep({ subject, person, atMs, comment }: Step) {
  return { subject, person, at: timeText(atMs), ...(comment !== '' && { comment }) };
}
