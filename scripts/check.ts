import { checks } from './checks.ts';

const failed = checks.filter((check) => !check.passes());
for (const { name } of failed) console.error(`failed: ${name}`);
process.exit(failed.length === 0 ? 0 : 1);
