/** What a case may call the fields of a pipeline, and what people call them. */
import { problem, type Problem } from '../base/problem.ts';
import type { Json } from '../base/json.ts';
import { suggestionFor } from '../base/suggestion.ts';
import type { PlaceFacts } from '../contracts/place-facts.ts';
import type { LoadedPipeline } from '../job/load-pipeline.ts';
import { nameOfTarget, type Field } from '../mapping/field.ts';
import { allFields } from '../mapping/mapping.ts';
import type { ExpectedField } from './case.ts';

export class TargetNames {
  /** Targets by every name that leads to them. */
  readonly #byName = new Map<string, Set<string>>();
  readonly #labels = new Map<string, string>();
  readonly #formNames = new Map<string, string>();
  readonly #optionSets = new Map<string, string>();
  readonly #options = new Map<string, ReadonlyMap<string, string>>();

  /** `facts`: what is kept of the place in DHIS2, where anything is. */
  constructor({ pipeline, mapping, parts }: LoadedPipeline, facts: PlaceFacts | undefined) {
    for (const { name } of pipeline.sink.shapes.flatMap(({ properties }) => properties)) this.#add(name, name, name);
    for (const { element, names } of parts.known) this.#addElement(element, [...names, element.name]);
    for (const { target } of allFields(mapping))
      if (target.is === 'element') this.#addElement(target.element, [target.element.name]);
    for (const { id, label, optionSet } of facts?.elements ?? []) {
      if (label !== undefined && this.#labels.has(id)) this.#add(label, id, this.#labels.get(id) ?? label);
      if (label !== undefined) this.#formNames.set(id, label);
      if (optionSet !== undefined) this.#optionSets.set(id, optionSet);
    }
    for (const { id, options } of facts?.optionSets ?? []) if (options) this.#options.set(id, options);
  }

  #addElement(
    {
      id,
      name,
      optionSet,
    }: { readonly id: string; readonly name: string; readonly optionSet: { readonly id: string } | undefined },
    names: readonly string[],
  ): void {
    for (const one of [id, ...names]) this.#add(one, id, name === id ? id : `${name} (${id})`);
    if (optionSet) this.#optionSets.set(id, optionSet.id);
  }

  #add(name: string, target: string, label: string): void {
    const targets = this.#byName.get(name) ?? new Set();
    this.#byName.set(name, targets.add(target));
    this.#labels.set(target, label);
  }

  /** The target that a name leads to; or why there is none. */
  targetOf({ name, namePlace }: Pick<ExpectedField, 'name' | 'namePlace'>): { readonly target: string } | Problem {
    const found = [...(this.#byName.get(name) ?? [])];
    const [target, ...others] = found;
    if (target === undefined)
      return problem('cases/unknown-property', { name, ...suggestionFor(name, this.#byName.keys()) }, namePlace);
    if (others.length === 0) return { target };
    return problem('mapping/ambiguous-data-element', { name, uids: found, place: 'program' }, namePlace);
  }

  /** What people call a target: `Beds (a1b2c3d4e5F)`. */
  labelOf(target: string): string {
    return this.#labels.get(target) ?? target;
  }

  /** The shortest name that leads to a target and to no other. */
  nameOf(target: string): string {
    const label = this.labelOf(target);
    const name = label === target ? target : label.slice(0, -` (${target})`.length);
    return this.#byName.get(name)?.size === 1 ? name : target;
  }

  /** What the form in DHIS2 calls a target, where that is known. */
  formNameOf(target: string): string | undefined {
    return this.#formNames.get(target);
  }

  /** What DHIS2 calls an option, where that is known. */
  optionNameOf(target: string, code: string): string | undefined {
    return this.#options.get(this.#optionSets.get(target) ?? '')?.get(code);
  }

  /** A value for people: with the name of its option. */
  valueOf(target: string, value: Json): string {
    if (value === null) return 'no value';
    if (typeof value !== 'string') return JSON.stringify(value);
    const name = this.optionNameOf(target, value);
    return name === undefined || name === value ? value : `${value} (${name})`;
  }
}

/** The field of a target in a form version. */
export function fieldOf(
  { mapping }: Pick<LoadedPipeline, 'mapping'>,
  version: string | undefined,
  target: string,
): Field | undefined {
  const { fields } = mapping.versions.find(({ name }) => name === version) ?? mapping;
  return fields.find((field) => nameOfTarget(field.target) === target);
}
