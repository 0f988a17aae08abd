import type { PublishedMessage } from '@sentinel/devstack/sns/publish';
import { visible } from '../output/visible.ts';

/** What a channel was told, as one line for a person; `undefined` for a message that is none of the notifier's. */
export function devNotification({
  message,
}: Pick<PublishedMessage, 'message'>): string | undefined {
  const told = parsed(message);
  const title = memberOf(memberOf(told, 'content'), 'title') ?? memberOf(told, 'kind');
  if (typeof title !== 'string') return undefined;
  const steps = memberOf(memberOf(told, 'content'), 'nextSteps') ?? memberOf(told, 'next');
  const [next]: readonly unknown[] = Array.isArray(steps) ? steps : [];
  const follows = typeof next === 'string' ? `  ${visible(next.replaceAll('`', ''))}` : '';
  return `          told: ${visible(title)}${follows}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function memberOf(value: unknown, member: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, member) : undefined;
}
