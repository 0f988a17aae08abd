/** What must hold of one attribute. */
export type Condition =
  | readonly [attribute: string, is: '=' | '<>' | '<' | '<=' | '>', value: unknown]
  | readonly [attribute: string, is: 'absent']
  | readonly [attribute: string, is: 'absent or <', value: unknown];

/** What an update does to one item. */
export type Changes = {
  readonly set?: Readonly<Record<string, unknown>>;
  readonly setIfAbsent?: Readonly<Record<string, unknown>>;
  readonly add?: Readonly<Record<string, number>>;
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
  return conditions.map((condition) => conditionText(condition, names)).join(' AND ');
}

/** An update expression. */
export function updateExpression(changes: Changes, names: Names): string {
  const { set = {}, setIfAbsent = {}, add = {}, remove = [] } = changes;
  const assignments = [
    ...Object.entries(set).map(([key, value]) => `${names.name(key)} = ${names.value(value)}`),
    ...Object.entries(setIfAbsent).map(
      ([key, value]) =>
        `${names.name(key)} = if_not_exists(${names.name(key)}, ${names.value(value)})`,
    ),
  ];
  const additions = Object.entries(add).map(
    ([key, value]) => `${names.name(key)} ${names.value(value)}`,
  );
  return [
    clause('SET', assignments),
    clause('ADD', additions),
    clause('REMOVE', remove.map(names.name)),
  ]
    .filter((text) => text !== '')
    .join(' ');
}

function conditionText(condition: Condition, names: Names): string {
  const name = names.name(condition[0]);
  switch (condition[1]) {
    case 'absent':
      return `attribute_not_exists(${name})`;
    case 'absent or <':
      return `(attribute_not_exists(${name}) OR ${name} < ${names.value(condition[2])})`;
    default:
      return `${name} ${condition[1]} ${names.value(condition[2])}`;
  }
}

function clause(verb: string, parts: readonly string[]): string {
  return parts.length === 0 ? '' : `${verb} ${parts.join(', ')}`;
}
