import * as z from 'zod';
import { shapes, tiers, types } from './shapes.ts';

/**
 * The requests as sent. Members that AWS knows and that are not listed here are refused, lest they be
 * passed over.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Operations.html
 */
export const requests = {
  GetParameter: z.strictObject({ Name: z.string(), WithDecryption: z.optional(z.boolean()) }),
  GetParameters: z.strictObject({
    Names: z.array(z.string()),
    WithDecryption: z.optional(z.boolean()),
  }),
  GetParametersByPath: z.strictObject({
    Path: z.string(),
    Recursive: z.optional(z.boolean()),
    WithDecryption: z.optional(z.boolean()),
    MaxResults: z.optional(z.int()),
    NextToken: z.optional(z.string()),
  }),
  PutParameter: z.strictObject({
    Name: z.string(),
    Value: z.string(),
    Description: z.optional(z.string().max(shapes.ParameterDescription.max)),
    Type: z.optional(z.enum(types)),
    Tier: z.optional(z.enum(tiers)),
    Overwrite: z.optional(z.boolean()),
    DataType: z.optional(z.literal('text')),
  }),
  DeleteParameter: z.strictObject({ Name: z.string() }),
} as const;

export type Operation = keyof typeof requests;

export function isOperation(name: string): name is Operation {
  return Object.hasOwn(requests, name);
}
