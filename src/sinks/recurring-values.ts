import type { JsonObject } from '../base/json.ts';
import { withJsonText } from '../base/json-text.ts';

/** So many values of a name are remembered: those of a question with choices. Free text never comes twice. */
const MOST_KNOWN = 250;
const LONGEST_KNOWN = 100;

/** The open-ended values of objects that have the same names, each as the sink writes it: most of them come again and again. */
export class RecurringValues<T extends JsonObject> {
  readonly #make: (name: string, value: string | null) => T;
  readonly #known: readonly { readonly name: string; readonly made: Map<string | null, T> }[];

  constructor(names: readonly string[], make: (name: string, value: string | null) => T) {
    this.#make = make;
    this.#known = names.map((name) => ({ name, made: new Map<string | null, T>() }));
  }

  /** What an object has for each of the names, in their order. */
  of(values: readonly (string | null)[]): T[] {
    return this.#known.map(({ name, made }, at) => {
      const value = values[at] ?? null;
      return made.get(value) ?? this.#makeFor(name, value, made);
    });
  }

  #makeFor(name: string, value: string | null, made: Map<string | null, T>): T {
    const one = this.#make(name, value);
    const isKept = made.size < MOST_KNOWN && (value === null || value.length <= LONGEST_KNOWN);
    if (isKept) made.set(value, withJsonText(one));
    return one;
  }
}
