import type { Json } from '../base/json.ts';
import type { ShapeProperty } from '../contracts/shape.ts';
import type { Pipeline } from './pipeline.ts';
import type { PlanLine } from './plan-line.ts';

/** What people call the targets and the places of a plan's lines. Filled line by line; as large as what there is of them. */
export class PlanLabels {
  readonly #pipeline: Pick<Pipeline, 'sink' | 'placeNameOf'>;
  readonly #labels = new Map<string, string>();
  readonly #looked = new Set<string>();
  /** Lists of targets of which all were looked up. */
  readonly #lists = new WeakSet<readonly string[]>();

  constructor(pipeline: Pick<Pipeline, 'sink' | 'placeNameOf'>) {
    this.#pipeline = pipeline;
  }

  add(line: PlanLine): void {
    const { sink } = this.#pipeline;
    const [place] = sink.whereAndWhen;
    for (const changes of ['changes' in line && line.changes, 'differences' in line && line.differences])
      for (const { target, ours, theirs } of changes || []) {
        this.#addTarget(target);
        if (target === place) for (const value of [ours, theirs]) this.#addPlace(value);
      }
    if (!('object' in line) || !line.object) return;
    const targets = sink.targetsOf(line.object);
    if (!this.#lists.has(targets)) {
      this.#lists.add(targets);
      for (const target of sink.valuesOf(line.object).keys()) this.#addTarget(target);
    }
    if (place !== undefined) this.#addPlace(line.object[place]);
  }

  /** What people call a target; its own name where nobody has said. */
  labelOf(target: string): string {
    this.#addTarget(target);
    return this.#labels.get(target) ?? target;
  }

  /** Labels by the names that stand in the plan. */
  toObject(): Readonly<Record<string, string>> {
    for (const { properties } of this.#pipeline.sink.shapes) for (const property of properties) this.#name(property);
    return Object.fromEntries(this.#labels);
  }

  #addTarget(target: string): void {
    if (this.#looked.has(target)) return;
    this.#looked.add(target);
    const { sink } = this.#pipeline;
    const property = sink.shapes.flatMap((shape) => shape.properties).find(({ name }) => name === target);
    if (property) return this.#name(property);
    const label = sink.labelOf?.(target);
    if (label !== undefined) this.#labels.set(target, label);
  }

  #name({ name }: ShapeProperty): void {
    this.#labels.set(name, toWords(name));
  }

  #addPlace(value: Json | undefined): void {
    if (typeof value !== 'string' || this.#looked.has(value)) return;
    this.#looked.add(value);
    const name = this.#pipeline.placeNameOf(value);
    if (name !== undefined) this.#labels.set(value, name);
  }
}

/** `occurredAt` → `Occurred at`. */
function toWords(name: string): string {
  const words = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
