/** What a spreadsheet that a spec names as its mapping says besides: what is left out on purpose, and what the form asks. */
import { existsSync } from 'node:fs';
import { EtlError } from '../../base/errors.ts';
import { isMappingSheet } from '../../mapping/mapping-paths.ts';
import type { IgnoreSpec, MappingSpec } from '../../mapping/mapping-spec.ts';
import { readSheets } from '../../sheets/read-sheets.ts';
import { toSheetLines } from '../../sheets/sheet-lines.ts';
import { findMappingSheet, isYes, QUESTIONS } from './layout.ts';

/** The spec, which also leaves out what its spreadsheet does, and knows its questions. What is wrong there is told where the mapping is made. */
export async function withIgnoredOfSheet<T extends MappingSpec>(spec: T, show: (path: string) => string): Promise<T> {
  const { mapping } = spec;
  if (!mapping || !isMappingSheet(mapping.columns.path) || !existsSync(mapping.columns.path)) return spec;
  const { path } = mapping.columns;
  try {
    const sheet = findMappingSheet(await readSheets(path, show(path)), QUESTIONS.sheet, path);
    const { lines } = sheet ? toSheetLines(sheet, show(path), []) : { lines: [] };
    const ignored = lines.flatMap((line): IgnoreSpec[] => {
      if (!isYes(line.get(QUESTIONS.ignore).text)) return [];
      const [column, uid, element] = [QUESTIONS.column, QUESTIONS.uid, QUESTIONS.element].map((name) => line.get(name));
      const reason = line.get(QUESTIONS.reason).text.trim();
      if (column && column.text.trim() !== '')
        return [{ is: 'column', name: column.text, reason, place: column.place }];
      const named = uid && uid.text.trim() !== '' ? uid : element;
      return named && named.text.trim() !== ''
        ? [{ is: 'element', name: named.text.trim(), reason, place: named.place }]
        : [];
    });
    const questions = lines.flatMap((line): [string, string][] => {
      const label = line.get(QUESTIONS.label).text.trim();
      return label === '' ? [] : [[line.get(QUESTIONS.column).text, label]];
    });
    return { ...spec, mapping: { ...mapping, ignore: [...mapping.ignore, ...ignored], questions: new Map(questions) } };
  } catch (error) {
    if (error instanceof EtlError) return spec;
    throw error;
  }
}
