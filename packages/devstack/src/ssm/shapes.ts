import type { Shape } from '../http/shape.ts';

/**
 * What the service model says of the members used here, by the names of its shapes.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
 */
export const shapes = {
  PSParameterName: { min: 1, max: 2048 },
  ParameterNameList: { min: 1, max: 10 },
  GetParametersByPathMaxResults: { min: 1, max: 10 },
  ParameterDescription: { min: 0, max: 1024 },
} as const satisfies Readonly<Record<string, Shape>>;

export const types = ['String', 'StringList', 'SecureString'] as const;
export const tiers = ['Standard', 'Advanced', 'Intelligent-Tiering'] as const;
