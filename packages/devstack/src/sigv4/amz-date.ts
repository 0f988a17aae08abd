/** Milliseconds since the epoch of an `X-Amz-Date` (`YYYYMMDDTHHMMSSZ`); `undefined` where it is no such moment. */
export function parseAmzDate(text: string): number | undefined {
  const form = /^([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})Z$/;
  const [, year, month, day, hour, minute, second] = form.exec(text) ?? [];
  if (!year || !month || !day || !hour || !minute || !second) return undefined;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const atMs = Date.parse(iso);
  // The 30th of February parses as the 1st of March in some forms: only what prints the same is a moment.
  return Number.isNaN(atMs) || new Date(atMs).toISOString() !== iso ? undefined : atMs;
}
