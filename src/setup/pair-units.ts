import { candidates, SURE } from '../matching/likeness.ts';
import { labelOf, type Question } from './form.ts';
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
  const called = nameUnits(question, units);
  const byId = new Map(units.flatMap((unit) => [unit.id, ...(unit.code ? [unit.code] : [])].map((id) => [id, unit])));
  const facilities = facilitiesOf(question);
  const partsOf = placeBefore(facilities);
  return facilities.map(({ value, labels }): PairedUnit => {
    const label = labels[0] ?? value;
    const same = byId.get(value);
    if (same) return { value, label, unit: same, suggestions: [] };
    const found = [...new Set([...labels, value].flatMap((name) => [name, ...partsOf(name)]))]
      .flatMap((name) => candidates(name, called, 8))
      .sort((a, b) => b.score - a.score);
    const best = found.filter((one, at) => found.findIndex(({ choice }) => choice.unit === one.choice.unit) === at);
    const [first, second] = best;
    const isSure = first && first.score >= SURE && first.score - (second?.score ?? 0) >= LEAD;
    const suggestions = best
      .slice(0, 3)
      .map(({ choice: { unit }, score }) => ({ id: unit.id, name: unit.name, score }));
    return { value, label, ...(isSure && { unit: first.choice.unit }), suggestions };
  });
}

/** Where all facilities are written as `Region, Facility`: the facility alone, unless two regions have one of that name. */
function placeBefore(facilities: readonly Facility[]): (name: string) => readonly string[] {
  const partOf = (name: string): string => name.slice(name.indexOf(',') + 1).trim();
  const names = facilities.map(({ labels, value }) => labels[0] ?? value);
  if (names.length < 3 || !names.every((name) => /\S,\s*\S/.test(name))) return () => [];
  const parts = names.map(partOf);
  return (name) => (parts.filter((part) => part === partOf(name)).length === 1 ? [partOf(name)] : []);
}

/** The share of a question's answers that are units, from 0 to 1: those that are only likely count, but for less. */
export function shareOfUnits(paired: readonly PairedUnit[]): number {
  if (paired.length === 0) return 0;
  const sure = paired.filter(({ unit }) => unit).length;
  const likely = paired.filter(({ unit, suggestions }) => !unit && isLikely(suggestions)).length;
  return (sure + LIKELY_WEIGHT * likely) / paired.length;
}

const LIKELY = 75;
const LIKELY_WEIGHT = 0.7;

function isLikely([first, second]: readonly Suggestion[]): boolean {
  return first !== undefined && first.score >= LIKELY && first.score - (second?.score ?? 0) >= LEAD;
}

/** Units by their names, and without the word that the question asks for: of "Ward", "Hilltop" is "Hilltop Ward". */
function nameUnits(question: Question, units: readonly Unit[]): { readonly name: string; readonly unit: Unit }[] {
  const asked = new Set(`${question.name} ${labelOf(question)}`.toLowerCase().split(/[^\p{L}]+/u));
  return units.flatMap((unit) => {
    const [, short, last] = /^(.*\S)\s+(\p{L}+)$/u.exec(unit.name) ?? [];
    const names = short !== undefined && asked.has(last?.toLowerCase() ?? '') ? [unit.name, short] : [unit.name];
    return names.map((name) => ({ name, unit }));
  });
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
