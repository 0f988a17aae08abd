import * as z from 'zod/mini';
import { condition } from './condition.ts';

/** `any: true`: holds for everyone; a rule without a limit says so. */
export const any = condition('any', z.literal(true), () => ({ holds: () => true }));
