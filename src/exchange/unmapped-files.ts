/** `unmapped.xlsx` and `unmapped.csv` of a plan or a run. */
import { EtlError, ProblemsError } from '../base/errors.ts';
import type { UnmappedValue } from '../engine/unmapped-values.ts';
import type { MappingSpec } from '../mapping/mapping-spec.ts';
import { toSheetFile } from '../sheets/write-sheets.ts';
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

/** A night went by all the same where a file that the mapping was made from is not there: then nothing is proposed. */
async function loadWhatIsThere(spec: MappingSpec, show: (path: string) => string): Promise<MappingState | undefined> {
  try {
    return await loadMappingState(spec, show);
  } catch (error) {
    if (error instanceof EtlError || error instanceof ProblemsError) return undefined;
    throw error;
  }
}
