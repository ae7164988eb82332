import type { Place } from '../base/document.ts';
import { problem, warning, type Problem } from '../base/problem.ts';
import { suggestionFor } from '../base/suggestion.ts';
import { toComparable } from '../base/unseen-characters.ts';
import { isUid } from '../dhis2/uid.ts';
import { DOT } from '../mapping/cells.ts';
import type { ColumnEntry, OptionMap, Resolved } from './generate-inputs.ts';
import type { PlaceKind, ProgramElement, ProgramOptionSet, ProgramStage } from './place-metadata.ts';

/** The metadata must have a stage; of several, the engine sends to the first. */
export function checkStages(stages: readonly ProgramStage[], wholeFile: Place): Problem[] {
  const [first, second] = stages;
  if (!first) return [problem('generate/no-stage', {}, { ...wholeFile, end: wholeFile.start })];
  if (!second) return [];
  return [warning('generate/several-stages', { count: stages.length, stage: first.name }, second.place)];
}

/** What is wrong with the lines of one column mapping. */
export function checkColumns(
  columns: readonly ColumnEntry[],
  stages: readonly ProgramStage[],
  place: PlaceKind,
): Problem[] {
  const elements = elementsByUid(stages);
  const winners = new Map(columns.map((entry) => [entry.uid, entry.column]));
  return columns.flatMap(({ column, uid, columnPlace, uidPlace }) => {
    const element = elements.get(uid);
    if (!element && place === 'program' && !isUid(uid))
      return [problem('generate/bad-uid', { uid, ...uidMeant(uid, elements.values()) }, uidPlace)];
    if (!element) return [unknownElement(column, uid, [...elements.values()], place, uidPlace)];
    const winner = winners.get(uid);
    if (winner === undefined || winner === column) return [];
    return [problem('generate/two-columns', { column, winner, element: element.name, uid }, columnPlace)];
  });
}

function unknownElement(
  column: string,
  uid: string,
  elements: readonly ProgramElement[],
  place: PlaceKind,
  uidPlace: Place,
): Problem {
  const cells = elements.flatMap(({ names }) => names.findLast((cell) => cell.startsWith(`${uid}${DOT}`)) ?? []);
  if (cells.length > 0) return problem('generate/element-has-cells', { column, uid, cells }, uidPlace);
  const known = elements.flatMap((element) => [element.uid, ...element.names]);
  return problem('generate/unknown-data-element', { column, uid, place, ...suggestionFor(uid, known) }, uidPlace);
}

/** The UID that a word was meant to be, which may be a name or a code of the thing, or have a slip. */
function uidMeant(
  word: string,
  things: Iterable<{ readonly uid: string; readonly name: string }>,
): { nearest?: string } {
  const uids = new Map([...things].flatMap(({ uid, name }) => [[uid, uid] as const, [name, uid] as const]));
  const { nearest } = suggestionFor(word, uids.keys());
  return nearest === undefined ? {} : { nearest: uids.get(nearest) ?? nearest };
}

/** What is wrong with the option maps of one file. */
export function checkOptions(
  options: ReadonlyMap<string, OptionMap>,
  stages: readonly ProgramStage[],
  kind: PlaceKind,
): Problem[] {
  const sets = optionSetsByUid(stages);
  return [...options.values()].flatMap((map) => {
    const { uid, place } = map;
    if (!isUid(uid)) return [problem('generate/bad-uid', { uid, ...uidMeant(uid, sets.values()) }, place)];
    const set = sets.get(uid);
    if (!set)
      return [warning('generate/unknown-option-set', { uid, place: kind, ...suggestionFor(uid, sets.keys()) }, place)];
    return checkCodes(map, set);
  });
}

function checkCodes(map: OptionMap, { uid, name, names }: ProgramOptionSet): Problem[] {
  return map.entries.flatMap(({ value, code, place }) => {
    const args = { value, code: String(code), optionSet: name, uid };
    const asText = typeof code === 'string' ? [] : [warning('generate/code-not-text', args, place)];
    // Null maps to nothing: there is no code to look for.
    if (code === null || !names || names.has(String(code))) return asText;
    const codes = [...names.keys()];
    const meantCode = codeOfName(String(code), names);
    const help =
      meantCode === undefined ? { codes, ...suggestionFor(String(code), codes) } : { codes, codeOfName: meantCode };
    return [...asText, problem('generate/unknown-option', { ...args, ...help }, place)];
  });
}

/** The code of the one option that has this name: names are what people see in DHIS2, and codes what it wants. */
function codeOfName(name: string, names: ReadonlyMap<string, string>): string | undefined {
  const matches = [...names].filter(([, optionName]) => toComparable(optionName) === toComparable(name));
  return matches.length === 1 ? matches[0]?.[0] : undefined;
}

