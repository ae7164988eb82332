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
export function toCandidate({ name, code }: { readonly name: string; readonly code: string }): string {
  return name === code ? name : `${name} (${code})`;
}

/** What was found, or what is wrong; neither where nothing is written. */
export type Named<T> = { readonly found?: T; readonly problem?: Problem };

export class PlaceNames {
  readonly elements: readonly ProgramElement[];
  readonly optionSets: readonly ProgramOptionSet[];
  readonly likely: Likely;
  readonly #byUid: ReadonlyMap<string, ProgramElement>;
  readonly #setByUid: ReadonlyMap<string, ProgramOptionSet>;

  constructor(stages: readonly ProgramStage[], likely: Likely = likelyBySpelling) {
    this.likely = likely;
    this.elements = stages.flatMap((stage) => stage.elements);
    this.#byUid = new Map(this.elements.map((element) => [element.uid, element]));
    this.#setByUid = new Map(this.elements.flatMap(({ optionSet }) => (optionSet ? [[optionSet.uid, optionSet]] : [])));
    this.optionSets = [...this.#setByUid.values()];
  }

  /** A data element or cell by its UID, or by all else that it is called. */
  elementOf(word: string): ProgramElement | undefined {
    return this.#byUid.get(word) ?? theOnly(this.elements.filter(({ name, names }) => isOneOf(word, [name, ...names])));
  }

  optionSetOf(word: string): ProgramOptionSet | undefined {
    return this.#setByUid.get(word) ?? theOnly(this.optionSets.filter(({ name }) => isOneOf(word, [name])));
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

  #noElement({ text, place }: SheetCell): Named<ProgramElement> {
    const name = text.trim();
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
  return theOnly([...names].filter(([, name]) => isOneOf(word, [name])))?.[0];
}

function isOneOf(word: string, names: readonly string[]): boolean {
  return names.some((name) => toComparable(name) === toComparable(word));
}

function theOnly<T>(found: readonly T[]): T | undefined {
  return found.length === 1 ? found[0] : undefined;
}
