/** Placeholder of the registry: replaced with the conditions themselves. */
export type Conditions = Readonly<Record<string, unknown>>;
