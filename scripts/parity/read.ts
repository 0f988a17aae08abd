/** Members of a JSON object. */
export type Members = Readonly<Record<string, unknown>>;

/** What a plan or a template says at a member; the error names the member. */
export const read = {
  text: (from: Members, member: string): string => {
    const value = from[member];
    if (typeof value === 'string') return value;
    throw unexpected('a text', member, value);
  },
  /** Templates write some numbers as texts. */
  number: (from: Members, member: string): number => {
    const value = Number(from[member] ?? Number.NaN);
    if (!Number.isNaN(value)) return value;
    throw unexpected('a number', member, from[member]);
  },
  flag: (from: Members, member: string): boolean => from[member] === true,
  texts: (from: Members, member: string): readonly string[] =>
    listOf(from[member]).map((each) => String(each)),
  members: (from: Members, member: string): Members => membersOf(from[member], member),
  /** Of one block that Terraform writes as a list of one. */
  block: (from: Members, member: string): Members => membersOf(listOf(from[member])[0], member),
  list: (from: Members, member: string): readonly Members[] =>
    listOf(from[member]).map((each) => membersOf(each, member)),
  json: (from: Members, member: string): Members => {
    const value: unknown = JSON.parse(read.text(from, member));
    return membersOf(value, member);
  },
} as const;

/** Whether it is a JSON object. */
export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One or many, as a list; nothing is an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function membersOf(value: unknown, member: string): Members {
  if (isMembers(value)) return value;
  throw unexpected('an object', member, value);
}

function unexpected(what: string, member: string, value: unknown): Error {
  return new Error(
    `expected ${what} at \`${member}\`, found ${JSON.stringify(value) ?? 'nothing'}`,
  );
}
