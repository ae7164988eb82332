import { stripVTControlCharacters } from 'node:util';
import { run, type Interfaces } from '@oclif/core';
import { EXIT } from '../base/errors.ts';
import { printable } from '../base/printable.ts';

/**
 * Runs the command that `args` name, as `bin/etl.js` does. `program` says where the commands are: the file that was
 * started, or a configuration that knows them. It ends with `process.exitCode`; output goes to the streams of `process`.
 */
export async function main(args: readonly string[], program: Interfaces.LoadOptions): Promise<void> {
  // Whoever reads may stop early (`| head`). What is under way goes on to its end: a run has an index to save.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosed);
  try {
    await run([...args], program);
  } catch (error) {
    // Commands handle their own errors; here are those of finding a command.
    process.exitCode = EXIT.usage;
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`error: ${toLine(message)}\n`);
  }
}

/** Also a terminal that was closed (SIGHUP): what is under way is saved all the same. */
function ignoreClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
}

function toLine(message: string): string {
  return printable(stripVTControlCharacters(message));
}
