import type { Json } from '../../base/json.ts';
import type { UpdateLine } from '../../engine/plan-line.ts';
import { isMove, labelOf, toExample, valueOf, type Names } from './example.ts';
import { EXAMPLES, type ChangedExample, type FieldGroup, type Listed } from './plan-view.ts';

/** So many changes of one field are told apart; the records of the others are counted together. */
const TOLD_APART = 1000;
/** Changes of one field that stand by themselves: of so many records at least, and so large a part of the field's. */
const MOST_BY_THEMSELVES = 3;
const FEWEST_RECORDS = 3;
const LEAST_PART = 0.1;

/** One change: the same value becomes the same other value. */
interface Pair {
  readonly from: Json;
  readonly to: Json;
  records: number;
  readonly examples: ChangedExample[];
}

/** The changes of one field, losses apart from the rest. */
interface Changes {
  readonly target: string;
  readonly isLoss: boolean;
  readonly pairs: Map<string, Pair>;
  /** In which the field changes, all in all. */
  records: number;
  /** Records whose change was one too many to be told apart, the first of them by name. */
  beyond: number;
  readonly beyondExamples: ChangedExample[];
}

/** Texts as they are: this is done for each field of each record. */
function idOf(from: Json, to: Json): string {
  const text = (value: Json): string => (typeof value === 'string' ? `'${value}` : JSON.stringify(value));
  return `${text(from)}\u001f${text(to)}`;
}

/** Groups what updates change, however many there are: memory grows with the fields, not with the records. */
export class FieldGroups {
  readonly #names: Names;
  readonly #changes = new Map<string, Changes>();

  constructor(names: Names) {
    this.#names = names;
  }

  add(line: UpdateLine): void {
    // Where an object goes that moves is told in a sentence of its own.
    const told = isMove(line) ? new Set(this.#names.whereAndWhen) : new Set();
    for (const { target, theirs, ours } of line.changes) {
      if (told.has(target)) continue;
      const isLoss = ours === null;
      const changes = this.#changesOf(target, isLoss);
      changes.records += 1;
      const [from, to] = [valueOf(target, theirs, this.#names), valueOf(target, ours, this.#names)];
      const id = idOf(from, to);
      const pair = changes.pairs.get(id) ?? { from, to, records: 0, examples: [] };
      const isTold = pair.records > 0 || changes.pairs.size < TOLD_APART;
      if (isTold) changes.pairs.set(id, pair);
      else changes.beyond += 1;
      pair.records += 1;
      const examples = isTold ? pair.examples : changes.beyondExamples;
      if (examples.length < EXAMPLES) examples.push({ ...toExample(line, this.#names), from, to });
    }
  }

  /** Losses, or all other changes; the field that changes in most records first, and what is of one field together. */
  toGroups(ofLosses: boolean, limit: number): Listed<FieldGroup> {
    const groups = [...this.#changes.values()]
      .filter(({ isLoss }) => isLoss === ofLosses)
      .map((changes) => ({ ...changes, label: labelOf(changes.target, this.#names) }))
      .sort((a, b) => b.records - a.records || (a.label < b.label ? -1 : Number(a.label > b.label)))
      .flatMap(toFieldGroups);
    return { groups: groups.slice(0, limit), more: Math.max(0, groups.length - limit) };
  }

  #changesOf(target: string, isLoss: boolean): Changes {
    const id = `${isLoss ? 'loss' : 'change'} ${target}`;
    const known = this.#changes.get(id);
    if (known) return known;
    const changes = { target, isLoss, records: 0, pairs: new Map<string, Pair>(), beyond: 0, beyondExamples: [] };
    this.#changes.set(id, changes);
    return changes;
  }
}

/** A few changes that many records share stand by themselves, and the rest together under one heading. */
function toFieldGroups({ target, label, isLoss, ...changes }: Changes & { readonly label: string }): FieldGroup[] {
  const { pairs, beyond, beyondExamples, records: inAll } = changes;
  const field = { target, label, isLoss, inAll };
  const sorted = [...pairs.values()].sort((a, b) => b.records - a.records);
  const fewest = Math.max(FEWEST_RECORDS, inAll * LEAST_PART);
  const shared = sorted.slice(0, MOST_BY_THEMSELVES).filter(({ records }) => records >= fewest);
  // One that is left over needs no heading that says "1 different value".
  const alone = sorted.length === shared.length + 1 && beyond === 0 ? sorted : shared;
  const rest = sorted.slice(alone.length);
  const groups: FieldGroup[] = alone.map((pair) => ({ ...field, values: 1, ...pair }));
  if (rest.length === 0 && beyond === 0) return groups;
  const records = rest.reduce((sum, pair) => sum + pair.records, beyond);
  const examples = [...rest.flatMap((pair) => pair.examples.slice(0, 1)), ...beyondExamples].slice(0, EXAMPLES);
  const [first] = rest;
  const isOneTo = first !== undefined && rest.every(({ to }) => to === first.to) && (isLoss || beyond === 0);
  const told = { ...(isOneTo && { to: first.to }), ...(beyond > 0 && { isMore: true as const }) };
  return [...groups, { ...field, records, values: rest.length + Math.min(beyond, 1), ...told, examples }];
}
