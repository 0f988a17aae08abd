import { isMembers } from './read.ts';

/** What two descriptions of the same say differently. */
export type Difference = {
  /** Where: names from the outside in. */
  readonly path: readonly string[];
  /** What each says; `undefined`: nothing. */
  readonly left: unknown;
  readonly right: unknown;
};

/** Every leaf that is not equal. Lists are told apart element by element, as sets of their JSON. */
export function differencesOf(
  left: unknown,
  right: unknown,
  path: readonly string[] = [],
): readonly Difference[] {
  if (isMembers(left) && isMembers(right)) {
    const members = [...new Set([...Object.keys(left), ...Object.keys(right)])].toSorted();
    return members.flatMap((member) =>
      differencesOf(left[member], right[member], [...path, member]),
    );
  }
  if (Array.isArray(left) && Array.isArray(right)) {
    const [onlyLeft, onlyRight] = [lacking(left, right), lacking(right, left)];
    return [
      ...onlyLeft.map((each) => ({ path, left: each, right: undefined })),
      ...onlyRight.map((each) => ({ path, left: undefined, right: each })),
    ];
  }
  return JSON.stringify(left) === JSON.stringify(right) ? [] : [{ path, left, right }];
}

/** A line for people. */
export function differenceText(
  { path, left, right }: Difference,
  names: readonly string[],
): string {
  const [one = '', other = ''] = names;
  return `${path.join(' > ')}: ${one} ${said(left)}, ${other} ${said(right)}`;
}

function lacking(from: readonly unknown[], other: readonly unknown[]): readonly unknown[] {
  const there = other.map((each) => JSON.stringify(each));
  return from.filter((each) => {
    const at = there.indexOf(JSON.stringify(each));
    if (at >= 0) there.splice(at, 1);
    return at < 0;
  });
}

function said(value: unknown): string {
  return value === undefined ? 'has nothing' : `says ${JSON.stringify(value)}`;
}
