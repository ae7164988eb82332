import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { EtlError, ProblemsError } from '../base/errors.ts';
import type { Secrets } from '../base/secrets.ts';
import type { SourceRecord } from '../engine/contracts.ts';
import { FUNCTIONS } from '../expression/functions/function-table.ts';
import { BUILT_IN_NAMES } from '../expression/check.ts';
import { evaluateOn } from './evaluate.ts';
import { findRecord } from './find-record.ts';
import { drawProblems } from './frame.ts';
import type { LoadedPipeline } from './load-pipeline.ts';

/** Expressions remembered from one time to the next. They hold no data. */
const HISTORY_SIZE = 500;

const HELP = `Type an expression; it is evaluated on the row. Tab completes columns and functions.
  .row N      take row N (1: the first after the header)
  .key K      take the record with the id K
  .columns    list the columns with their cells
  .exit       leave (or Ctrl-D)`;

/** A prompt on a pipeline's own source, with the same engine as a run. Returns when the person leaves. */
export async function startRepl(
  loaded: LoadedPipeline,
  secrets: Secrets,
  streams: { readonly input: NodeJS.ReadStream; readonly output: NodeJS.WriteStream },
): Promise<void> {
  let record = await findRecord(loaded.pipeline, { row: 1 });
  const historyFile = join(
    process.env['XDG_STATE_HOME'] ?? join(homedir(), '.local', 'state'),
    'dhis2-etl',
    'repl-history',
  );
  const prompt = createInterface({
    ...streams,
    prompt: 'etl> ',
    historySize: HISTORY_SIZE,
    history: await readHistory(historyFile),
    removeHistoryDuplicates: true,
    completer: (line: string) => complete(line, record),
  });
  const say = (text: string): void => void streams.output.write(`${secrets.mask(text)}\n`);
  const remembered: string[] = [];
  say(`${loaded.pipeline.name}, row ${record.row} of the source. .help shows what can be done.`);
  // Input from a pipe ends before its last lines are worked on.
  let isOpen = true;
  prompt.on('close', () => (isOpen = false));
  prompt.prompt();
  for await (const line of prompt) {
    const typed = line.trim();
    if (typed === '.exit') break;
    try {
      const moved = await perform(typed, loaded, record, say);
      record = moved ?? record;
    } catch (error) {
      say(toText(error, secrets));
    }
    // An id is personal data; the history outlives the prompt.
    if (typed !== '' && !typed.startsWith('.')) remembered.push(typed);
    if (isOpen) prompt.prompt();
  }
  prompt.close();
  await writeHistory(historyFile, remembered);
}

/** Does what was typed; gives another record where one was asked for. */
async function perform(
  typed: string,
  { pipeline, context }: LoadedPipeline,
  record: SourceRecord,
  say: (text: string) => void,
): Promise<SourceRecord | undefined> {
  const [, command, rest = ''] = /^\.(\w+)\s*(.*)$/.exec(typed) ?? [];
  if (typed === '') return undefined;
  if (command === 'row' || command === 'key') {
    const found = await findRecord(pipeline, command === 'row' ? { row: Number(rest) } : { key: rest });
    say(`row ${found.row}, line ${found.line}`);
    return found;
  }
  if (command === 'columns') {
    for (const [name, at] of record.header.positions) say(`${name} = ${JSON.stringify(record.cells[at])}`);
  } else if (command !== undefined) say(HELP);
  else {
    const { value, type, compiled, ms } = await evaluateOn(typed, record, context);
    say(value === undefined ? 'no value' : JSON.stringify(value, null, 2));
    say(`  ${type}, ${compiled ? 'compiled' : 'by JSONata’s evaluator'}, ${ms.toFixed(3)} ms`);
  }
  return undefined;
}

/** Columns and functions that begin with the word before the cursor. */
export function complete(line: string, record: SourceRecord): [string[], string] {
  const word = /(\.\w*|\$?[\p{L}\p{N}_]*|`[^`]*)$/u.exec(line)?.[0] ?? '';
  const columns = record.header.columns.map((name) => (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? name : `\`${name}\``));
  const functions = [...FUNCTIONS.keys(), ...BUILT_IN_NAMES].map((name) => `$${name}(`);
  const commands = line === word ? ['.row ', '.key ', '.columns', '.help', '.exit'] : [];
  const all = word.startsWith('$') ? functions : word.startsWith('.') ? commands : columns;
  return [all.filter((one) => one.startsWith(word)).sort(), word];
}

function toText(error: unknown, secrets: Secrets): string {
  if (error instanceof ProblemsError) return drawProblems(error.problems, { color: false, secrets });
  if (error instanceof EtlError) return `${error.message}${error.hint ? `\n  = ${error.hint}` : ''}`;
  throw error;
}

/** The newest first, as the prompt wants it. */
async function readHistory(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .reverse();
}

async function writeHistory(path: string, remembered: readonly string[]): Promise<void> {
  if (remembered.length === 0) return;
  const before = (await readHistory(path)).reverse();
  const lines = [...before, ...remembered].slice(-HISTORY_SIZE);
  // A history that cannot be kept is no reason to fail.
  await mkdir(dirname(path), { recursive: true, mode: 0o700 }).catch(() => undefined);
  await writeFile(path, `${lines.join('\n')}\n`, { mode: 0o600 }).catch(() => undefined);
}
