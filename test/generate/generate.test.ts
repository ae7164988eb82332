import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describe as describeCode } from '../../src/messages/describe.ts';
import { toReference } from '../../src/base/document.ts';
import type { Problem } from '../../src/base/problem.ts';
import { generateMappingFiles } from '../../src/generate/generate-files.ts';
import { sipcaSpec, specOf, type Case } from './generate-spec.ts';

const CASES = path.join(import.meta.dirname, 'cases');
const SIPCA = path.join(import.meta.dirname, '../../mappings/sipca');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'etl-generate-'));
});
afterEach(() => rm(folder, { recursive: true }));

const show = (file: string): string => path.relative(folder, file);

describe('what is wrong with the inputs, case by case', () => {
  const cases = readdirSync(CASES).filter((name) => name !== 'base');
  it.each(cases)('%s', async (name) => {
    await cp(path.join(CASES, 'base'), folder, { recursive: true });
    await cp(path.join(CASES, name), folder, { recursive: true });
    const casePath = path.join(folder, 'case.json');
    const given = existsSync(casePath) ? (JSON.parse(await readFile(casePath, 'utf8')) as Case) : {};
    const { written, findings } = await generateMappingFiles(specOf(folder, given), show);
    await expect(toText(findings, written)).toMatchFileSnapshot(path.join(CASES, name, 'findings.txt'));
    for (const file of written) {
      const golden = path.join(CASES, name, path.basename(file));
      await expect(await readFile(file, 'utf8')).toMatchFileSnapshot(golden);
    }
  });
});

describe('the mapping of SIPCA', () => {
  it('is, to the byte, what its inputs give', async () => {
    await cp(SIPCA, folder, { recursive: true });
    const { written, findings } = await generateMappingFiles(sipcaSpec(folder), show);
    expect(findings).toEqual([]);
    expect(written.map(show).sort()).toEqual([
      'mapping_generated.json',
      'mapping_generated.v1.json',
      'mapping_generated.v2.json',
    ]);
    for (const file of written) {
      expect(await readFile(file, 'utf8')).toBe(await readFile(path.join(SIPCA, path.basename(file)), 'utf8'));
    }
    expect((await readdir(folder)).sort()).toEqual((await readdir(SIPCA)).sort());
  });

  it('covers the 60 questions in all three form versions', async () => {
    for (const [version, columns] of [
      ['', 60],
      ['.v2', 60],
      ['.v1', 60],
    ] as const) {
      const generated = await readFile(path.join(SIPCA, `mapping_generated${version}.json`), 'utf8');
      expect(generated.match(/"column": /g)).toHaveLength(columns);
      expect(generated.match(/"optionSet-mapping": /g)).toHaveLength(columns);
    }
  });
});

describe('the name of the program', () => {
  it.each([
    ['of the file that is there, for the same program', { program_id: 'PrProgram01', program_name: 'Kept' }, 'Kept'],
    [
      'of the metadata, where the file is of another program',
      { program_id: 'PrOther0001', program_name: 'Other' },
      'Visits',
    ],
  ])('is that %s', async (_, before, expected) => {
    await cp(path.join(CASES, 'base'), folder, { recursive: true });
    const metadata = JSON.parse(await readFile(path.join(folder, 'retrieved_program_metadata.json'), 'utf8')) as object;
    await writeFile(
      path.join(folder, 'retrieved_program_metadata.json'),
      JSON.stringify({ ...metadata, name: 'Visits' }),
    );
    await writeFile(path.join(folder, 'mapping_generated.json'), JSON.stringify(before));
    await generateMappingFiles(specOf(folder, {}), show);
    const made = JSON.parse(await readFile(path.join(folder, 'mapping_generated.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    expect([made['program_id'], made['program_name']]).toEqual(['PrProgram01', expected]);
  });
});

function toText(findings: readonly Problem[], written: readonly string[]): string {
  const paragraphs = findings.map(({ code, args, severity, place }) => {
    const { message, hint } = describeCode(code, args);
    return `${place ? toReference(place) : '-'} ${severity} ${code}\n  ${message}\n${hint ? `  ${hint}\n` : ''}`;
  });
  return [...paragraphs, `written: ${written.map(show).join(', ') || 'nothing'}\n`].join('\n');
}
