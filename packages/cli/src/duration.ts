/** The longest that anything may be asked for: 30 days. */
const mostSeconds = 30 * 86_400;

const units = /^(?=\d)(?:(\d{1,2})d)?(?:(\d{1,3})h)?(?:(\d{1,5})m)?(?:(\d{1,7})s)?$|^(\d{1,7})$/;

/** Seconds of `30m`, `1h30m`, `45s`, `7d` or whole seconds, at most 30 days; `undefined` if it is none of these. */
export function parseDuration(text: string): number | undefined {
  const match = units.exec(text);
  if (match === null) return undefined;
  const [, days, hours, minutes, seconds, whole] = match.map((part) => Number(part ?? 0));
  const total =
    whole || (days ?? 0) * 86_400 + (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0);
  return total >= 1 && total <= mostSeconds ? total : undefined;
}

/** `1h30m` of 5400: what `parseDuration` reads. */
export function durationText(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ] as const;
  const text = parts.map(([count, unit]) => (count === 0 ? '' : `${count}${unit}`)).join('');
  return text === '' ? '0s' : text;
}
