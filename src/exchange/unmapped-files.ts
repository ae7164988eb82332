/** `unmapped.xlsx` and `unmapped.csv` of a plan or a run. */
import { existsSync } from 'node:fs';
import { EtlError, ProblemsError } from '../base/errors.ts';
import type { UnmappedValue } from '../engine/unmapped-values.ts';
import type { MappingSpec } from '../mapping/mapping-spec.ts';
import { keepFormer } from '../sheets/keep-former.ts';
import { readSheets } from '../sheets/read-sheets.ts';
import { toSheetLines } from '../sheets/sheet-lines.ts';
import type { ReadSheet } from '../sheets/sheet.ts';
import { toSheetFile } from '../sheets/write-sheets.ts';
import { UNMAPPED } from './decision-layout.ts';
import { loadMappingState, type MappingState } from './mapping-state.ts';
import { toUnmappedSheet } from './unmapped-sheet.ts';

export interface UnmappedFile {
  readonly ending: '.xlsx' | '.csv';
  readonly bytes: Buffer;
}

/** Makes both of them of values that are there. */
export async function toUnmappedFiles(
  values: readonly UnmappedValue[],
  spec: MappingSpec,
  specFolder: string,
  show: (path: string) => string,
): Promise<readonly UnmappedFile[]> {
  const sheet = toUnmappedSheet(values, await loadWhatIsThere(spec, show), specFolder);
  const endings = ['.xlsx', '.csv'] as const;
  return Promise.all(
    endings.map(async (ending) => ({ ending, bytes: await toSheetFile(`unmapped${ending}`, [sheet]) })),
  );
}

/** A sheet in which somebody has decided something is not replaced: keeps it, and gives the file that has it. */
export async function keepDecided(file: string): Promise<string | undefined> {
  if (!existsSync(file)) return undefined;
  const sheets = await readSheets(file).catch((): readonly ReadSheet[] => []);
  const isDecided = sheets.some((sheet) =>
    toSheetLines(sheet, file, []).lines.some((line) => line.get(UNMAPPED.decision).text.trim() !== ''),
  );
  return isDecided ? keepFormer(file) : undefined;
}

/** A night went by all the same where a file that the mapping was made from is not there: then nothing is proposed. */
async function loadWhatIsThere(spec: MappingSpec, show: (path: string) => string): Promise<MappingState | undefined> {
  try {
    return await loadMappingState(spec, show);
  } catch (error) {
    if (error instanceof EtlError || error instanceof ProblemsError) return undefined;
    throw error;
  }
}
