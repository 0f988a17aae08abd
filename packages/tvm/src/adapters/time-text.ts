const fixedWidth = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Milliseconds as stored: UTC, fixed width, so that texts sort as times do. */
export function toTimeText(ms: number): string {
  return new Date(ms).toISOString();
}

/** Milliseconds of a stored time; `undefined` where it is not one. */
export function fromTimeText(text: string): number | undefined {
  const ms = Date.parse(text);
  return fixedWidth.test(text) && Number.isFinite(ms) ? ms : undefined;
}
