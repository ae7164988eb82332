/** Unmapped values as a sheet for people: with what each could be, and a column for what they decide. Pure. */
import { relative, sep } from 'node:path';
import type { Nameable } from '../generate/sheet/resolve-names.ts';
import type { UnmappedValue } from '../engine/unmapped-values.ts';
import type { SheetToWrite } from '../sheets/sheet.ts';
import type { MappingState } from './mapping-state.ts';
import { writeCandidates } from './written-candidates.ts';
import { UNMAPPED } from './decision-layout.ts';
import {
  kindOf,
  linesOf,
  mostLikely,
  optionsFileFor,
  optionsFor,
  optionSetFor,
  type ScoredCandidate,
} from './unmapped-places.ts';

const WIDTHS: Readonly<Record<string, number>> = {
  [UNMAPPED.kind]: 9,
  [UNMAPPED.column]: 30,
  [UNMAPPED.question]: 40,
  [UNMAPPED.value]: 40,
  [UNMAPPED.times]: 10,
  [UNMAPPED.firstKey]: 20,
  [UNMAPPED.candidates]: 70,
  [UNMAPPED.decision]: 40,
};

/** `state`: undefined where the files of the mapping cannot be read; then nothing is known of candidates. */
export function toUnmappedSheet(
  values: readonly UnmappedValue[],
  state: MappingState | undefined,
  specFolder: string,
): SheetToWrite {
  const { sheet, ...titles } = UNMAPPED;
  const choices = new Map<string, readonly Nameable[]>();
  const rows = values.map((one) => {
    const { path, uid, likely } = placeOf(one, state, choices);
    const cells: Record<keyof typeof titles, string | number | null> = {
      kind: kindOf(one),
      column: one.column ?? null,
      question: one.label ?? one.field?.replace(/ \([^()]+\)$/, '') ?? null,
      value: one.value,
      times: one.records,
      firstKey: one.firstKey,
      candidates: writeCandidates(likely),
      decision: null,
      table: one.table,
      uid: uid ?? null,
      file: path === undefined ? (one.file ?? null) : relative(specFolder, path).split(sep).join('/'),
    };
    return (Object.keys(titles) as (keyof typeof titles)[]).map((key) => cells[key]);
  });
  return { name: sheet, columns: Object.values(titles).map((title) => ({ title, width: WIDTHS[title] ?? 16 })), rows };
}

function placeOf(
  { is, table, field, file, value }: UnmappedValue,
  state: MappingState | undefined,
  /** What values of a table may stand for; made once, for there may be thousands of either. */
  choices: Map<string, readonly Nameable[]>,
): {
  readonly path?: string | undefined;
  readonly uid?: string | undefined;
  readonly likely: readonly ScoredCandidate[];
} {
  if (!state) return { likely: [] };
  if (is === 'look-up') {
    const lookup = state.lookups.find(({ name }) => name === table);
    const lines = once(choices, JSON.stringify([table]), () => linesOf(lookup));
    return { path: lookup?.path, likely: mostLikely(value, lines) };
  }
  const set = optionSetFor(state, table, field);
  const options = optionsFileFor(state, file);
  const known = once(choices, JSON.stringify([set?.uid, options?.path]), () => optionsFor(set, options));
  // A value that is like a code is shown with what the option is called.
  const likely = mostLikely(value, known).map((one) =>
    one.name === one.code ? { ...one, name: set?.names?.get(one.code) ?? one.name } : one,
  );
  return { path: options?.path, uid: set?.uid, likely };
}

function once<Value>(made: Map<string, Value>, key: string, make: () => Value): Value {
  const before = made.get(key);
  if (before) return before;
  const value = make();
  made.set(key, value);
  return value;
}
