import { EtlError } from '../base/errors.ts';
import { shownPath } from '../cli/load-pipeline.ts';
import { loadLookup } from '../mapping/lookup-file.ts';
import { examineLookups, PLACES, placesIn, type LoadedLookup } from './examine-lookups.ts';
import type { Patient } from './patient.ts';

/** Looks at each look-up, and gives the places that they name. What cannot be read at all is told with the spec. */
export async function lookAtLookups({ spec, looks }: Patient): Promise<Map<string, string[]>> {
  const lookups: LoadedLookup[] = [];
  for (const [name, { path }] of Object.entries(spec.lookups)) {
    try {
      lookups.push(await loadLookup(name, path, shownPath(path)));
    } catch (error) {
      if (!(error instanceof EtlError)) throw error;
    }
  }
  await looks.take({ part: 'lookups', what: 'Look-ups' }, () => examineLookups(lookups));
  return placesIn(lookups.find(({ table }) => table.name === PLACES)?.table);
}
