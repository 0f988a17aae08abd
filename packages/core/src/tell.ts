import { asciiLine } from './audit/line.ts';
import { metricLine } from './audit/metric.ts';
import { SentinelError } from './errors.ts';
import type { NotifierPorts } from './notifier-ports.ts';
import { messageOf } from './notify/message.ts';
import type { Told } from './notify/told.ts';
import type { Channel } from './policy/document.ts';
import type { Shelf } from './policy/shelf.ts';

export type TellWorld = Omit<NotifierPorts, 'channels'> & {
  readonly channels: Shelf<Channel>;
  /** What was delivered, as `channel id`. */
  readonly delivered: {
    has(delivery: string): boolean;
    add(delivery: string): void;
  };
};

/** Milliseconds before the second and the third try: what takes longer is for the stream to try again. */
const pauses = [200, 1000] as const;

/**
 * Tells one change to all its channels, each on its own. `false`: some could not be told; why is in the log, and the
 * change must come again, when those that were told are passed over. No try begins after `untilMs`.
 */
export async function tell(told: Told, untilMs: number, world: TellWorld): Promise<boolean> {
  const names = [...new Set(told.channels)];
  const outcomes = await Promise.all(names.map((name) => tellOne(name, told, { untilMs, world })));
  return outcomes.every((isTold) => isTold);
}

type Around = { readonly untilMs: number; readonly world: TellWorld };

async function tellOne(name: string, told: Told, around: Around): Promise<boolean> {
  const { world } = around;
  const { id, kind } = told.notification;
  const delivery = `${name} ${id}`;
  if (world.delivered.has(delivery)) return true;
  try {
    await deliver(name, told, around);
    world.delivered.add(delivery);
    world.trail.write(
      asciiLine({ level: 'info', event: 'notified', notification: id, kind, channel: name }),
    );
    return true;
  } catch (error) {
    const detail = `channel \`${name}\`: ${wordsOf(error)}`;
    const about = { event: 'not_notified', notification: id, kind, channel: name, detail };
    world.trail.write(asciiLine({ level: 'error', ...about }));
    world.trail.write(metricLine({ name: 'NotificationFailed', detail }, world.clock.nowMs()));
    return false;
  }
}

async function deliver(name: string, told: Told, { untilMs, world }: Around): Promise<void> {
  const { clock, timer } = world;
  for (const pauseMs of [...pauses, undefined]) {
    if (clock.nowMs() >= untilMs) throw new SentinelError('DEPENDENCY_UNAVAILABLE', 'no time left');
    try {
      return await send(await channelOf(name, world), told, world);
    } catch (error) {
      const mayPass = error instanceof SentinelError && error.code === 'DEPENDENCY_UNAVAILABLE';
      if (!mayPass || pauseMs === undefined || clock.nowMs() + pauseMs >= untilMs) throw error;
      await timer.wait(pauseMs);
    }
  }
}

/** Throws `CONFIG_ERROR` where there is no such channel, or it is not as one must be. */
async function channelOf(name: string, { channels }: TellWorld): Promise<Channel> {
  const loaded = await channels.get(name);
  switch (loaded.state) {
    case 'loaded':
      return loaded.document;
    case 'missing':
      throw new SentinelError('CONFIG_ERROR', 'there is no such channel');
    case 'broken':
      throw new SentinelError('CONFIG_ERROR', `its document is invalid: ${loaded.detail}`);
  }
}

async function send(channel: Channel, { notification }: Told, world: TellWorld): Promise<void> {
  const message = messageOf(notification, channel.format);
  switch (channel.type) {
    case 'sns':
      return world.messengers.publish(channel.topicArn, message);
    case 'webhook':
      return world.messengers.post({ url: channel.url, key: channel.key }, message);
  }
}

/** Only our own errors are known to hold no secret. */
function wordsOf(error: unknown): string {
  if (error instanceof SentinelError) return error.message;
  return error instanceof Error ? error.name : 'unknown';
}
