import type { Known, Part } from './part.ts';
import type { Tree } from '../../jsonata/tree.ts';

/**
 * What an inference meets, as rules ask for it: a part by what it does. An operation that reads otherwise than it was
 * meant (`sex = ("f" or "m")`, `1 < age < 5`, `name + " " + sex`, `group/question`) is met as a whole, as such.
 */
export type Meeting =
  | 'number'
  | 'pattern'
  | 'name'
  | 'path'
  | 'brackets'
  | 'condition'
  | 'logical'
  | 'chain'
  | 'alternatives'
  | 'comparison'
  | 'comparisons'
  | 'link'
  | 'membership'
  | 'plus-of-texts'
  | 'torn-column'
  | 'calculation'
  | 'joining'
  | 'call';

export interface Visit {
  readonly as: Meeting;
  readonly part: Part;
  /** False in a branch of a function that is being followed: a call may never get there. */
  readonly isSure: boolean;
}

/** An inference at work, as its parts see it. */
export interface Inferring extends Known {
  meet(as: Meeting, part: Part): void;
  /** Comparisons that are a part of another: what is wrong with their kinds is told of the whole. */
  readonly compared: Set<Tree>;
  /** A branch of a function that is followed: what is met meanwhile may never come about. */
  inBranch<T>(look: () => T): T;
  /** Follows a call; undefined where there has been enough of it. */
  inCall<T>(look: () => T): T | undefined;
}
