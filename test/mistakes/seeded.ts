/** Pipelines in order, each with a DHIS2, and a copy with one mistake for each time that a command is tried. */
import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Ended } from '../cli/etl.ts';
import { etl } from '../cli/in-process.ts';
import { editWorkbook, type OpenedSheet } from '../exchange/colleague.ts';
import { serveClinics } from './clinic-server.ts';
import { FINGER, type Base, type Mistake } from './mistake.ts';

const EXAMPLES = new URL('../../examples/', import.meta.url);
const SPEC = 'pipeline.yaml';
const UNKNOWN =
  '104,2,yes,Nord Hospital,2026-03-02,4,,1,1,yes,12.5\n105,2,yes,North Hospital,2026-03-02,4,,1,4,yes,12.5\n';

export class Prepared {
  readonly #root: string;
  readonly #servers: readonly { close(): Promise<void> }[];

  private constructor(root: string, servers: readonly { close(): Promise<void> }[]) {
    this.#root = root;
    this.#servers = servers;
  }

  /** With what the README of the pipeline says is to be done first, and the spreadsheets that mistakes are made in. */
  static async start(base: Base): Promise<Prepared> {
    const isHere = base === 'visits' || base === 'clinic-api';
    const from = new URL(`${base}/`, isHere ? import.meta.url : EXAMPLES);
    const root = await mkdtemp(path.join(tmpdir(), 'etl-mistakes-'));
    const folder = path.join(root, 'order');
    await cp(from, folder, { recursive: true });
    const metadata: unknown = JSON.parse(await readFile(path.join(folder, 'dhis2.json'), 'utf8'));
    const sandbox = await startSandbox({ metadata: [metadata as object] });
    const variables = await readFile(path.join(folder, 'dhis2.env'), 'utf8');
    const api = await serveClinics(path.join(root, 'case/server.json'));
    const own = `${variables.replace('http://127.0.0.1:8080', sandbox.url)}\nAPI_URL=${api.url}\n`;
    await writeFile(path.join(folder, '.env'), own);
    const run = (line: string): Promise<Ended> => etl(line.split(' '), { cwd: folder });
    if (base !== 'xlsx-to-events' && base !== 'clinic-api') {
      await run(`metadata pull ${SPEC}`);
      await run(`mapping generate ${SPEC}`);
    }
    if (base === 'csv-to-data-set') await dropRow(path.join(folder, 'reports.csv'), 'East Clinic');
    if (base === 'water-points') await dropRow(path.join(folder, 'points.csv'), 'lakeview');
    if (base === 'cholera-weekly') await dropRow(path.join(folder, 'line-list.csv'), 'ctu_school');
    if (base === 'visits') await makeSheets(folder, run);
    if (base === 'xlsx-to-events') await appendFile(path.join(folder, 'facilities.csv'), 'East Clinic,OuSouthClin\n');
    return new Prepared(root, [sandbox, api]);
  }

  /** What a command says of a copy, with a mistake or without, and where the finger must point. */
  async run(by: Mistake['by'], mistake?: Mistake): Promise<{ said: string; exitCode: number; finger: string }> {
    const folder = path.join(this.#root, 'case');
    await cp(path.join(this.#root, 'order'), folder, { recursive: true });
    try {
      const finger = mistake ? await seed(folder, mistake) : '';
      const words = by.split(' ');
      const at = words.length === 1 ? 1 : 2;
      const args = [...words.slice(0, at), SPEC, ...words.slice(at)];
      const { stdout, stderr, exitCode } = await etl(args, { cwd: folder });
      return { said: `${stderr}\n${stdout}`, exitCode: exitCode ?? 0, finger };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async close(): Promise<void> {
    for (const server of this.#servers) await server.close();
    await rm(this.#root, { recursive: true, force: true });
  }
}

/** The mapping as a workbook, and the values of a night that nobody has mapped. */
async function makeSheets(folder: string, run: (line: string) => Promise<Ended>): Promise<void> {
  await run(`mapping export ${SPEC} --to mapping.xlsx`);
  const file = path.join(folder, 'visits.csv');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text + UNKNOWN);
  await run(`plan ${SPEC} --out night.ndjson`);
  await writeFile(file, text);
}

async function dropRow(file: string, word: string): Promise<void> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  await writeFile(file, lines.filter((line) => !line.includes(word)).join('\n'));
}

/** Makes the mistake; the place of the finger, where its text has one. */
async function seed(folder: string, { file, change, name }: Mistake): Promise<string> {
  const target = path.join(folder, file);
  if ('cells' in change) return (await editWorkbook(target, withDays(change.cells)), '');
  const text = await readFile(target, 'utf8');
  if ('whole' in change) return (await writeFile(target, change.whole(text)), '');
  if (!text.includes(change.for)) throw new Error(`${name}: ${file} has no ${change.for}`);
  const seeded = text.replace(change.for, () => change.put);
  const before = seeded.split(FINGER)[0] as string;
  await writeFile(target, seeded.replace(FINGER, ''));
  if (before === seeded) return '';
  return `${file}:${before.split('\n').length}:${before.length - before.lastIndexOf('\n')}`;
}

/** Days are written as text, as Kobo does. */
function withDays(edit: (sheets: readonly OpenedSheet[]) => void): (sheets: readonly OpenedSheet[]) => void {
  return (sheets) => {
    for (const { data } of sheets)
      for (const row of data)
        for (const [at, cell] of row.entries()) if (cell instanceof Date) row[at] = cell.toISOString().slice(0, 10);
    edit(sheets);
  };
}

/** Whether one message, a paragraph, has the place and each of the words. */
export function tells(said: string, at: string, words: readonly string[]): boolean {
  const within = (text: string, word: string): boolean => {
    const start = text.indexOf(word);
    return (
      start !== -1 && (/\d$/.test(word) && !word.includes('!') ? !/\d/.test(text[start + word.length] ?? '') : true)
    );
  };
  // What would be sent is listed, too: that is no message about a mistake.
  const messages = said.split(/\n\s*\n/).filter((message) => !/^\s*New \(/.test(message));
  return messages.some((message) => [at, ...words].every((word) => within(message, word)));
}
