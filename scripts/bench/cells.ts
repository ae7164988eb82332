/** Aggregate cells sent a second, beside a bare client that posts the same values: `npm run bench -- cells`. */
import path from 'node:path';
import { makeCellsSample, writeCellsMetadata, type CellsSample } from './cells-sample.ts';
import { measure, type Usage } from './measure.ts';
import { CLI, startSandboxProcess } from './workspace.ts';

/** Measures with so many forms, each sandbox in a process of its own and empty at first. */
export async function benchCells(cache: string, forms: number): Promise<void> {
  const folder = path.join(cache, 'cells');
  const metadata = path.join(cache, 'cells-metadata');
  await writeCellsMetadata(metadata, forms);
  const on = async (run: (sample: CellsSample, url: string) => Promise<void>): Promise<void> => {
    const sandbox = await startSandboxProcess(metadata);
    try {
      await run(await makeCellsSample(folder, forms, sandbox.url), sandbox.url);
    } finally {
      await sandbox.stop();
    }
  };
  let floor: Usage | undefined;
  const print = (name: string, { cells }: CellsSample, used: Usage): void => {
    floor ??= used;
    const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`.padStart(9);
    const times = (ms: number, of: number): string => `${(ms / of).toFixed(1)}×`.padStart(7);
    const rate = `${Math.round((cells / used.wallMs) * 1000).toLocaleString('en')} cells/s`.padStart(17);
    const wall = seconds(used.wallMs) + times(used.wallMs, floor.wallMs);
    console.log(`${name.padEnd(30)}${rate}${wall}   CPU${seconds(used.cpuMs)}${times(used.cpuMs, floor.cpuMs)}`);
  };
  await on(async (sample, url) => {
    console.log(
      `\n${sample.cells.toLocaleString('en')} cells in ${forms.toLocaleString('en')} forms, sent to the sandbox`,
    );
    const alone = path.join(import.meta.dirname, 'cells-alone.ts');
    print('bare client', sample, await measure([alone, sample.csv, url], sample.folder));
  });
  await on(async (sample) => {
    const command = [CLI, 'run', sample.spec, '--quiet'];
    print('etl run, every form new', sample, await measure([...command, '--accept', 'new-index'], sample.folder));
    print('etl run again, nothing new', sample, await measure(command, sample.folder));
  });
}
