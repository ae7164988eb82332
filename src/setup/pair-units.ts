import { candidates, SURE } from '../matching/likeness.ts';
import type { Question } from './form.ts';
import type { Suggestion } from './suggestion.ts';

/** An organisation unit to which the place is assigned. */
export interface Unit {
  readonly id: string;
  readonly name: string;
  readonly code?: string;
}

export interface PairedUnit {
  /** As it stands in the export. */
  readonly value: string;
  readonly label: string;
  readonly unit?: Unit;
  readonly suggestions: readonly Suggestion[];
}

/** How far apart the best and the next must be for the best to be sure. */
const LEAD = 5;

/** Which organisation unit each facility of a question is: by UID or code, or by a name that nothing else is like. */
export function pairUnits(question: Question, units: readonly Unit[]): readonly PairedUnit[] {
  const byId = new Map(units.flatMap((unit) => [unit.id, ...(unit.code ? [unit.code] : [])].map((id) => [id, unit])));
  const paired = facilitiesOf(question).map(({ value, labels }): PairedUnit => {
    const label = labels[0] ?? value;
    const same = byId.get(value);
    if (same) return { value, label, unit: same, suggestions: [] };
    const found = [...new Set([...labels, value])]
      .flatMap((name) => candidates(name, units, 4))
      .sort((a, b) => b.score - a.score);
    const best = found.filter((one, at) => found.findIndex(({ choice }) => choice.id === one.choice.id) === at);
    const [first, second] = best;
    const isSure = first && first.score >= SURE && first.score - (second?.score ?? 0) >= LEAD;
    const suggestions = best.slice(0, 3).map(({ choice, score }) => ({ id: choice.id, name: choice.name, score }));
    return { value, label, ...(isSure && { unit: first.choice }), suggestions };
  });
  return paired;
}

interface Facility {
  readonly value: string;
  readonly labels: readonly string[];
}

/** What the form offers, and what the export has beside it. */
function facilitiesOf({ choices, seen = [] }: Question): Facility[] {
  const offered = new Set(choices.map(({ value }) => value));
  return [...choices, ...seen.filter((value) => !offered.has(value)).map((value) => ({ value, labels: [value] }))];
}
