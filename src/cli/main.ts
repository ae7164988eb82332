import { stripVTControlCharacters } from 'node:util';
import { Config, run, type Interfaces } from '@oclif/core';
import { EXIT } from '../base/errors.ts';
import { printable } from '../base/printable.ts';
import { strangeCommand, toKnownArguments } from './command-words.ts';

/**
 * Runs the command that `args` name, as `bin/etl.js` does. `program` says where the commands are: the file that was
 * started, or a configuration that knows them. It ends with `process.exitCode`; output goes to the streams of `process`.
 */
export async function main(args: readonly string[], program: Interfaces.LoadOptions): Promise<void> {
  // Whoever reads may stop early (`| head`). What is under way goes on to its end: a run has an index to save.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosed);
  try {
    const config = await Config.load(program);
    const known = toKnownArguments(args);
    const strange = strangeCommand(known, config);
    if (strange === undefined) await run(known, config);
    else refuse(strange, args.includes('--json'));
  } catch (error) {
    // Commands handle their own errors; here are those of finding a command.
    refuse(error instanceof Error ? error.message : String(error), args.includes('--json'));
  }
}

/** Says why there is no command to run. */
function refuse(message: string, isJson: boolean): void {
  process.exitCode = EXIT.usage;
  const line = toLine(message);
  if (isJson)
    process.stdout.write(
      `${JSON.stringify({ exitCode: EXIT.usage, error: { code: 'usage', message: line } }, null, 2)}\n`,
    );
  else process.stderr.write(`error: ${line}\n`);
}

/** Also a terminal that was closed (SIGHUP): what is under way is saved all the same. */
function ignoreClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
}

function toLine(message: string): string {
  return printable(stripVTControlCharacters(message));
}
