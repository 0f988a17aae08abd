/** What somebody did, as the API tells it. */
type Told = {
  readonly subject: string;
  readonly at: string;
  readonly comment?: string | undefined;
};

/** `carol@example.com at 2026-01-25T14:00:00Z: go ahead`. */
export function stepText({ subject, at, comment }: Told): string {
  const words = comment === undefined || comment === '' ? '' : `: ${comment}`;
  return `${subject} at ${at}${words}`;
}
