import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'csv-parse/sync';
import { parse as parseYaml } from 'yaml';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadForm } from '../../scripts/sample/form.ts';
import { legacyEvents, MISSING } from '../../scripts/sample/legacy-events.ts';
import { legacyIndex, lostRows, toIndex, type LegacyEntry } from '../../scripts/sample/legacy-index.ts';
import { editedRow, sampleRow, sampleRows, type SampleRow } from '../../scripts/sample/rows.ts';
import { sandboxMetadata, SANDBOX_USER } from '../../scripts/sample/sandbox-metadata.ts';
import { exportColumns, writeSample, type SampleOptions } from '../../scripts/sample/write-sample.ts';
import { isUid } from '../../src/dhis2/uid.ts';

const form = loadForm();
const OPTIONS = { seed: 7, rows: 400 };
const rows = [...sampleRows(form, OPTIONS)];
const index = toIndex(legacyIndex(form, OPTIONS));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'etl-sample-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(name: string, options: Partial<SampleOptions> = {}): Promise<Record<string, string>> {
  const out = path.join(folder, name);
  const paths = await writeSample({ ...OPTIONS, form: 'tilde', ...options, out });
  const files = await Promise.all(
    paths.map(async (one) => [path.relative(out, one), await readFile(one, 'utf8')] as const),
  );
  const written = await readdir(out, { recursive: true, withFileTypes: true });
  const names = written
    .filter((one) => one.isFile())
    .map((one) => path.relative(out, path.join(one.parentPath, one.name)));
  expect(names.sort()).toEqual(files.map(([file]) => file).sort());
  return Object.fromEntries(files);
}

function read(csv: string | undefined, delimiter: string): readonly Record<string, string>[] {
  return parse(csv ?? '', { delimiter, columns: true, bom: true });
}

describe('the files', () => {
  it('are the same for the same seed, and others for another', async () => {
    const first = await write('first');
    expect(await write('again')).toEqual(first);
    const other = await write('other', { seed: 8 });
    expect(other['raw/kobo_sipca_ocba.csv']).not.toBe(first['raw/kobo_sipca_ocba.csv']);
    expect(other['raw/event_index.json']).not.toBe(first['raw/event_index.json']);
  });

  it('carry the same data in both forms', async () => {
    const tilde = (await write('tilde'))['raw/kobo_sipca_ocba.csv'];
    const native = (await write('native', { form: 'native' }))['raw/kobo_sipca_ocba.csv'];
    expect(native?.startsWith('\uFEFF"start";"end";')).toBe(true);
    expect(native?.endsWith('"\r\n')).toBe(true);
    expect(read(native, ';')).toEqual(read(tilde, '~'));
    expect(read(tilde, '~').map((row) => row['_uuid'])).toEqual(rows.map((row) => row['_uuid']));
  });

  it('lose only the lasting ids with --uuid-only', async () => {
    const [header] = ((await write('uuid-only', { uuidOnly: true }))['raw/kobo_sipca_ocba.csv'] ?? '').split('\n', 1);
    const columns = header?.split('~') ?? [];
    expect(columns).toEqual(exportColumns(form).filter((one) => one !== '_id' && one !== 'meta/rootUuid'));
    expect(columns).toEqual(expect.arrayContaining(['_uuid', '__version__', '_validation_status', 'FACILITY']));
  });

  it('come from the command line, too', async () => {
    const script = path.join(import.meta.dirname, '../../scripts/sample.ts');
    const run = promisify(execFile);
    const args = ['--rows', '400', '--seed', '7', '--no-index', '--out', path.join(folder, 'cli')];
    await run(process.execPath, [script, ...args]);
    const csv = await readFile(path.join(folder, 'cli/raw/kobo_sipca_ocba.csv'), 'utf8');
    expect(csv).toBe((await write('here', { noIndex: true }))['raw/kobo_sipca_ocba.csv']);
    await expect(run(process.execPath, [script, '--rows', 'many'])).rejects.toMatchObject({ code: 2 });
  });
});

describe('the pipeline', () => {
  it('takes for blank what the script in use today takes for blank', async () => {
    const spec = await readFile(path.join(import.meta.dirname, '../../pipelines/sipca.yaml'), 'utf8');
    const { source } = parseYaml(spec) as { source: { missing: string[] } };
    expect(new Set(['', ...source.missing])).toEqual(MISSING);
  });
});

