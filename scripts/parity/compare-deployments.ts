import type { Deployment } from './deployment.ts';
import { differencesOf, differenceText } from './differences.ts';
import { type Declared, declaredPart } from './from-code.ts';

/** The same deployment, as three describe it. */
export type Described = {
  readonly code: Declared;
  readonly terraform: Deployment;
  readonly cdk: Deployment;
};

/** Every difference between any two, as a line; none: they deploy the same. */
export function compareDeployments({ code, terraform, cdk }: Described): readonly string[] {
  const told = (left: unknown, right: unknown, who: readonly string[]) =>
    differencesOf(left, right).map((each) => differenceText(each, who));
  return [
    ...told(code, declaredPart(terraform), ['the code', 'Terraform']),
    ...told(code, declaredPart(cdk), ['the code', 'the CDK']),
    ...told(terraform, cdk, ['Terraform', 'the CDK']),
  ];
}
