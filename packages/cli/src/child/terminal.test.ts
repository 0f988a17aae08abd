import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const wrapper = fileURLToPath(new URL('../../testing/run-child-alone.ts', import.meta.url));
const hasPython = spawnSync('python3', ['--version']).status === 0;

/**
 * Python's `pty` opens a terminal; Ctrl-C is then the byte 3, and the kernel sends the signal. We are halted
 * until the child has taken its own, or the kernel would melt a second one into it.
 */
const onTerminal = `
import os, pty, signal, sys, time
pid, fd = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], sys.argv[1:])
said = b''
def read_until(mark):
    global said
    while mark not in said:
        said += os.read(fd, 1000)
read_until(b'ready')
os.kill(pid, signal.SIGSTOP)
os.write(fd, b'\\x03')
read_until(b'interrupted')
os.kill(pid, signal.SIGCONT)
time.sleep(0.5)
os.kill(pid, signal.SIGTERM)
try:
    while True:
        more = os.read(fd, 1000)
        if not more: break
        said += more
except OSError:
    pass
_, status = os.waitpid(pid, 0)
print(said.decode().count('interrupted'), os.waitstatus_to_exitcode(status))
`;

test.skipIf(!hasPython || process.platform === 'win32')(
  'a Ctrl-C on a terminal interrupts the child once, a TERM after it is handed on',
  () => {
    const script =
      "process.on('SIGINT', () => console.log('interrupted'));" +
      "process.on('SIGTERM', () => process.exit(9));" +
      "console.log('ready'); setInterval(() => {}, 1000)";
    const command = [process.execPath, wrapper, process.execPath, '-e', script];

    const said = execFileSync('python3', ['-c', onTerminal, ...command], {
      encoding: 'utf8',
      timeout: 15_000,
    });

    expect(said.trim()).toBe('1 9');
  },
);
