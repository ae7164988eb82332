/** Where an unmapped value belongs, and what it could be: an option of its option set, or a line of its look-up. Pure. */
import type { UnmappedValue } from '../engine/unmapped-values.ts';
import type { ProgramOptionSet } from '../generate/place-metadata.ts';
import { UNIT_LOOKUP } from '../generate/sheet/layout.ts';
import type { Nameable } from '../generate/sheet/resolve-names.ts';
import { candidates } from '../matching/likeness.ts';
import type { LookupFile, MappingState, OptionsFile } from './mapping-state.ts';
import type { DecisionKind } from './decision-layout.ts';

export type ScoredCandidate = Nameable & { readonly score: number };

const MOST = 3;

export function kindOf({ is, table }: Pick<UnmappedValue, 'is' | 'table'>): DecisionKind {
  return is === 'choice' ? 'choice' : table === UNIT_LOOKUP ? 'unit' : 'look-up';
}

/** The option set of a choice: by its name or UID, or as that of the data element that was to be filled. */
export function optionSetFor(
  { names }: MappingState,
  table: string,
  field: string | undefined,
): ProgramOptionSet | undefined {
  const uid = /\(([^()]+)\)$/.exec(field ?? '')?.[1] ?? '';
  const ofField = names.elementOf(uid)?.optionSet;
  return ofField && [ofField.name, ofField.uid].includes(table) ? ofField : (names.optionSetOf(table) ?? ofField);
}

/** What the values of an option set may stand for: its options, also by what other choices are mapped to them. */
export function optionsFor(set: ProgramOptionSet | undefined, file: OptionsFile | undefined): readonly Nameable[] {
  const options = [...(set?.names ?? [])].map(([code, name]) => ({ name, code }));
  const choices = [...((set && file?.options.get(set.uid)) ?? [])].flatMap(([choice, code]) =>
    code === undefined ? [] : [{ name: choice, code }],
  );
  return [...options, ...options.map(({ code }) => ({ name: code, code })), ...choices];
}

export function linesOf(lookup: LookupFile | undefined): readonly Nameable[] {
  return [...(lookup?.entries ?? [])].map(([name, code]) => ({ name, code }));
}

/** The most likely of them, each code once. */
export function mostLikely(value: string, all: readonly Nameable[]): readonly ScoredCandidate[] {
  const best = new Map<string, ScoredCandidate>();
  for (const { choice, score } of candidates(value, all, all.length))
    if (!best.has(choice.code)) best.set(choice.code, { ...choice, score });
  return [...best.values()].slice(0, MOST);
}

/** The file of options that a value was looked for in: that of its form version, or the common one. */
export function optionsFileFor({ options }: MappingState, shownAs: string | undefined): OptionsFile | undefined {
  return (
    options.find((file) => file.shownAs === shownAs) ?? options.find(({ version }) => version === '') ?? options[0]
  );
}
