import './build-cli.ts';
