/** Seconds of `30m`, `1h30m`, `45s` or whole seconds, at most 99999; `undefined` if it is none of these. */
export function parseDuration(text: string): number | undefined {
  const match = /^(?=\d)(?:(\d{1,2})h)?(?:(\d{1,4})m)?(?:(\d{1,5})s)?$|^(\d{1,5})$/.exec(text);
  if (match === null) return undefined;
  const [, hours, minutes, seconds, whole] = match;
  const total = whole
    ? Number(whole)
    : Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
  return total >= 1 && total <= 99_999 ? total : undefined;
}
