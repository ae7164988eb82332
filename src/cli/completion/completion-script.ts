import { bashCompletion } from './bash.ts';
import { toCommandTable, type Commands } from './command-table.ts';
import { fishCompletion } from './fish.ts';
import { zshCompletion } from './zsh.ts';

/** The script for a shell: bash, zsh, else fish. It asks etl for nothing, for a Tab shall be answered at once. */
export function completionScript(shell: string, commands: Commands): string {
  const table = toCommandTable(commands);
  return shell === 'bash' ? bashCompletion(table) : shell === 'zsh' ? zshCompletion(table) : fishCompletion(table);
}
