/** How much of what a person knows `etl init` found by itself. */
import type { Setup } from '../../src/setup/plan-setup.ts';

export interface Score {
  right: number;
  /** What nobody has asked for, or something else than it should be. */
  wrong: string[];
  open: number;
}

export interface Truth {
  /** Question (by the last part of its column) → data element or cell; null: nothing. */
  readonly questions: Readonly<Record<string, string | null>>;
  /** Option set → value → code; null: none. */
  readonly choices: Readonly<Record<string, Readonly<Record<string, string | null>>>>;
  readonly units: Readonly<Record<string, string | null>>;
}

export function measureSetup(setup: Setup, truth: Truth): Readonly<Record<keyof Truth, Score>> {
  const filled = new Map([...setup.columns].map(([column, { id }]) => [nameOf(column), id]));
  for (const { target, question } of setup.questions)
    if (target && setup.byHand.some((one) => one.target === target)) filled.set(nameOf(question.column), target.id);
  const units = new Map(setup.units.flatMap(({ value, unit }) => (unit ? [[value, unit.id] as const] : [])));
  const choices = Object.entries(truth.choices).map(([set, map]) => score(setup.options.get(set) ?? new Map(), map));
  return {
    questions: score(filled, truth.questions),
    choices: {
      right: choices.reduce((sum, { right }) => sum + right, 0),
      wrong: choices.flatMap(({ wrong }) => wrong),
      open: choices.reduce((sum, { open }) => sum + open, 0),
    },
    units: score(units, truth.units),
  };
}

function nameOf(column: string): string {
  return column.split('/').at(-1) ?? column;
}

function score(found: ReadonlyMap<string, string>, truth: Readonly<Record<string, string | null>>): Score {
  const result: Score = { right: 0, wrong: [], open: 0 };
  for (const [name, is] of Object.entries(truth)) {
    const said = found.get(name);
    if (said === undefined) result.open += is === null ? 0 : 1;
    else if (said === is) result.right += 1;
    else result.wrong.push(`${name}: ${said}, not ${is}`);
  }
  return result;
}
