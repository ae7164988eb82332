import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { run } from '@oclif/core';
import { EXIT } from '../base/errors.ts';
import { printable } from '../base/printable.ts';

/** Runs the command that the process was started with. `start` is the URL of the file that was started. */
export async function main(start: string): Promise<void> {
  // Whoever reads may stop early (`| head`). What is under way goes on to its end: a run has an index to save.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosed);
  try {
    await run(process.argv.slice(2), fileURLToPath(start));
  } catch (error) {
    // Commands answer for their own errors; here are those of finding one.
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
