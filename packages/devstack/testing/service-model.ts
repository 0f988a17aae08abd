/** Reads AWS's service models out of an installed botocore, for tests that compare our tables with them. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as z from 'zod';

const member = z.object({ shape: z.string() });

const modelSchema = z.object({
  operations: z.record(
    z.string(),
    z.object({
      input: z.optional(member),
      output: z.optional(member),
      errors: z.optional(z.array(member)),
    }),
  ),
  shapes: z.record(
    z.string(),
    z.object({
      type: z.string(),
      min: z.optional(z.number()),
      max: z.optional(z.number()),
      pattern: z.optional(z.string()),
      enum: z.optional(z.array(z.string())),
      required: z.optional(z.array(z.string())),
      members: z.optional(z.record(z.string(), member)),
      /** Of a list. */
      member: z.optional(member),
      error: z.optional(
        z.object({ code: z.optional(z.string()), httpStatusCode: z.optional(z.number()) }),
      ),
    }),
  ),
});

export type ServiceModel = z.infer<typeof modelSchema>;

/**
 * The newest model of a service, such as `sts/2011-06-15`. `undefined`: botocore is not installed;
 * in CI that throws, so that the comparison is never left out there.
 */
export function readServiceModel(service: string): ServiceModel | undefined {
  try {
    const folder = execFileSync(
      'python3',
      ['-c', 'import botocore, os; print(os.path.dirname(botocore.__file__))'],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    );
    const file = join(folder.trim(), 'data', service, 'service-2.json.gz');
    return modelSchema.parse(JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')));
  } catch (error) {
    if (process.env['CI']) throw new Error('CI must have botocore installed', { cause: error });
    return undefined;
  }
}
