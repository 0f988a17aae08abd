import { readFile } from 'node:fs/promises';
import * as tls from 'node:tls';
import { CliError } from '../failure.ts';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Certificates to trust instead of Node's own: those of `AWS_CA_BUNDLE`, as the AWS CLI has it, with those of
 * `NODE_EXTRA_CA_CERTS`. `undefined`: Node's own, which `NODE_EXTRA_CA_CERTS` adds to.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-gen-config.html
 */
export async function bundleCertificates(env: Env): Promise<readonly string[] | undefined> {
  const file = env['AWS_CA_BUNDLE'];
  if (!file) return undefined;
  try {
    return [await readFile(file, 'utf8'), ...certificates('extra')];
  } catch (cause) {
    throw new CliError('SETTINGS', `cannot read \`AWS_CA_BUNDLE\`: \`${file}\``, { cause });
  }
}

/** Node's own certificates and those of the system's store, which some companies add theirs to. */
export function withSystemCertificates(): readonly string[] {
  const system = certificates('system');
  return system.length === 0 ? [] : [...certificates('default'), ...system];
}

// Node 22.12 does not have it yet.
function certificates(type: 'default' | 'system' | 'extra'): readonly string[] {
  return typeof tls.getCACertificates === 'function' ? tls.getCACertificates(type) : [];
}
