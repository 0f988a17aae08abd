/** What a service model says of a member: lengths of text, or the range of a number. */
export type Shape = {
  readonly min?: number;
  readonly max?: number;
  /** A regular expression that the whole text must satisfy. */
  readonly pattern?: string;
};

/** How a member violates its shape, in AWS's words; empty if it does not. */
export function textViolations(at: string, value: string, shape: Shape): readonly string[] {
  // AWS counts characters, not UTF-16 units.
  const length = [...value].length;
  return [
    ...(shape.pattern !== undefined && !matchesWhole(value, shape.pattern)
      ? [violation(at, value, `satisfy regular expression pattern: ${shape.pattern}`)]
      : []),
    ...(shape.min !== undefined && length < shape.min
      ? [violation(at, value, `have length greater than or equal to ${shape.min}`)]
      : []),
    ...(shape.max !== undefined && length > shape.max
      ? [violation(at, value, `have length less than or equal to ${shape.max}`)]
      : []),
  ];
}

/** The same for a number. */
export function numberViolations(at: string, value: number, shape: Shape): readonly string[] {
  return [
    ...(shape.min !== undefined && value < shape.min
      ? [violation(at, String(value), `have value greater than or equal to ${shape.min}`)]
      : []),
    ...(shape.max !== undefined && value > shape.max
      ? [violation(at, String(value), `have value less than or equal to ${shape.max}`)]
      : []),
  ];
}

/** The same for the length of a list. */
export function listViolations(at: string, length: number, shape: Shape): readonly string[] {
  return [
    ...(shape.min !== undefined && length < shape.min
      ? [violation(at, '[]', `have length greater than or equal to ${shape.min}`)]
      : []),
    ...(shape.max !== undefined && length > shape.max
      ? [violation(at, '[...]', `have length less than or equal to ${shape.max}`)]
      : []),
  ];
}

/** A member that is required and not there. */
export function missing(at: string): string {
  return `Value null at '${at}' failed to satisfy constraint: Member must not be null`;
}

/** All violations of a request as the message that AWS answers. */
export function violationMessage(violations: readonly string[]): string {
  const errors = violations.length === 1 ? 'error' : 'errors';
  return `${violations.length} validation ${errors} detected: ${violations.join('; ')}`;
}

/** Whether a text satisfies a model's pattern from its first character to its last. */
export function matchesWhole(value: string, pattern: string): boolean {
  return new RegExp(`^(?:${pattern})$`, 'u').test(value);
}

function violation(at: string, value: string, rule: string): string {
  return `Value '${value}' at '${at}' failed to satisfy constraint: Member must ${rule}`;
}
