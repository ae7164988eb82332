/**
 * Whether a regular expression can take too long. JavaScript tries one way to read a text after the other, until one
 * fits; where none fits it tries them all, from every place of the text. So the ways are counted, for the worst of texts.
 *
 * Guaranteed, whatever the text: what is `fine` takes at most so many steps for each of its letters, from each of its
 * places: the square of its length in all, or (not `isSquare`) its length alone. What is `slow` takes the square from one
 * place, and cannot begin in so many that it were more in all. Everything else is refused: what takes longer, and what
 * cannot be told.
 */
import { findAmbiguity } from './regex-ambiguity.ts';
import { countSteps } from './regex-effort.ts';
import { toMachine, type Machine } from './regex-machine.ts';
import { canBeEmpty, parsePattern, type PatternNode } from './regex-parse.ts';
import { TooLarge } from './regex-patience.ts';

/** How much a search takes: steps for a letter of the text, or (`isSquare`) for a letter and a letter before it. */
export interface Effort {
  readonly steps: number;
  readonly isSquare: boolean;
}

export type PatternRisk =
  | ({ readonly is: 'fine' } & Effort)
  /** The square of the length, from one beginning: two repetitions share letters. */
  | ({ readonly is: 'slow'; readonly part: string } & Effort)
  /** The cube of the length or more. */
  | { readonly is: 'crawls'; readonly part: string }
  /** It doubles with each letter or round. */
  | { readonly is: 'explodes'; readonly part: string }
  /** It cannot be told, for it has something that is not understood: "looks around". */
  | { readonly is: 'beyond'; readonly what: string };

const FINE: PatternRisk = { is: 'fine', steps: 1, isSquare: false };
const TOO_LARGE: PatternRisk = { is: 'beyond', what: 'is too large to be looked at' };
const ORDER = ['fine', 'slow', 'crawls', 'explodes', 'beyond'];
/** How far counts are written out: as they are, if that is not too large. If one of both is safe, the pattern is. */
const MOST_COPIES = [100, 5];
/** Patterns of every day take less than a hundred. */
const MOST_STEPS = 1000;

export function riskOfPattern(pattern: RegExp): PatternRisk {
  const parsed = parsePattern(pattern);
  if ('beyond' in parsed) return { is: 'beyond', what: parsed.beyond };
  return partsOf(parsed.node)
    .map((part) => riskOfPart(part, pattern))
    .reduce(worse, FINE);
}

function worse(a: PatternRisk, b: PatternRisk): PatternRisk {
  const risk = ORDER.indexOf(a.is) < ORDER.indexOf(b.is) ? b : a;
  if (!('steps' in risk) || !('steps' in a) || !('steps' in b)) return risk;
  return { ...risk, steps: Math.max(a.steps, b.steps), isSquare: a.isSquare || b.isSquare };
}

function riskOfPart(part: PatternNode, pattern: RegExp): PatternRisk {
  let mildest = TOO_LARGE;
  for (const copies of MOST_COPIES) {
    const risk = riskWithCopies(part, pattern, copies);
    if (ORDER.indexOf(risk.is) < ORDER.indexOf(mildest.is)) mildest = risk;
    if (mildest.is === 'fine') break;
  }
  return mildest;
}

function riskWithCopies(part: PatternNode, pattern: RegExp, copies: number): PatternRisk {
  try {
    return riskOfMachine(toMachine(part, pattern, copies), pattern.source);
  } catch (error) {
    if (error instanceof TooLarge) return TOO_LARGE;
    throw error;
  }
}

function riskOfMachine(machine: Machine, source: string): PatternRisk {
  const { exploding, handovers, levels, ownLevels } = findAmbiguity(machine);
  if (exploding !== undefined) return { is: 'explodes', part: machine.partOf(exploding, 'outermost') ?? source };
  const third = handovers.find(({ to }) => (levels[to] ?? 0) > 1);
  if (third) return { is: 'crawls', part: machine.partOf(third.to, 'innermost') ?? source };
  const { steps, at } = countSteps(machine, ownLevels, MOST_STEPS);
  if (steps > MOST_STEPS) return { is: 'explodes', part: machine.partOf(at, 'outermost') ?? source };
  const second = handovers.find(({ to }) => ownLevels[to] === 1);
  const effort: Effort = { steps, isSquare: levels.some((level) => level > 0) };
  return second
    ? { is: 'slow', part: machine.partOf(second.to, 'innermost') ?? source, ...effort }
    : { is: 'fine', ...effort };
}

/**
 * What can be left out at the end is looked at by itself: once it is come to the pattern fits, and nothing before it is
 * tried again. `.*foo.*` takes no longer than `.*foo` and then `.*`. Each part is tried once from a place, at most.
 */
function partsOf(node: PatternNode): readonly PatternNode[] {
  const { head, tails } = withoutTails(node);
  return [head, ...tails];
}

function withoutTails(node: PatternNode): { readonly head: PatternNode; readonly tails: readonly PatternNode[] } {
  const { start, end } = node;
  const toRow = (...items: readonly PatternNode[]): PatternNode => ({ is: 'row', items, start, end });
  if (alwaysFits(node)) return { head: toRow(), tails: partsOfTail(node) };
  if (node.is === 'choice') {
    const found = node.items.map(withoutTails);
    return { head: { ...node, items: found.map(({ head }) => head) }, tails: found.flatMap(({ tails }) => tails) };
  }
  if (node.is === 'repeat') {
    const { item, least } = node;
    const { head, tails } = withoutTails(item);
    const before = { ...node, least: least - 1, most: least - 1 };
    return { head: toRow(before, head), tails: [...tails, ...partsOfTail({ ...node, least: 0 })] };
  }
  if (node.is !== 'row') return { head: node, tails: [] };
  const last = node.items.findLastIndex((one) => !alwaysFits(one));
  const { head, tails } = withoutTails(node.items[last] as PatternNode);
  const rest = node.items.slice(last + 1).flatMap(partsOfTail);
  return { head: toRow(...node.items.slice(0, last), head), tails: [...tails, ...rest] };
}

/** Of what always fits, at the end: no round of a repetition is tried again once it has read something. */
function partsOfTail(node: PatternNode): readonly PatternNode[] {
  if (!alwaysFits(node)) return partsOf(node);
  if (node.is === 'repeat') return canBeEmpty(node.item) ? [node.item] : partsOf(node.item);
  return node.is === 'row' || node.is === 'choice' ? node.items.flatMap(partsOfTail) : [];
}

/** Whether it fits anywhere, if need be by reading nothing. */
function alwaysFits(node: PatternNode): boolean {
  if (node.is === 'letter' || node.is === 'place') return false;
  if (node.is === 'repeat') return node.least === 0 || alwaysFits(node.item);
  return node.is === 'row' ? node.items.every(alwaysFits) : node.items.some(alwaysFits);
}
