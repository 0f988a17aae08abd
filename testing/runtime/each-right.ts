import { names } from '@sentinel/devstack/stack/place';
import type { PolicyDocument, Statement } from '@sentinel/tvm/infrastructure/names';
import { type FunctionName, rightsOf } from '@sentinel/tvm/infrastructure/rights';

/** What a function may do but for one thing. */
export type Lack = {
  readonly of: FunctionName;
  /** Such as `Vend sts:AssumeRole`. */
  readonly without: string;
  readonly rights: PolicyDocument;
};

/** Each statement of a function's rights taken away; and of those with several actions or resources, each of them. */
export function lacksOf(of: FunctionName): readonly Lack[] {
  const { Version, Statement: all } = rightsOf(of, names);
  return all.flatMap((statement, at) =>
    partsOf(statement).map(({ without, left }) => ({
      of,
      without,
      rights: { Version, Statement: all.toSpliced(at, 1, ...left) },
    })),
  );
}

type Part = { readonly without: string; readonly left: readonly Statement[] };

function partsOf(statement: Statement): readonly Part[] {
  const { Sid, Action, Resource } = statement;
  const lessOne = (member: 'Action' | 'Resource', all: readonly string[]): readonly Part[] =>
    all.length === 1
      ? []
      : all.map((one) => ({
          without: `${Sid} ${one}`,
          left: [{ ...statement, [member]: all.filter((other) => other !== one) }],
        }));
  return [
    { without: Sid, left: [] },
    ...lessOne('Action', Action),
    ...lessOne('Resource', Resource),
  ];
}
