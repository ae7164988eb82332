/** A page of the documentation, walked through as a person would who copies what stands in it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { assert } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { ownEnvironment } from '../cli/etl.ts';
import { ROOT, type Example } from './examples.ts';
import { TourDesk } from './tour-desk.ts';

/** The address that pages use; here the sandbox takes any port that is free. */
const ADDRESS = /127\.0\.0\.1:8080/g;
const TEXT = /\.(ya?ml|json|csv|md|env)$/;

export class Tour {
  /** Where files stand and commands run. */
  readonly folder: string;
  private readonly root: string;
  private readonly sandbox: Sandbox;
  private readonly desk: TourDesk | undefined;

  private constructor(root: string, sandbox: Sandbox, desk: TourDesk | undefined) {
    this.root = root;
    this.folder = path.join(root, 'tour');
    this.sandbox = sandbox;
    this.desk = desk;
  }

  /**
   * With a sandbox of that metadata, and a folder that is empty or, with `from`, a copy. Each command is a process of the
   * built program; `inProcess`: this process answers.
   */
  static async start(metadata: string, from?: string, how?: 'inProcess'): Promise<Tour> {
    const root = await mkdtemp(path.join(tmpdir(), 'etl-tour-'));
    await mkdir(path.join(root, 'bin'));
    const desk = how === 'inProcess' ? await TourDesk.open(path.join(root, 'bin')) : undefined;
    const tour = new Tour(root, await startSandbox({ metadata: [JSON.parse(metadata)] }), desk);
    const program = path.join(root, 'bin/etl');
    const started = [process.execPath, ...(desk?.callers ?? [path.join(ROOT, 'bin/etl.js')])];
    await writeFile(program, `#!/bin/sh\nexec ${started.map((one) => `"${one}"`).join(' ')} "$@"\n`);
    await chmod(program, 0o755);
    await (from === undefined ? mkdir(tour.folder) : cp(from, tour.folder, { recursive: true }));
    for (const file of await readdir(tour.folder, { recursive: true }))
      if (TEXT.test(file)) await tour.write(file, await readFile(path.join(tour.folder, file), 'utf8'));
    return tour;
  }

  /** Runs its blocks in their order; each must end, and print, as the page says. Gives how many outputs were compared. */
  async play(blocks: readonly Example[]): Promise<number> {
    let last: { block: Example; stdout: string; stderr: string } | undefined;
    let outputs = 0;
    for (const block of blocks) {
      const file = block.words.get('file');
      if (file !== undefined) await this.write(file, block.text);
      else if (block.words.has('run')) {
        const { code, stdout, stderr } = await this.run(block.text);
        const wanted = Number(block.words.get('exit') ?? 0);
        assert.equal(code, wanted, `line ${block.line}: ${block.text}\n${stdout}${stderr}`);
        last = { block, stdout, stderr };
      } else if (block.words.has('output')) {
        const shown = (last?.stdout ?? '').replaceAll(/\d{4}-\d{2}-\d{2}T\d{6}Z(-\d+)?/g, '<time>');
        assert.equal(shown, block.text, `line ${block.line}, after: ${last?.block.text}`);
        outputs += 1;
      } else if (block.words.has('error'))
        // Where it is told, line by line: a page need not show the marks below the place.
        for (const line of block.text.trimEnd().split('\n'))
          assert.include(last?.stderr, line, `line ${block.line}, after: ${last?.block.text}`);
    }
    return outputs;
  }

  async close(): Promise<void> {
    await this.desk?.close();
    await this.sandbox.close();
    await rm(this.root, { recursive: true, force: true });
  }

  private async write(file: string, text: string): Promise<void> {
    await writeFile(path.join(this.folder, file), text.replaceAll(ADDRESS, new URL(this.sandbox.url).host));
  }

  private async run(text: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
    const env = {
      ...ownEnvironment(),
      PATH: `${path.join(this.root, 'bin')}:${process.env['PATH'] ?? ''}`,
      NO_COLOR: '1',
    };
    const child = spawn('sh', ['-c', text], { cwd: this.folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (piece: string) => (said.stdout += piece));
    child.stderr.setEncoding('utf8').on('data', (piece: string) => (said.stderr += piece));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, ...said };
  }
}
