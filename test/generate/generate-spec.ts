import path from 'node:path';
import type { Place } from '../../src/base/document.ts';
import type { MappingSpec } from '../../src/mapping/mapping-spec.ts';

/** What a case may say beside its files. */
export interface Case {
  readonly versions?: readonly {
    readonly name: string;
    readonly columns?: string;
    readonly options?: string;
    readonly fallback?: 'common';
  }[];
  /** Data elements that the spec fills under `transform`. */
  readonly byHand?: readonly string[];
  /** Data elements that are left out on purpose. */
  readonly ignore?: readonly string[];
}

const NOWHERE: Place = { source: { file: 'case.json', text: '' }, start: 0, end: 0 };

/** As much of a spec as the generation of a mapping reads. */
export function specOf(
  folder: string,
  { versions = [], byHand = [], ignore = [] }: Case,
  program = 'PrProgram01',
): MappingSpec {
  const file = (name: string) => ({ path: path.join(folder, name), place: NOWHERE });
  const spec = {
    name: 'visits',
    source: {
      versions: versions.map(({ name, columns, options, fallback }) => ({
        name,
        columns: columns === undefined ? undefined : file(columns),
        options: options === undefined ? undefined : file(options),
        fallback,
        place: NOWHERE,
      })),
    },
    mapping: {
      generated: file('mapping_generated.json'),
      columns: file('mapping_de.json'),
      options: file('mapping_optionSet.json'),
      metadata: file('retrieved_program_metadata.json'),
      ignore: ignore.map((name) => ({ is: 'element', name, reason: 'Not asked.', place: NOWHERE })),
    },
    transform: { properties: [], values: byHand.map((name) => ({ name, namePlace: NOWHERE })) },
    sink: { config: { program } },
  };
  return spec as unknown as MappingSpec;
}

export function sipcaSpec(folder: string): MappingSpec {
  const versions = [
    { name: 'v3' },
    { name: 'v2', columns: 'columns_v2.json', options: 'options_v2.json', fallback: 'common' as const },
    { name: 'v1', columns: 'columns_v1.json', options: 'options_v2.json', fallback: 'common' as const },
  ];
  return specOf(folder, { versions }, 'Nep6qUpNTNn');
}
