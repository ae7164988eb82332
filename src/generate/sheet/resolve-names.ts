/** What the words of a line name in DHIS2: data elements, option sets and options, by UID, code or name. */
import { problem, type Problem } from '../../base/problem.ts';
import { toComparable } from '../../base/unseen-characters.ts';
import { nearest } from '../../base/nearest.ts';
import type { SheetCell } from '../../sheets/sheet-lines.ts';
import type { ProgramElement, ProgramOptionSet, ProgramStage } from '../place-metadata.ts';

/** Names like a word, best first, each with what it is written as. */
export type Likely = (
  word: string,
  names: readonly { readonly name: string; readonly code: string }[],
) => readonly string[];

/** Names of which a letter or two is another: what can be told without a library. */
export const likelyBySpelling: Likely = (word, names) => {
  const found = nearest(
    word,
    names.flatMap(({ name, code }) => [name, code]),
  );
  return names.filter(({ name, code }) => found !== undefined && [name, code].includes(found)).map(toCandidate);
};

/** A candidate for people: `Beds (a1b2c3d4e5F)`. */
export function toCandidate({ name, code }: Nameable): string {
  return name === code ? name : `${name} (${code})`;
}

/** Something that a word may name. */
export interface Nameable {
  readonly name: string;
  /** What goes into the file: a UID, an option code. */
  readonly code: string;
}

/**
 * What a word names among these: by its code, by its name, else by either in another case or as a spreadsheet makes a number
 * of it (`01` is `1`), else without accents, as capitals are often written (`HOPITAL`). Of several that share it all are given, and nobody chooses for a person.
 */
export function namedBy<T extends Nameable>(word: string, among: readonly T[]): readonly T[] {
  const fold = (text: string): string =>
    toComparable(text)
      .toLowerCase()
      .replace(/^0+(?=\d+$)/, '');
  const bare = (text: string): string => fold(text).normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('’', "'");
  const [comparable, folded, unaccented] = [toComparable(word), fold(word), bare(word)];
  const ways: ((one: T) => boolean)[] = [
    ({ code }) => code === word,
    ({ name, code }) => [name, code].some((text) => toComparable(text) === comparable),
    ({ name, code }) => [name, code].some((text) => fold(text) === folded),
    ({ name, code }) => [name, code].some((text) => bare(text) === unaccented),
  ];
  for (const is of ways) {
    const found = among.filter(is);
    if (found.length > 0) return found.filter((one, at) => found.findIndex(({ code }) => code === one.code) === at);
  }
  return [];
}

/** A word that names several: told with what each is written as. */
export function ambiguous(word: string, found: readonly Nameable[], { place }: SheetCell): Problem {
  return problem('sheet/ambiguous', { name: word, candidates: found.map(toCandidate) }, place);
}

/** What was found, or what is wrong; neither where nothing is written. */
export type Named<T> = { readonly found?: T; readonly problem?: Problem };

export class PlaceNames {
  readonly elements: readonly ProgramElement[];
  readonly optionSets: readonly ProgramOptionSet[];
  readonly likely: Likely;
  readonly #byUid: ReadonlyMap<string, ProgramElement>;
  readonly #setByUid: ReadonlyMap<string, ProgramOptionSet>;

  readonly #others: ReadonlyMap<string, readonly string[]>;

