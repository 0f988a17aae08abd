/** An attribute, or a member of a mapping in one. */
export type Path = string | readonly [attribute: string, ...members: string[]];

/** What must hold of one attribute, or of one of several. */
export type Condition =
  | readonly [attribute: Path, is: '=' | '<>' | '<' | '<=' | '>' | '>=', value: unknown]
  | readonly [attribute: Path, is: 'absent']
  | readonly [attribute: Path, is: 'absent or <', value: unknown]
  /** Of a set. */
  | readonly [attribute: Path, is: 'has', value: string]
  /** Of a set: fewer members. */
  | readonly [attribute: Path, is: 'absent or smaller', than: number]
  /** Of a set: fewer members than the number in another attribute. */
  | readonly [attribute: Path, is: 'absent or smaller than', other: Path]
  | { readonly either: readonly Condition[] };

/** What an update does to one item. */
export type Changes = {
  readonly set?: Readonly<Record<string, unknown>>;
  readonly setIfAbsent?: Readonly<Record<string, unknown>>;
  /** Numbers to add, or members to add to a set of texts. */
  readonly add?: Readonly<Record<string, number | ReadonlySet<string>>>;
  /** Members to take from a set of texts. */
  readonly take?: Readonly<Record<string, ReadonlySet<string>>>;
  readonly remove?: readonly string[];
};

export type Names = {
  /** Stands for an attribute's name: many are reserved words. */
  name(attribute: string): string;
  value(value: unknown): string;
  readonly names: Record<string, string>;
  readonly values: Record<string, unknown>;
};

/** Collects the placeholders of one request. */
export function placeholders(): Names {
  const names: Record<string, string> = {};
  const values: Record<string, unknown> = {};
  const known = new Map<string, string>();
  return {
    name: (attribute) => {
      const placeholder = known.get(attribute) ?? `#n${known.size}`;
      known.set(attribute, placeholder);
      names[placeholder] = attribute;
      return placeholder;
    },
    value: (value) => {
      const placeholder = `:v${Object.keys(values).length}`;
      values[placeholder] = value;
      return placeholder;
    },
    names,
    values,
  };
}

/** A condition or filter expression: all must hold. */
export function conditionExpression(conditions: readonly Condition[], names: Names): string {
  return conditions
    .map((condition) => alternativesOf(condition, names))
    .map((texts) => (texts.length === 1 ? texts[0] : `(${texts.join(' OR ')})`))
    .join(' AND ');
}

/** An update expression. */
export function updateExpression(changes: Changes, names: Names): string {
  const { set = {}, setIfAbsent = {}, add = {}, take = {}, remove = [] } = changes;
  const assignments = [
    ...Object.entries(set).map(([key, value]) => `${names.name(key)} = ${names.value(value)}`),
    ...Object.entries(setIfAbsent).map(
      ([key, value]) =>
        `${names.name(key)} = if_not_exists(${names.name(key)}, ${names.value(value)})`,
    ),
  ];
  const members = (changed: Readonly<Record<string, unknown>>) =>
    Object.entries(changed).map(([key, value]) => `${names.name(key)} ${names.value(value)}`);
  return [
    clause('SET', assignments),
    clause('ADD', members(add)),
    clause('DELETE', members(take)),
    clause('REMOVE', remove.map(names.name)),
  ]
    .filter((text) => text !== '')
    .join(' ');
}

/** What suffices each, without brackets within brackets. */
function alternativesOf(condition: Condition, names: Names): readonly string[] {
  if ('either' in condition) return condition.either.flatMap((each) => alternativesOf(each, names));
  const path = pathText(condition[0], names);
  const absent = `attribute_not_exists(${path})`;
  switch (condition[1]) {
    case 'absent':
      return [absent];
    case 'absent or <':
      return [absent, `${path} < ${names.value(condition[2])}`];
    case 'has':
      return [`contains(${path}, ${names.value(condition[2])})`];
    case 'absent or smaller':
      return [absent, `size(${path}) < ${names.value(condition[2])}`];
    case 'absent or smaller than':
      return [absent, `size(${path}) < ${pathText(condition[2], names)}`];
    default:
      return [`${path} ${condition[1]} ${names.value(condition[2])}`];
  }
}

function pathText(path: Path, names: Names): string {
  return typeof path === 'string' ? names.name(path) : path.map(names.name).join('.');
}

function clause(verb: string, parts: readonly string[]): string {
  return parts.length === 0 ? '' : `${verb} ${parts.join(', ')}`;
}
