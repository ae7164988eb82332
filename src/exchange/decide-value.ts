/** Decisions on answers and facilities: an option of their set, a line of their look-up. Pure. */
import { basename, resolve } from 'node:path';
import { problem } from '../base/problem.ts';
import { isUid } from '../dhis2/uid.ts';
import { ambiguous, namedBy, toCandidate, type Nameable } from '../generate/sheet/resolve-names.ts';
import type { ProgramOptionSet } from '../generate/place-metadata.ts';
import { UNIT_LOOKUP } from '../generate/sheet/layout.ts';
import type { SheetCell, SheetLine } from '../sheets/sheet-lines.ts';
import type { Change } from './changes.ts';
import type { Deciding, Told } from './deciding.ts';
import { UNMAPPED } from './decision-layout.ts';
import { linesOf, mostLikely, optionsFor } from './unmapped-places.ts';
import { readCandidates, wordsOf } from './written-candidates.ts';

export type { Told } from './deciding.ts';

export function decideChoice(line: SheetLine, { state, specFolder }: Deciding): Told {
  const [table, decision, choice] = [UNMAPPED.table, UNMAPPED.decision, UNMAPPED.value].map((one) => line.get(one)) as [
    SheetCell,
    SheetCell,
    SheetCell,
  ];
  const { found, problem: wrong } = state.names.optionSet(table, line.get(UNMAPPED.uid));
  if (wrong) return { problem: wrong };
  // Where nobody says of which option set it is, the question does.
  const set = found ?? setOfColumn(line.get(UNMAPPED.column).text, state);
  if (!set && choice.text !== '')
    return { problem: problem('sheet/unknown-option-set', { name: '', candidates: [] }, table.place) };
  const path = resolve(specFolder, line.get(UNMAPPED.file).text.trim());
  const { options } = state;
  const file =
    options.find((one) => one.path === path) ??
    options.find((one) => basename(one.path) === basename(path)) ??
    options.find(({ version }) => version === '') ??
    options[0];
  if (!set || !file || choice.text === '') return {};
  const own = [...(set.names ?? [])].map(([code, name]) => ({ name, code }));
  const named = nameOne(decision, [own, optionsFor(set, file)]);
  if ('several' in named) return { problem: ambiguous(decision.text.trim(), named.several, decision) };
  // Where nobody knows the options, whatever is written is a code.
  const code = named.one?.code ?? (set.names ? undefined : decision.text.trim());
  if (code === undefined) return refuse(decision, choice.text, set.name, optionsFor(set, file));
  const before = file.options.get(set.uid)?.get(choice.text);
  return tell(choice.text, {
    of: 'choice',
    file: file.path,
    shownAs: file.shownAs,
    version: file.version,
    path: [set.uid, choice.text],
    before,
    after: code,
    within: set.name,
    beforeName: before === undefined ? undefined : set.names?.get(before),
    afterName: set.names?.get(code),
  });
}

function setOfColumn(column: string, { columns, names }: Deciding['state']): ProgramOptionSet | undefined {
  const uid = columns.map((file) => file.columns.get(column)?.uid).find((one) => one !== undefined);
  return uid === undefined ? undefined : names.elementOf(uid)?.optionSet;
}

export function decideLookup(line: SheetLine, { state, units }: Deciding): Told {
  const [table, decision] = [line.get(UNMAPPED.table), line.get(UNMAPPED.decision)];
  const isOfUnits = line.get(UNMAPPED.kind).text.trim().toLowerCase() === 'unit';
  const [key, name] = [line.get(UNMAPPED.value).text, table.text.trim() || (isOfUnits ? UNIT_LOOKUP : '')];
  if (key === '') return {};
  const lookup = state.lookups.find((one) => one.name === name);
  if (!lookup) {
    const names = state.lookups.map((one) => ({ name: one.name, code: one.name }));
    const candidates = state.names.likely(name, names);
    return { problem: problem('sheet/unknown-lookup', { name, candidates }, table.place) };
  }
  const isUnit = name === UNIT_LOOKUP;
  const known = linesOf(lookup);
  // By what DHIS2 calls it, too, where the look-up or the sheet itself says so, or DHIS2 has been asked.
  const listed = readCandidates(line.get(UNMAPPED.candidates).text);
  const [besides, ofDhis2] = [[...lookup.besides, ...listed], isUnit ? (units ?? []) : []];
  const all = [...known, ...besides, ...ofDhis2];
  const named = nameOne(decision, [known, besides, ofDhis2]);
  if ('several' in named) return { problem: ambiguous(decision.text.trim(), named.several, decision) };
  const uid = isUnit ? wordsOf(decision.text).find(isUid) : undefined;
  const after = named.one?.code ?? uid;
  if (after === undefined)
    return { ...refuse(decision, key, name, all), ...(isUnit && units === undefined && { missesUnit: true }) };
  return tell(key, {
    of: isUnit ? 'unit' : 'look-up',
    file: lookup.path,
    shownAs: lookup.shownAs,
    version: '',
    path: [key],
    before: lookup.entries.get(key),
    after,
    within: name,
    beforeName: undefined,
    // As DHIS2 calls it, where it has said so; else as the look-up does.
    afterName: [...ofDhis2, ...all].find((one) => one.code === after && one.name !== after)?.name,
  });
}

/** The one that a decision names, in the first list that knows it; those of a list that share the name. */
export function nameOne(
  { text }: SheetCell,
  lists: readonly (readonly Nameable[])[],
): { readonly one: Nameable | undefined } | { readonly several: readonly Nameable[] } {
  for (const word of wordsOf(text))
    for (const list of lists) {
      const found = namedBy(word, list);
      if (found.length > 1) return { several: found };
      if (found[0]) return { one: found[0] };
    }
  return { one: undefined };
}

function tell(name: string, change: Change): Told {
  const what = JSON.stringify([change.of, change.file, change.path]);
  return { decided: change, claims: [{ what, name, is: change.after ?? '' }] };
}

function refuse({ text, place }: SheetCell, value: string, table: string, known: readonly Nameable[]): Told {
  const decision = text.trim();
  const candidates = mostLikely(decision, known).map(toCandidate);
  return { problem: problem('sheet/unknown-decision', { decision, value, table, candidates }, place) };
}
