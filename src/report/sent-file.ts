import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { constants, createGunzip, gzip } from 'node:zlib';
import { isObject, type Json, type JsonObject } from '../base/json.ts';
import { parseJson } from '../base/parse-json.ts';
import { appendToPrivateFile } from '../base/private-file.ts';
import { openRegularFile } from '../base/regular-file.ts';
import type { Sent } from '../engine/run-options.ts';
import { describe } from '../messages/describe.ts';
import { RUN_FOLDER } from './dates.ts';

/** What a run has sent, in its folder: NDJSON, compressed. */
export const SENT_FILE = 'sent.ndjson.gz';

/** A longer line is none of ours. */
const MOST_LINE = 64 * 1024 * 1024;

/** A line of the file: one object as it was sent, and what came of it. */
export interface KeptSending {
  /** When its verdict was known, ISO 8601. */
  readonly at: string;
  readonly key: string;
  /** Which of the record's objects it is; left out: its own. */
  readonly role?: string;
  readonly address: string;
  readonly action: 'create' | 'update';
  /** What became of it, in the words of `Outcome.is`. */
  readonly verdict: string;
  readonly reasons: readonly { readonly code: string; readonly message: string }[];
  /** All that was to be there; `sent` is what of it had to go, as it went. */
  readonly object: JsonObject;
  readonly sent: Json;
  /** Absent where no answer came. */
  readonly answer?: Json;
}

const compress = promisify(gzip);
/** A sixteenth of what it was instead of a twenty-seventh, for a third of the time. */
const QUICKLY = { level: constants.Z_BEST_SPEED };

/**
 * Adds lines to a run's file. Each call adds one whole member of gzip, so that a run that is killed leaves a file that
 * everybody can read.
 */
export async function addSent(runFolder: string, lines: readonly string[]): Promise<void> {
  await appendToPrivateFile(join(runFolder, SENT_FILE), await compress(`${lines.join('\n')}\n`, QUICKLY));
}

/** What is kept of one object; undefined where none of it has left. */
export function toKept({ at, key, role, address, action, object, outcome }: Sent): KeptSending | undefined {
  const { exchange } = outcome;
  if (!exchange) return undefined;
  const reasons = 'reasons' in outcome ? (outcome.reasons ?? []) : [];
  return {
    at,
    key,
    ...(role !== '' && { role }),
    address,
    action,
    verdict: outcome.is,
    reasons: reasons.map(({ code, args }) => ({ code, message: describe(code, args).message })),
    object,
    sent: exchange.sent,
    ...(exchange.answer !== undefined && { answer: exchange.answer }),
  };
}

/** What one run has sent, with the name of its folder. */
export interface KeptRun {
  readonly run: string;
  readonly file: string;
  /** False where the file is cut or damaged: what stands before that is read. */
  readonly isWhole: boolean;
  readonly sendings: readonly KeptSending[];
}

/** What all runs whose folders are kept have sent of some objects, the oldest run first. */
export async function readSent(folder: string, isWanted: (sending: KeptSending) => boolean): Promise<KeptRun[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => RUN_FOLDER.test(name)).sort();
  const runs: KeptRun[] = [];
  for (const run of names) {
    const file = join(folder, run, SENT_FILE);
    const sendings: KeptSending[] = [];
    const isWhole = await readLines(file, (line) => {
      const sending = toSending(line);
      if (sending && isWanted(sending)) sendings.push(sending);
    });
    if (isWhole !== undefined) runs.push({ run, file, isWhole, sendings });
  }
  return runs;
}

/** Reads a compressed file line by line, as far as it goes; undefined where there is none that can be opened. */
async function readLines(path: string, onLine: (line: string) => void): Promise<boolean | undefined> {
  const file = await openRegularFile(path).catch(() => undefined);
  if (!file) return undefined;
  // A cut file ends where it is cut; without this its end would be an error, and what was just read be lost with it.
  const unzipped = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
  file
    .createReadStream()
    .on('error', (error) => unzipped.destroy(error))
    .pipe(unzipped);
  let rest = '';
  try {
    for await (const chunk of unzipped.setEncoding('utf8')) {
      const lines = `${rest}${chunk as string}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line);
      if (rest.length > MOST_LINE) return false;
    }
    return rest === '';
  } catch {
    return false;
  } finally {
    await file.close().catch(() => {});
  }
}

/** A line that is none of ours says nothing. */
function toSending(line: string): KeptSending | undefined {
  const parsed = parseJson(line);
  if (!('value' in parsed) || !isObject(parsed.value)) return undefined;
  const { value } = parsed;
  const isOurs = TEXTS.every((name) => typeof value[name] === 'string');
  return isOurs && Array.isArray(value['reasons']) && isObject(value['object'])
    ? (value as unknown as KeptSending)
    : undefined;
}

const TEXTS = ['at', 'key', 'address', 'action', 'verdict'];