interface Coverage {
  readonly place: PlaceKind;
  readonly stages: readonly ProgramStage[];
  readonly resolved: Resolved;
  readonly byHand: ReadonlySet<string>;
  readonly ignored: ReadonlySet<string>;
  /** Files that a missing line goes into. */
  readonly files: { readonly columns: Place; readonly options: Place };
  /** With these, only what the version lacks and the common mapping has is told: the rest was told already. */
  readonly version?: string;
  readonly common?: Resolved;
}

/** Data elements that get no value, and option sets whose answers cannot be told. */
export function checkCoverage(coverage: Coverage): Problem[] {
  const { stages, byHand } = coverage;
  const elements = stages
    .flatMap((stage) => stage.elements)
    .filter(({ uid, name, names }) => ![uid, name, ...names].some((word) => byHand.has(word)));
  return [...checkMissingColumns(elements, coverage), ...checkMissingOptions(elements, coverage)];
}

function checkMissingColumns(elements: readonly ProgramElement[], coverage: Coverage): Problem[] {
  const { resolved, common, version = '', files, place: kind, ignored } = coverage;
  const file = files.columns.source.file;
  const missing = elements.filter(({ uid }) => !resolved.columns.has(uid) && (!common || common.columns.has(uid)));
  const isRefused = ({ compulsory }: ProgramElement): boolean => compulsory && kind === 'program';
  const refused = missing.filter(isRefused).map(({ uid, name, place }) => {
    const args = { element: name, uid, version, file };
    return problem('generate/compulsory-without-column', args, place);
  });
  const others = missing.filter(
    (element) =>
      !isRefused(element) && ![element.uid, element.name, ...element.names].some((word) => ignored.has(word)),
  );
  // A form without a compulsory cell is taken all the same; it only cannot be called complete by a person.
  const [needed, rest] = [others.filter((one) => one.compulsory), others.filter((one) => !one.compulsory)];
  const total = coverage.stages.flatMap((stage) => stage.elements).length;
  const start = { ...files.columns, end: files.columns.start };
  const tell = (
    list: readonly ProgramElement[],
    code: 'generate/no-column' | 'generate/compulsory-cell-without-column',
  ) => (list.length === 0 ? [] : [warning(code, { ...toList(list), total, version, file, place: kind }, start)]);
  return [...refused, ...tell(needed, 'generate/compulsory-cell-without-column'), ...tell(rest, 'generate/no-column')];
}

/** So many are named in a message; coverage has all of them. */
const MOST_NAMED = 10;

function toList(list: readonly ProgramElement[]): { elements: readonly string[]; count: number; uid: string } {
  const named = list.slice(0, MOST_NAMED).map(({ name, uid }) => `${name} (${uid})`);
  const more = list.length > MOST_NAMED ? [`and ${list.length - MOST_NAMED} more`] : [];
  return { elements: [...named, ...more], count: list.length, uid: list[0]?.uid ?? '' };
}

/** Once for each option set, naming all data elements that it leaves without a value. */
function checkMissingOptions(elements: readonly ProgramElement[], coverage: Coverage): Problem[] {
  const { resolved, common, version = '', files } = coverage;
  const usersOf = new Map<string, { readonly set: ProgramOptionSet; readonly users: string[] }>();
  for (const { uid, name, optionSet } of elements) {
    if (!optionSet || !resolved.columns.has(uid) || isMapped(resolved, optionSet.uid)) continue;
    if (common && !isMapped(common, optionSet.uid)) continue;
    const known = usersOf.get(optionSet.uid);
    if (known) known.users.push(name);
    else usersOf.set(optionSet.uid, { set: optionSet, users: [name] });
  }
  return [...usersOf.values()].map(({ set, users }) => {
    const codes = [...(set.names?.keys() ?? [])];
    const args = {
      optionSet: set.name,
      uid: set.uid,
      elements: users,
      codes,
      version,
      file: files.options.source.file,
    };
    return problem('generate/options-missing', args, set.place);
  });
}

/** An empty map is as good as none: no answer is in it. */
function isMapped({ options }: Resolved, optionSet: string): boolean {
  return (options.get(optionSet)?.entries.length ?? 0) > 0;
}

function elementsByUid(stages: readonly ProgramStage[]): ReadonlyMap<string, ProgramElement> {
  return new Map(stages.flatMap((stage) => stage.elements.map((element) => [element.uid, element] as const)));
}

function optionSetsByUid(stages: readonly ProgramStage[]): ReadonlyMap<string, ProgramOptionSet> {
  const sets = stages.flatMap((stage) => stage.elements.flatMap((element) => element.optionSet ?? []));
  return new Map(sets.map((set) => [set.uid, set]));
}
