import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../../scripts/run.ts';
import { converse } from '../../end-to-end/clients/conversation.ts';

/** How a command of Terraform ended, and what it printed. */
export type Ran = { readonly code: number | null; readonly text: string };

/** A copy of `terraform/` in a folder of its own, so that nothing is left in the repository. */
export type Workspace = {
  readonly folder: string;
  /** Runs Terraform in a folder below it; the first command of a folder is `init`. */
  terraform(at: string, args: readonly string[]): Promise<Ran>;
  /** Throws with what was printed where the command fails. */
  must(at: string, args: readonly string[]): Promise<string>;
  write(path: string, text: string | Uint8Array): void;
  remove(): void;
};

/** `extra`: variables of the environment, besides those that keep Terraform off the network. */
export function aWorkspace(extra: Readonly<Record<string, string>> = {}): Workspace {
  const plugins = process.env['SENTINEL_TEST_TERRAFORM_PLUGINS'] ?? '';
  const folder = mkdtempSync(join(tmpdir(), 'sentinel-infrastructure-'));
  cpSync(join(root, 'terraform'), join(folder, 'terraform'), {
    recursive: true,
    filter: (path) => !/\/\.terraform(\/|$)|tfstate/.test(path),
  });
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
    // The provider's schema is so large that collecting garbage would cost a third of the time.
    GOGC: '400',
    ...extra,
  };
  const terraform = async (at: string, [verb = '', ...args]: readonly string[]): Promise<Ran> => {
    const offline = verb === 'init' ? [`-plugin-dir=${plugins}`, '-input=false'] : [];
    const command = ['terraform', `-chdir=${join(folder, at)}`, verb, ...offline, ...args];
    const { code, out, err } = await converse(command, env).end();
    return { code, text: `${out}${err}` };
  };
  return {
    folder,
    terraform,
    must: async (at, args) => {
      const { code, text } = await terraform(at, args);
      if (code !== 0) throw new Error(`terraform ${args.join(' ')} in ${at}: ${text}`);
      return text;
    },
    write: (path, text) => writeFileSync(join(folder, path), text),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
