/** A process of its own around `runChild`, for tests that send it signals. Arguments: the command. */
import { runChild } from '../src/child/run.ts';

const [file = '', ...args] = process.argv.slice(2);
const env = { PATH: process.env['PATH'] ?? '' };
const { exitCode } = await runChild({ file, args }, env);
process.exitCode = exitCode;