describe('the rows', () => {
  it.each(['v1', 'v2', 'v3'] as const)('of form %s answer its questions and no others', (version) => {
    const ofVersion = rows.filter((row) => row['__version__'] === version.slice(1));
    expect(ofVersion.length).toBeGreaterThan(20);
    const questions = new Map(form.versions[version].map((one) => [one.column, one]));
    const allQuestions = new Set(Object.values(form.versions).flatMap((list) => list.map((one) => one.column)));
    for (const row of ofVersion) {
      for (const [column, cell] of Object.entries(row)) {
        if (!allQuestions.has(column) || MISSING.has(cell)) continue;
        expect(questions.get(column)?.values, `${column} in ${version}`).toContain(cell);
      }
      const blanks = [...questions.values()].filter((one) => one.compulsory && !row[one.column]);
      expect(blanks).toEqual([]);
    }
  });

  it('have everything that careless readers stumble on', () => {
    const all = rows.map((row) => Object.values(row).join('\u0000')).join('\u0000');
    for (const awkward of ['~', '"', '\n', '\r\n', '🧼', 'غسل', 'e\u0301', '\u00A0', '=1+2', 'NA'])
      expect(all).toContain(awkward);
    const spellings = rows.map((row) => row['FACILITY'] ?? '');
    expect(spellings.some((one) => one !== one.normalize('NFC'))).toBe(true);
    expect(new Set(rows.map((row) => row['_uuid'])).size).toBe(rows.length);
  });

  it('have faults only where they are asked for', () => {
    const bad = [...sampleRows(form, { ...OPTIONS, bad: true })];
    expect(bad.slice(0, -3)).toEqual(rows.slice(0, -3));
    const [date, choice, facility] = bad.slice(-3);
    expect(date?.['ASSESSMENT_DATE']).toBe('2026-02-30');
    expect(choice?.['TRIAGE_ENTRANCE_INFECTIOUS_DISEASE']).toBe('9');
    expect(form.facilities.has(facility?.['FACILITY'] ?? '')).toBe(false);
    for (const row of rows) expect(form.facilities.has((row['FACILITY'] ?? '').normalize('NFC'))).toBe(true);
  });

  it('keep their lasting ids through an edit', () => {
    const row = sampleRow(form, OPTIONS, 3);
    const edited = editedRow(row, { LAUNDRY: '1' }, 1);
    expect(edited).toEqual({ ...row, LAUNDRY: '1', _uuid: edited['_uuid'] });
    expect(edited['_uuid']).not.toBe(row['_uuid']);
    expect(editedRow(row, { LAUNDRY: '1' }, 1)).toEqual(edited);
    expect(editedRow(row, {}, 2)['_uuid']).not.toBe(edited['_uuid']);
  });
});

describe('the index', () => {
  const byUuid = new Map<string, SampleRow>(
    [...rows, ...lostRows(form, OPTIONS)].map((row) => [row['_uuid'] ?? '', row]),
  );
  const entries = Object.entries(index);
  const only = (keep: (entry: LegacyEntry) => boolean) => entries.filter(([, entry]) => keep(entry));

  it('is of submissions that are or were there, each with its own UID', () => {
    for (const [uuid, entry] of entries) {
      expect(byUuid.has(uuid)).toBe(true);
      expect(isUid(entry.dhis2_uuid)).toBe(true);
    }
    expect(new Set(entries.map(([, entry]) => entry.dhis2_uuid)).size).toBe(entries.length);
    expect(entries.length).toBeLessThan(rows.length);
  });

  it('has all that may have become of a submission', () => {
    expect(only((one) => one.uploaded && !one.deleted).length).toBeGreaterThan(250);
    expect(only((one) => one.error === 'DHIS2_REJECTED')).not.toHaveLength(0);
    expect(only((one) => one.deleted && one.deleted_dhis2)).not.toHaveLength(0);
    expect(only((one) => one.deleted && !one.deleted_dhis2)).toHaveLength(2);
    const unknown = only((one) => one.error?.startsWith('UNKNOWN_OU:') === true);
    expect(unknown).not.toHaveLength(0);
    for (const [uuid, { error }] of unknown) expect(error).toBe(`UNKNOWN_OU:${byUuid.get(uuid)?.['FACILITY'] ?? ''}`);
    for (const [, entry] of entries) expect(entry.error === undefined).toBe(entry.uploaded);
  });

  it('gives one event for each uploaded submission, with codes that DHIS2 knows', () => {
    const events = [...legacyEvents(form, [...rows, ...lostRows(form, OPTIONS)], index)];
    const uploaded = only((one) => one.uploaded && !one.deleted_dhis2);
    expect(events.map((one) => one.event).sort()).toEqual(uploaded.map(([, one]) => one.dhis2_uuid).sort());
    const { dataElements = [], options = [], organisationUnits = [] } = sandboxMetadata();
    const setOf = new Map(dataElements.map((one) => [one.id, (one['optionSet'] as { id: string }).id]));
    const codes = new Set(options.map((one) => `${(one['optionSet'] as { id: string }).id} ${String(one['code'])}`));
    const orgUnits = new Set(organisationUnits.map((one) => one.id));
    for (const event of events) {
      expect(orgUnits.has(event.orgUnit)).toBe(true);
      expect(event.occurredAt).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(event.dataValues.length).toBeGreaterThan(30);
      for (const { dataElement, value } of event.dataValues)
        expect(codes).toContain(`${setOf.get(dataElement)} ${value}`);
    }
  });
});

describe('the metadata of the sandbox', () => {
  const metadata = sandboxMetadata();
  const ofStage =
    metadata['programStages']?.flatMap((one) => one['programStageDataElements'] as { id: string }[]) ?? [];
  const ids = [...Object.values(metadata).flat(), ...ofStage].map((one) => one.id);

  it('hangs together', () => {
    expect(ids.every((one) => isUid(one))).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
    const known = new Set(ids);
    const references = [...JSON.stringify(metadata).matchAll(/"id":"([^"]+)"/g)].map((found) => found[1] ?? '');
    for (const id of references) expect(known.has(id)).toBe(true);
    expect(metadata['users']?.[0]).toMatchObject(SANDBOX_USER);
  });

  it('has every facility of the look-up, and the 60 questions', () => {
    const orgUnits = new Set(metadata['organisationUnits']?.map((one) => one.id));
    for (const id of form.facilities.values()) expect(orgUnits.has(id)).toBe(true);
    expect(metadata['dataElements']).toHaveLength(60);
  });
});
