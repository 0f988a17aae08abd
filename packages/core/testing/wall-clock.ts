/** What a wall shows: its calendar day, its weekday in English lower case, and the minute of the day. */
export type WallClock = {
  readonly day: string;
  readonly weekday: string;
  readonly minute: number;
};

/**
 * Reads the clock of a zone field by field: slow, and by another way than the product's, as a check on it.
 */
export function wallClock(timeZone: string): (atMs: number) => WallClock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    weekday: 'long',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (atMs) => {
    const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
    return {
      day: `${part('year')}-${part('month')}-${part('day')}`,
      weekday: part('weekday').toLowerCase(),
      minute: Number(part('hour')) * 60 + Number(part('minute')),
    };
  };
}
