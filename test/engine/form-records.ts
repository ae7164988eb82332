/** Records of forms that people edit, move, swap and send anew, as a seed says; and what must be in DHIS2 for them. */
import type { Line } from './forms.ts';

/** A generator of numbers that a seed gives again and again. */
export function randomOf(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_507) + 3_266_489_909) | 0;
    return ((state ^ (state >>> 13)) >>> 0) % below;
  };
}

interface Form {
  place: string;
  cases: number;
  deaths: number | undefined;
}

export const PLACES = ['A', 'B'].flatMap((clinic) => ['01', '02', '03', '04'].map((month) => `${clinic} ${month}`));

export class FormRecords {
  readonly forms = new Map<string, Form>();
  /** Where a record has been that is gone: its values may stay there until a person deletes them. */
  readonly left = new Set<string>();
  readonly #placesOf = new Map<string, Set<string>>();
  readonly #random: (below: number) => number;
  #next = 1;

  constructor(random: (below: number) => number) {
    this.#random = random;
    for (let n = 0; n < 4; n += 1) this.#add();
  }

  #add(): void {
    this.forms.set(String(this.#next), {
      place: this.#anywhere(),
      cases: this.#random(3),
      deaths: 1 + this.#random(2),
    });
    this.#next += 1;
  }

  #anywhere(): string {
    return PLACES[this.#random(PLACES.length)] ?? '';
  }

  /** What people do to their records in a day. */
  change(): void {
    const before = [...this.forms];
    for (const [key, form] of before) {
      const what = this.#random(10);
      if (what === 0) form.cases = this.#random(3);
      if (what === 1) form.deaths = this.#random(2) === 0 ? undefined : 1 + this.#random(2);
      if (what === 2 || what === 3) form.place = this.#anywhere();
      if (what === 4 && this.#random(2) === 0) {
        // It is gone, and another comes: at the same place, perhaps.
        this.forms.delete(key);
        for (const place of this.#placesOf.get(key) ?? []) this.left.add(place);
        this.#add();
      }
      if (what === 5) {
        const others = [...this.forms.values()];
        const other = others[this.#random(others.length)] ?? form;
        [form.place, other.place] = [other.place, form.place];
      }
    }
  }

  /** Whoever has to wait is moved to where nobody is and was. */
  part(): void {
    const taken = new Set(this.left);
    for (const form of this.forms.values()) {
      if (taken.has(form.place))
        form.place = PLACES.find((place) => !taken.has(place) && !this.#isWanted(place)) ?? form.place;
      taken.add(form.place);
    }
  }

  #isWanted(place: string): boolean {
    return [...this.forms.values()].some((form) => form.place === place);
  }

  lines(): Line[] {
    for (const [key, { place }] of this.forms)
      this.#placesOf.set(key, new Set([...(this.#placesOf.get(key) ?? []), place]));
    return [...this.forms].map(([key, form]) => `${key} ${form.place} ${cellsOf(form).join(' ')}`);
  }

  /** Places of which it is sure what must be there. Of others a person has to tell. */
  sure(): ReadonlySet<string> {
    const all = [...this.forms.values()];
    const claims = (place: string): number => all.filter((form) => form.place === place).length;
    // A record that has to wait stays where it was.
    const isAnyWaiting = PLACES.some((place) => claims(place) > 1 || (this.left.has(place) && claims(place) > 0));
    return new Set(isAnyWaiting ? [] : PLACES.filter((place) => !this.left.has(place)));
  }

  cells(): string[] {
    return [...this.forms.values()].flatMap((form) => cellsOf(form).map((cell) => `${form.place} ${cell}`)).sort();
  }
}

function cellsOf({ cases, deaths }: Form): string[] {
  return [`cases=${cases}`, ...(deaths === undefined ? [] : [`deaths=${deaths}`])];
}
