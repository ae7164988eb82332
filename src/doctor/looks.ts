/** What was looked at, and what was found: each look by itself, with its own time. */
import { faultsOf, warningOf, type Finding, type Findings, type Standing } from '../contracts/finding.ts';
import { EXIT } from '../base/errors.ts';
import { exitCodeOf, isFailure, knownCodes, type KnownCode } from '../messages/code-table.ts';

/** Parts of what is looked at, in the order in which they are told. */
export const PARTS = ['machine', 'spec', 'source', 'lookups', 'dhis2', 'index', 'artifacts', 'notifications'] as const;

export type Part = (typeof PARTS)[number];

/** What they are called. */
export const TITLES: Readonly<Record<Part, string>> = {
  machine: 'Machine',
  spec: 'Spec and mapping',
  source: 'Source',
  lookups: 'Look-ups',
  dhis2: 'DHIS2',
  index: 'Index',
  artifacts: 'Artifacts',
  notifications: 'Notifications',
};

/** A finding, and what part it is of. */
export type Found = Finding & { readonly part: Part };

/** What a look is of, for people; and how long it may take. */
export interface Look {
  readonly part: Part;
  readonly what: string;
  readonly seconds?: number;
}

const SECONDS = 12;
/** Of all looks together. */
const MOST_SECONDS = 50;

export class Looks {
  readonly #found: Found[] = [];
  readonly #began = performance.now();
  #isUnderWay = false;

  /** Something for which time was up may still be under way. */
  get isUnderWay(): boolean {
    return this.#isUnderWay;
  }

  /** All findings, part by part. */
  get found(): readonly Found[] {
    return PARTS.flatMap((part) => this.#found.filter((one) => one.part === part));
  }

  /** What two looks find alike is told once. */
  add(part: Part, ...findings: readonly Finding[]): void {
    for (const finding of findings) {
      const isKnown = this.#found.some((one) => one.part === part && isSame(one, finding));
      if (!isKnown) this.#found.push({ ...finding, part });
    }
  }

  /** Something that there was no use in looking at. */
  addNotLookedAt(part: Part, what: string, because: string): void {
    this.add(part, warningOf('doctor/not-looked-at', { what, because }));
  }

  /**
   * Takes a look; what is found counts, also where it ends in trouble, or where time is up. Gives whether all of it was
   * seen and nothing is a fault. What is still under way when time is up is left to end by itself.
   */
  async take({ part, what, seconds = SECONDS }: Look, look: () => Findings | undefined): Promise<boolean> {
    const left = Math.max(0.05, Math.min(seconds, MOST_SECONDS - (performance.now() - this.#began) / 1000));
    const worst = new Set<Standing>();
    const add = (findings: readonly Finding[]): void => {
      for (const { is } of findings) worst.add(is);
      this.add(part, ...findings);
    };
    const clock = after(left * 1000);
    const reading = read(look, clock.isOver, add);
    const ended = await Promise.race([reading, clock.over]);
    clock.stop();
    if (ended === 'over') this.#isUnderWay = true;
    if (ended === 'over') add([warningOf('doctor/out-of-time', { what, seconds: Math.ceil(left) })]);
    return ended !== 'over' && !worst.has('fault');
  }
}

function isSame(one: Finding, other: Finding): boolean {
  const isAlike = one.code === other.code && one.place?.start === other.place?.start;
  return isAlike && JSON.stringify(one.args) === JSON.stringify(other.args);
}

async function read(
  look: () => Findings | undefined,
  isOver: () => boolean,
  add: (findings: readonly Finding[]) => void,
): Promise<'read'> {
  try {
    for await (const finding of look() ?? []) {
      if (isOver()) break;
      add([finding]);
    }
  } catch (error) {
    const faults = faultsOf(error);
    if (!isOver()) add(faults);
  }
  return 'read';
}

interface Clock {
  readonly over: Promise<'over'>;
  readonly isOver: () => boolean;
  stop(): void;
}

function after(ms: number): Clock {
  let isOver = false;
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<'over'>((resolve) => {
    timer = setTimeout(() => {
      isOver = true;
      resolve('over');
    }, ms);
  });
  return { over, isOver: () => isOver, stop: () => clearTimeout(timer) };
}

/** How grave the worst of them is. */
export function worstOf(findings: readonly Finding[]): Standing {
  for (const is of ['fault', 'warning'] as const) if (findings.some((one) => one.is === is)) return is;
  return 'fine';
}

/** In this order a run would come to them. */
const FAULT_EXITS = [EXIT.usage, EXIT.refusedByGuard, EXIT.couldNotRun, EXIT.locked] as const;

/** The exit code that a run would come to in such a state: of faults the first that would end it; 1 where someone must act. */
export function exitCodeOfFindings(findings: readonly Finding[]): number {
  const faults = new Set(findings.filter(({ is }) => is === 'fault').map(({ code }) => exitOf(code)));
  const exit = FAULT_EXITS.find((code) => faults.has(code));
  if (exit !== undefined) return exit;
  return worstOf(findings) === 'warning' ? EXIT.someoneMustAct : EXIT.ok;
}

const KNOWN: ReadonlySet<string> = new Set(knownCodes());

function exitOf(code: string): number {
  if (!KNOWN.has(code) || !isFailure(code as KnownCode)) return EXIT.usage;
  return exitCodeOf(code as Parameters<typeof exitCodeOf>[0]);
}
