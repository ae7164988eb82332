// `npm run demo`: installs what is missing, builds, and runs SIPCA end to end. Plain JavaScript for any Node: before the
// installation there is nothing else to rely on.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Runs a program of npm's with the Node of the project in front of the machine's own. */
function run(command, args) {
  const separator = process.platform === 'win32' ? ';' : ':';
  const env = { ...process.env, PATH: `${at('node_modules/.bin')}${separator}${process.env.PATH ?? ''}` };
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env,
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
}

const installed = at('node_modules/.package-lock.json');
const isInstalled = existsSync(installed) && statSync(installed).mtimeMs >= statSync(at('package-lock.json')).mtimeMs;
if (!isInstalled) run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
run('npm', ['run', '--silent', 'build']);
run('node', ['scripts/demo/demo.ts', ...process.argv.slice(2)]);
