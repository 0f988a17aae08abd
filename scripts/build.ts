import { main } from './build-cli.ts';

await main(process.argv[2]);
