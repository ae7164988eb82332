/** A README as a play: what it says, the commands that stand in it, and what these print here and now. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSandbox } from '../../src/sandbox/sandbox.ts';

const ETL = path.join(import.meta.dirname, '../../bin/etl.js');

/** Runs in a copy that is taken away at the end, so that the example stays as it is. Gives an exit code. */
export async function walkExample(example: string, stay: boolean): Promise<number> {
  const root = await mkdtemp(path.join(tmpdir(), 'etl-example-'));
  const metadata = JSON.parse(await readFile(path.join(example, 'dhis2.json'), 'utf8')) as object;
  const sandbox = await startSandbox({ metadata: [metadata] });
  try {
    const folder = path.join(root, path.basename(example));
    await cp(example, folder, { recursive: true });
    await layProgram(root);
    const env = {
      ...process.env,
      PATH: `${root}${path.delimiter}${process.env['PATH'] ?? ''}`,
      DHIS2_URL: sandbox.url, // the environment wins over the address in the example's file
    };
    const isAsWritten = await play(await readFile(path.join(example, 'README.md'), 'utf8'), folder, env);
    if (stay) await untilStopped(`Its DHIS2 (user admin, password district), until Ctrl-C: ${sandbox.url}`);
    return isAsWritten ? 0 : 1;
  } finally {
    await sandbox.close();
    await rm(root, { recursive: true, force: true });
  }
}

/** `etl` for the commands of the page: this one. */
async function layProgram(root: string): Promise<void> {
  await mkdir(root, { recursive: true });
  const program = path.join(root, 'etl');
  await writeFile(program, `#!/bin/sh\nexec "${process.execPath}" "${ETL}" "$@"\n`);
  await chmod(program, 0o755);
}

/** Each command of the page with what stands before it; whether each ended as the page says. */
async function play(page: string, folder: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  let isAsWritten = true;
  for (const [, words = '', info, body = ''] of page.matchAll(/([\s\S]*?)^```([^\n]*)\n([\s\S]*?)^```$/gm)) {
    const [, kind, exit = 'exit=0'] = (info ?? '').split(' ');
    if (kind !== 'run') continue; // the sandbox runs already, and outputs come by themselves
    console.log(`\n${words.trim()}\n\n${body.trim().replaceAll(/^/gm, '$ ')}`);
    const code = await run(body, folder, env);
    if (exit !== `exit=${code}`) console.error(`Ended with ${code}, where the page says ${exit}.`);
    isAsWritten &&= exit === `exit=${code}`;
  }
  return isAsWritten;
}

async function run(text: string, cwd: string, env: NodeJS.ProcessEnv): Promise<number | null> {
  const child = spawn('sh', ['-c', text], { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = (await once(child, 'close')) as [number | null];
  return code;
}

async function untilStopped(words: string): Promise<void> {
  console.log(`\n${words}`);
  const keepAlive = setInterval(() => undefined, 60_000);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  clearInterval(keepAlive);
}
