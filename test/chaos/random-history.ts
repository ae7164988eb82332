import { randomOf, type Random } from '../../scripts/sample/random.ts';
import type { Cells, Facility, History, KillPoint, MappingShape, Policies, Question, Setup, Step } from './history.ts';

/** Most records of one history. */
const RECORDS = 4;

/** A history out of a seed and a number; the same every time. `kills`: how often its runs are killed. */
export function makeHistory(seed: number, number: number, kills: number): History {
  const random = randomOf(seed, `${kills > 0 ? 'kills' : 'history'} ${number}`);
  return new Teller(random).tell(seed, number, kills);
}

/** Whether unchanged records are looked at, by the number of the history. */
const LOOKS: readonly Pick<Policies, 'verify'>[] = [{}, { verify: 'always' }, {}, { verify: 'weekly' }];
/** How batches go, by the number of the history. */
function waysOf(number: number): Pick<Setup, 'concurrency' | 'import'> {
  return { concurrency: [1, 4, 2, 3][number % 4] ?? 1, import: number % 5 === 0 ? 'async' : 'sync' };
}

const BY_DEFAULT: Policies = { adopt: 'report', changed: 'update', editedInDhis2: 'report', deletedInDhis2: 'report' };
const ALL: MappingShape = { questions: ['name', 'beds', 'note'], isLoud: false };

class Teller {
  readonly #random: Random;
  /** What people have typed: the source may come to say the same. */
  readonly #typed: Record<Question, string[]> = { name: [], beds: [], note: [] };
  #words = 0;
  /** What the source said last of each record, as far as it was told here. */
  readonly #said = new Map<number, Cells>();

  constructor(random: Random) {
    this.#random = random;
  }

  tell(seed: number, number: number, kills: number): History {
    const random = this.#random;
    const usual = this.#setup();
    const policies = { ...usual.policies, ...LOOKS[number % LOOKS.length] };
    const wanted: Setup = { ...usual, policies, ...waysOf(number) };
    // Where runs are killed, batches are small: there are more moments between them.
    const setup = kills > 0 ? { ...wanted, batchSize: random.pick([1, 1, 2]) } : wanted;
    const steps: Step[] = [];
    const count = 1 + random.below(RECORDS);
    for (let r = 0; r < count; r += 1) steps.push(this.#new(r));
    const first = setup.start === 'legacy' ? 1 : random.below(3);
    if (first > 0) steps.push({ do: 'night' });
    if (kills > 0) return { seed, number, setup, steps: [...steps, ...this.#killed(kills)] };
    const length = 7 + random.below(14);
    while (steps.length < length) steps.push(...this.#scene());
    return { seed, number, setup, steps };
  }

  #setup(): Omit<Setup, 'concurrency' | 'import'> {
    const random = this.#random;
    return {
      key: random.chance(0.7) ? 'root' : 'uuid',
      policies: random.chance(0.4) ? BY_DEFAULT : this.#policies(),
      mapping: random.chance(0.8) ? ALL : this.#mapping(),
      batchSize: random.pick([1, 2, 50]),
      start: random.chance(0.15) ? 'legacy' : 'new',
      hasSystemId: random.chance(0.7),
      grace: random.pick(['0 s', '3 days', '30 days']),
      zone: random.chance(0.8) ? 'Etc/UTC' : 'Asia/Beirut',
      hoursBetween: random.chance(0.5) ? 24 : 0,
    };
  }

  #policies(): Policies {
    const random = this.#random;
    return {
      adopt: random.pick(['report', 'report', 'update', 'keep']),
      changed: random.chance(0.85) ? 'update' : 'report',
      editedInDhis2: random.pick(['report', 'report', 'overwrite', 'keep']),
      deletedInDhis2: random.pick(['report', 'recreate']),
    };
  }

  #mapping(): MappingShape {
    const random = this.#random;
    const without = random.pick(['note', 'note', 'beds', 'none', 'none']);
    return { questions: ALL.questions.filter((one) => one !== without), isLoud: random.chance(0.2) };
  }

  /** A record that has been told of. */
  #record(): number {
    return this.#random.pick([...this.#said.keys(), 0]);
  }

  #new(r: number): Step {
    const cells = this.#cells();
    if (!this.#said.has(r)) this.#said.set(r, cells);
    return { do: 'new', r, cells };
  }

  /** Few words, so that the source often says again what it said before. */
  #answer(question: Question): string {
    const random = this.#random;
    if (this.#typed[question].length > 0 && random.chance(0.1)) return random.pick(this.#typed[question]);
    if (question === 'beds') return random.chance(0.07) ? 'many' : random.pick(['1', '2', '3']);
    return random.pick(question === 'note' ? ['', 'x', 'y'] : ['a', 'b', 'c']);
  }

