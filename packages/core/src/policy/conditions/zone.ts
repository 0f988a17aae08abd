/** A time zone's clock. Local times are milliseconds as if what the clock shows were UTC. */
export type Zone = {
  readonly name: string;
  /** What the clock shows at `atMs`. */
  readonly localMs: (atMs: number) => number;
  /**
   * When the clock, running on from `afterMs`, shows `localMs`, or is put forward or back before that.
   * For a `localMs` that the clock has yet to show, less than two days on.
   */
  readonly whenShows: (localMs: number, afterMs: number) => number;
};

const day = 86_400_000;

/**
 * Zones already made, by name: a formatter takes 60 microseconds to make and much memory, and every document that
 * is loaded again names the same few. What a zone answers never depends on what was asked before.
 */
const made = new Map<string, Zone>();
const mostMade = 100;

/** A zone by its full IANA name, `UTC` or `GMT`; `undefined`: there is none of that name. */
export function zoneOf(name: string): Zone | undefined {
  // Abbreviations mean different places to different readers (`BST` is Dhaka to ICU), offsets are no zones.
  if (!/^(?:UTC|GMT|[A-Z][A-Za-z_]*(?:\/[A-Za-z0-9_+-]+)+)$/.test(name)) return undefined;
  const known = made.get(name);
  if (known !== undefined) return known;
  const formatter = formatterOf(name);
  if (formatter === undefined) return undefined;
  if (made.size >= mostMade) made.clear();
  const zone = clockOf(name, formatter);
  made.set(name, zone);
  return zone;
}

function formatterOf(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  } catch {
    return undefined;
  }
}

function clockOf(name: string, formatter: Intl.DateTimeFormat): Zone {
  // Asking the formatter takes a microsecond, so the offset of the last day asked about is kept.
  let knownFromMs = Number.NaN;
  let knownOffsetMs = 0;

  function offsetMs(atMs: number): number {
    if (atMs >= knownFromMs && atMs < knownFromMs + day) return knownOffsetMs;
    const fromMs = Math.floor(atMs / day) * day;
    const offset = offsetIn(formatter, fromMs);
    if (offset !== offsetIn(formatter, fromMs + day)) return offsetIn(formatter, atMs);
    knownFromMs = fromMs;
    knownOffsetMs = offset;
    return offset;
  }

  /** The first moment in (`fromMs`, `untilMs`] at which the offset is another than at `fromMs`. */
  function whenSet(fromMs: number, untilMs: number): number {
    const before = offsetMs(fromMs);
    let low = fromMs;
    let high = untilMs;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (offsetMs(middle) === before) low = middle;
      else high = middle;
    }
    return high;
  }

  return {
    name,
    localMs: (atMs) => atMs + offsetMs(atMs),
    whenShows: (localMs, afterMs) => {
      const shownMs = localMs - offsetMs(afterMs);
      return offsetMs(shownMs) === offsetMs(afterMs) ? shownMs : whenSet(afterMs, shownMs);
    },
  };
}

/** Offset from UTC in milliseconds, from `GMT+05:30`, `GMT-00:44:30` or `GMT`. */
function offsetIn(formatter: Intl.DateTimeFormat, atMs: number): number {
  const text = formatter.format(atMs);
  const offset = text.slice(text.lastIndexOf('GMT') + 'GMT'.length);
  const seconds = offset
    .slice(1)
    .split(':')
    .reduce((total, part, place) => total + Number(part) * 60 ** (2 - place), 0);
  return (offset.startsWith('-') ? -seconds : seconds) * 1000;
}
