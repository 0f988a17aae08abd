import type { EventId } from '@sentinel/core/break-glass/event';
import { type Place, windowStart } from '@sentinel/core/break-glass/quota-place';
import { lazily } from '@sentinel/core/contract/lazily';
import type { PersonId } from '@sentinel/core/identity/subject';
import type { Quota } from '@sentinel/core/policy/document';
import * as z from 'zod/mini';
import type { Item } from './dynamo-table.ts';
import { garbled, readStrictly } from './garbled.ts';

const what = 'a break-glass quota';
const prefix = 'window_';

/** Places of windows that are over are kept, for a quota whose window is made longer; but not without end. */
const mostPassed = 500;

/** Places taken in one window, as they stand in its set, and the attribute that holds it. */
export type Window = {
  readonly attribute: string;
  readonly places: readonly (Place & { readonly entry: string })[];
};

const entries = lazily(() => z.custom<ReadonlySet<string>>((value) => value instanceof Set));

/** Attribute of the window that holds this moment: a set of entries, one a place. */
export function windowAttribute(quota: Quota, nowMs: number): string {
  return `${prefix}${quota.withinSeconds}_${windowStart(quota, nowMs)}`;
}

/** One place: the time first, the person last, who may be any text. */
export function toEntry({ atMs, event, person }: Place): string {
  return `${atMs}#${event}#${person}`;
}

/** All windows of a quota's item. */
export function readWindows(item: Item): readonly Window[] {
  return Object.entries(item)
    .filter(([attribute]) => attribute.startsWith(prefix))
    .map(([attribute, value]) => ({
      attribute,
      places: [...readStrictly(entries, value, what)].map(fromEntry),
    }));
}

/** Attributes of windows that were over when this one began, but for the latest. */
export function passedWindows(
  windows: readonly Window[],
  quota: Quota,
  nowMs: number,
): readonly string[] {
  const startMs = windowStart(quota, nowMs);
  let kept = 0;
  return windows
    .map((window) => ({ ...window, endMs: endOf(window.attribute) }))
    .filter(({ endMs }) => endMs <= startMs)
    .sort((one, other) => other.endMs - one.endMs)
    .filter(({ places }) => {
      kept += places.length;
      return kept > mostPassed;
    })
    .map(({ attribute }) => attribute);
}

function endOf(attribute: string): number {
  const [withinSeconds, startMs] = attribute.slice(prefix.length).split('_').map(Number);
  return (withinSeconds ?? 0) * 1000 + (startMs ?? 0);
}

function fromEntry(entry: string) {
  const [, atMs, event, person] = /^(\d+)#([^#]+)#(.+)$/s.exec(entry) ?? [];
  if (atMs === undefined || event === undefined || person === undefined) {
    throw garbled(what, 'an entry');
  }
  return {
    entry,
    atMs: Number(atMs),
    event: event as EventId, // we wrote it
    person: person as PersonId, // we wrote it
  };
}