  /** `others`: by UID, what data elements are called elsewhere, such as their codes; that counts where nothing else does. */
  constructor(
    stages: readonly ProgramStage[],
    likely: Likely = likelyBySpelling,
    others: ReadonlyMap<string, readonly string[]> = new Map(),
  ) {
    this.likely = likely;
    this.#others = others;
    this.elements = stages.flatMap((stage) => stage.elements);
    this.#byUid = new Map(this.elements.map((element) => [element.uid, element]));
    this.#setByUid = new Map(this.elements.flatMap(({ optionSet }) => (optionSet ? [[optionSet.uid, optionSet]] : [])));
    this.optionSets = [...this.#setByUid.values()];
  }

  /** A data element or cell by its UID, or by all else that it is called. */
  elementOf(word: string): ProgramElement | undefined {
    return this.#byUid.get(word) ?? theOnly(this.elementsOf(word).map(({ element }) => element));
  }

  /** All that a word may mean. */
  elementsOf(word: string): readonly (Nameable & { readonly element: ProgramElement })[] {
    const called = (namesOf: (element: ProgramElement) => readonly string[]) =>
      this.elements.flatMap((element) => namesOf(element).map((name) => ({ name, code: element.uid, element })));
    const found = namedBy(
      word,
      called(({ name, names }) => [name, ...names]),
    );
    if (found.length > 0) return found;
    return namedBy(
      word,
      called(({ uid }) => this.#others.get(uid) ?? []),
    );
  }

  optionSetOf(word: string): ProgramOptionSet | undefined {
    return this.#setByUid.get(word) ?? theOnly(this.#setsOf(word).map(({ set }) => set));
  }

  #setsOf(word: string): readonly (Nameable & { readonly set: ProgramOptionSet })[] {
    return namedBy(
      word,
      this.optionSets.map((set) => ({ name: set.name, code: set.uid, set })),
    );
  }

  /** The data element that a line names, by name, UID or both. */
  element(name: SheetCell, uid: SheetCell): Named<ProgramElement> {
    const [word, byName] = [name.text.trim(), this.elementOf(name.text.trim())];
    const id = uid.text.trim();
    if (id === '' && word === '') return {};
    if (id === '') return byName ? { found: byName } : this.#noElement(name);
    const found = this.elementOf(id);
    if (!found) return this.#noElement(uid);
    if (byName && byName.uid !== found.uid) {
      const args = { name: word, uid: id, element: found.name, other: byName.uid };
      return { problem: problem('sheet/two-elements', args, name.place) };
    }
    return { found };
  }

  #noElement(cell: SheetCell): Named<ProgramElement> {
    const { text, place } = cell;
    const name = text.trim();
    const several = this.elementsOf(name);
    if (several.length > 1) return { problem: ambiguous(name, several.map(toNameable), cell) };
    const candidates = this.likely(
      name,
      this.elements.map((one) => ({ name: one.name, code: one.uid })),
    );
    return { problem: problem('sheet/unknown-element', { name, candidates }, place) };
  }

  /** The option set that a line names. */
  optionSet(name: SheetCell, uid: SheetCell): Named<ProgramOptionSet> {
    const cell = uid.text.trim() === '' ? name : uid;
    const word = cell.text.trim();
    if (word === '') return {};
    const found = this.optionSetOf(word);
    if (found) return { found };
    const several = this.#setsOf(word);
    if (several.length > 1) return { problem: ambiguous(word, several, cell) };
    const candidates = this.likely(
      word,
      this.optionSets.map((set) => ({ name: set.name, code: set.uid })),
    );
    return { problem: problem('sheet/unknown-option-set', { name: word, candidates }, cell.place) };
  }

  /** The code of the option that a line names, by code, name or both. */
  option({ name: optionSet, names }: ProgramOptionSet, code: SheetCell, name: SheetCell): Named<string> {
    const [word, said] = [name.text.trim(), code.text.trim()];
    const byName = word === '' ? undefined : codeOf(word, names);
    const cell = said === '' ? name : code;
    if (said === '' && word === '') return {};
    const found = said === '' ? byName : codeOf(said, names);
    if (found === undefined) {
      const options = [...(names ?? [])].map(([code, option]) => ({ name: option, code }));
      const several = namedBy(cell.text.trim(), options);
      if (several.length > 1) return { problem: ambiguous(cell.text.trim(), several, cell) };
      const candidates = this.likely(cell.text.trim(), options);
      return {
        problem: problem('sheet/unknown-option', { name: cell.text.trim(), optionSet, candidates }, cell.place),
      };
    }
    if (byName !== undefined && byName !== found) {
      const args = { name: word, code: found, option: names?.get(found) ?? found, other: byName };
      return { problem: problem('sheet/two-options', args, name.place) };
    }
    return { found };
  }
}

/** A code as it is, or that of the one option with this name; whatever it is where nobody knows the options. */
export function codeOf(word: string, names: ProgramOptionSet['names']): string | undefined {
  if (!names || names.has(word)) return word;
  const found = namedBy(
    word,
    [...names].map(([code, name]) => ({ name, code })),
  );
  return theOnly(found)?.code;
}

/** By the name that it has first: of several, one is told from the other by its UID. */
function toNameable({ element }: { readonly element: ProgramElement }): Nameable {
  return { name: element.name, code: element.uid };
}

function theOnly<T>(found: readonly T[]): T | undefined {
  return found.length === 1 ? found[0] : undefined;
}
