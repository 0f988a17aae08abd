import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How a block ended, and what it printed on both its streams. */
export type Ran = { readonly code: number; readonly text: string };

/** A terminal: where one block goes, and what it exports, is so for the next. */
export type Terminal = {
  run(block: string): Promise<Ran>;
  close(): void;
};

/** Opens one in a folder, with nothing in its environment but what is given. A block stops at its first failure. */
export function openTerminal(folder: string, env: Readonly<Record<string, string>>): Terminal {
  const own = mkdtempSync(join(tmpdir(), 'sentinel-terminal-'));
  const state = join(own, 'state');
  writeFileSync(state, '');
  const keep = `trap 'code=$?; { export -p; printf "cd \\"%s\\"\\n" "$PWD"; } > ${state}; exit $code' EXIT`;
  return {
    async run(block) {
      const script = `. ${state}\n${keep}\nset -eu\nexec 2>&1\n${block}`;
      const child = spawn('sh', ['-c', script], {
        cwd: folder,
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let text = '';
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      const [code] = await once(child, 'close');
      return { code: code ?? -1, text };
    },
    close: () => rmSync(own, { recursive: true, force: true }),
  };
}