  #facility(): Facility {
    return this.#random.pick(['Alpha', 'Alpha', 'Alpha', 'Beta', 'Beta', 'Beta', 'Gamma', 'Nowhere']);
  }

  #cells(): Cells {
    const facility = this.#random.chance(0.9) ? 'Alpha' : this.#facility();
    return { facility, name: this.#answer('name'), beds: this.#answer('beds'), note: this.#answer('note') };
  }

  /** What a person types is never what anything else says: else nobody could tell whose value it is. */
  #type(r = this.#record()): Step {
    if (this.#random.chance(0.1)) return { do: 'type', r, question: 'status', value: 'ACTIVE' };
    const question = this.#random.pick(['name', 'beds', 'note'] as const);
    this.#words += 1;
    const value = question === 'beds' ? String(100 + this.#words) : `typed ${this.#words}`;
    this.#typed[question].push(value);
    return { do: 'type', r, question, value };
  }

  #edit(r = this.#record()): Step {
    if (this.#random.chance(0.12)) return this.#change(r, { facility: this.#facility() });
    return this.#answerAnew(r, this.#random.pick(['name', 'name', 'note', 'beds'] as const));
  }

  #answerAnew(r: number, question: Question): Step {
    return this.#change(r, { [question]: this.#answer(question) });
  }

  #change(r: number, cells: Partial<Cells>): Step {
    const said = this.#said.get(r);
    if (said) this.#said.set(r, { ...said, ...cells });
    return { do: 'edit', r, cells, hasNewUuid: this.#random.chance(0.4) };
  }

  /** An index of the day before an edit that is taken back. */
  #backAndForth(r: number): Step[] {
    const before = this.#said.get(r);
    const steps: Step[] = [{ do: 'night' }, { do: 'copyIndex' }, this.#edit(r), { do: 'night' }, { do: 'putBack' }];
    return before && this.#random.chance(0.6) ? [...steps, this.#change(r, before)] : steps;
  }

  /** A question leaves the mapping, is answered anew meanwhile, and comes back. */
  #outAndIn(r: number): Step[] {
    const question = this.#random.pick(['note', 'beds'] as const);
    const without = ALL.questions.filter((one) => one !== question);
    const meanwhile = [this.#answerAnew(r, question), this.#edit(r), this.#edit(), this.#type(r)].filter(() =>
      this.#random.chance(0.5),
    );
    return [
      { do: 'mapping', mapping: { questions: without, isLoud: false } },
      { do: 'night' },
      ...meanwhile,
      { do: 'night' },
      { do: 'mapping', mapping: ALL },
      ...(this.#random.chance(0.5) ? [this.#answerAnew(r, question)] : []),
    ];
  }

  /** A few steps that belong together. */
  #scene(): Step[] {
    const random = this.#random;
    const r = this.#record();
    const night: Step = { do: 'night' };
    const scenes: readonly (readonly [weight: number, () => Step[]])[] = [
      [16, () => [this.#edit(r)]],
      [16, () => [night]],
      [3, () => [this.#new(random.below(RECORDS))]],
      [4, () => [{ do: 'delete', r }]],
      [4, () => [{ do: 'return', r }]],
      [4, () => [{ do: 'mapping', mapping: this.#mapping() }]],
      [3, () => this.#outAndIn(r)],
      [3, () => [{ do: 'policies', policies: this.#policies() }]],
      [3, () => [{ do: 'stop', n: 1 + random.below(3) }]],
      [1, () => [{ do: 'lose', n: 1 + random.below(3) }]],
      [2, () => [{ do: 'nightWithOldScript', n: 1 + random.below(2) }]],
      [3, () => [this.#edit(r), { do: 'plan' }, random.chance(0.5) ? this.#type(r) : this.#edit(), { do: 'apply' }]],
      [2, () => [{ do: 'plan' }, ...(random.chance(0.5) ? [night] : []), { do: 'apply' }]],
      [8, () => [this.#type(r)]],
      [3, () => [{ do: 'remove', r, isNoted: random.chance(0.5) }]],
      [
        5,
        () => [
          {
            do: 'hand',
            r,
            edit: random.pick(['removed', 'removed', 'errorGone', 'field', 'hashGone', 'entryGone'] as const),
          },
        ],
      ],
      [3, () => [{ do: 'oldScript' }]],
      [4, () => [{ do: 'copyIndex' }]],
      [4, () => [{ do: 'putBack' }]],
      [3, () => this.#backAndForth(r)],
      [2, () => [{ do: 'loseIndex', withSidecar: random.chance(0.5) }]],
      [1, () => [{ do: 'foreignIndex' }]],
      [2, () => [{ do: 'restart' }]],
      [1, () => [{ do: 'release' }]],
      [1, () => [{ do: 'move' }]],
    ];
    return this.#pickWeighted(scenes)();
  }

  #pickWeighted<T>(items: readonly (readonly [weight: number, item: T])[]): T {
    let left = this.#random.below(items.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, item] of items) {
      left -= weight;
      if (left < 0) return item;
    }
    throw new RangeError('nothing to pick from');
  }

  /** Runs that are killed, with what people do before the next. */
  #killed(kills: number): Step[] {
    const random = this.#random;
    const steps: Step[] = [];
    for (let n = 0; n < kills; n += 1) {
      const touched = [this.#record(), this.#record(), this.#record()];
      if (random.chance(0.2)) steps.push(this.#new(random.below(RECORDS)));
      steps.push(...touched.map((r) => this.#edit(r)));
      if (random.chance(0.25)) steps.push(...this.#scene().filter((one) => one.do !== 'lose'));
      const point = this.#point();
      steps.push({ do: 'kill', point });
      for (const r of touched) {
        if (random.chance(0.25)) steps.push(this.#type(r));
        if (random.chance(0.25)) steps.push(this.#edit(r));
        if (random.chance(0.05)) steps.push({ do: 'delete', r });
      }
      if (point.at === 'late' && random.chance(0.8)) steps.push({ do: 'night' }, { do: 'deliver' });
      if (random.chance(0.3)) steps.push({ do: 'night' });
    }
    return steps;
  }

  #point(): KillPoint {
    const random = this.#random;
    const n = random.pick([1, 1, 2]);
    switch (random.below(8)) {
      case 0:
        return { at: 'read', n: 1 + random.below(5) };
      case 1:
        return { at: 'send', n };
      case 2:
      case 3:
        return { at: 'stored', n };
      case 4:
        return { at: 'answered', n };
      case 5:
        return { at: 'late', n };
      case 6:
        return { at: 'file', n: 1 + random.below(10) };
      default:
        return { at: 'moment', ms: random.below(120) };
    }
  }
}
