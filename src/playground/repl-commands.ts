/** The commands of the prompt: lines that start with a dot. */
import { EtlError } from '../base/errors.ts';
import { nearest } from '../base/nearest.ts';
import type { Wanted } from './find-record.ts';

export const REPL_COMMANDS = ['row', 'key', 'columns', 'reload', 'help', 'exit'] as const;

export const REPL_HELP = `Type an expression; it is evaluated on the row. It may go over several lines: an empty one ends it.
Tab completes columns, functions and variables. Ctrl-C drops the line, or a look-up that takes long.
  .row N         take row N (1: the first after the header); without N: say which row it is
  .key K         take the record with the id K
  .columns       list the columns with their cells; .columns WORD those with the word in their names
  .reload        read the spec and its files again
  .exit          leave (or Ctrl-D)`;

/** What a command asks for. */
export type ReplCommand =
  | { readonly is: 'find'; readonly wanted: Wanted }
  | { readonly is: 'columns'; readonly word: string }
  | { readonly is: 'where' | 'reload' | 'help' | 'exit' };

/** Parses a command, its dot included. Throws EtlError `repl/…`. */
export function parseReplCommand(line: string): ReplCommand {
  const [, command = '', rest = ''] = /^\.(\S*)\s*(.*)$/.exec(line.trim()) ?? [];
  switch (command) {
    case 'row':
      return rest === '' ? { is: 'where' } : { is: 'find', wanted: { row: toRow(rest) } };
    case 'key':
      if (rest === '') throw new EtlError('repl/no-key', {});
      return { is: 'find', wanted: { key: rest } };
    case 'columns':
      return { is: 'columns', word: rest };
    case 'reload':
    case 'help':
    case 'exit':
      return { is: command };
    default: {
      const near = nearest(command, REPL_COMMANDS);
      const args = { command, ...(near && { nearest: `.${near}` }) };
      throw new EtlError('repl/unknown-command', args);
    }
  }
}

function toRow(text: string): number {
  const row = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(row) || row < 1) throw new EtlError('repl/no-row', { given: text });
  return row;
}
