/**
 * JSONata's sequences: arrays that stand for "none, one or many values" and collapse where one value is left. They carry
 * the same marks as jsonata's own, since its built-ins take and give them.
 */
export interface Sequence extends Array<unknown> {
  sequence?: boolean;
  /** `[]` was asked for: a single value stays an array. */
  keepSingleton?: boolean;
  /** Made by an array constructor within a path: not flattened into its surroundings. */
  cons?: boolean;
  /** The input itself is an array, and is one value. */
  outerWrapper?: boolean;
}

export function emptySequence(): Sequence {
  const made: Sequence = [];
  made.sequence = true;
  return made;
}

/** A sequence of one value; of one undefined, where that is given. */
export function sequenceOf(value: unknown): Sequence {
  const made: Sequence = [value];
  made.sequence = true;
  return made;
}

export function isSequence(value: unknown): value is Sequence {
  return Array.isArray(value) && (value as Sequence).sequence === true;
}

/** What a sequence is worth once a node is done: nothing, its only value, or itself. Other values stay. */
export function settle(value: unknown, keepArray: boolean): unknown {
  if (!Array.isArray(value) || (value as Sequence).sequence !== true) return value;
  if (keepArray) (value as Sequence).keepSingleton = true;
  if (value.length === 0) return undefined;
  return value.length === 1 && (value as Sequence).keepSingleton !== true ? value[0] : value;
}

/** Adds a value to a sequence, flattened by one level unless an array constructor made it. */
export function addFlattened(to: unknown[], value: unknown): void {
  if (!Array.isArray(value) || (value as Sequence).cons === true) to.push(value);
  else for (const one of value as unknown[]) to.push(one);
}

/** Two values as one array; undefined adds nothing. */
export function append(first: unknown, second: unknown): unknown {
  if (first === undefined) return second;
  if (second === undefined) return first;
  const left: unknown[] = Array.isArray(first) ? first : [first];
  return left.concat(Array.isArray(second) ? second : [second]);
}

/** The value of a key in an object, or of that key in each object of an array. Own properties only. */
export function lookUpName(input: unknown, key: string, runtime: { tick(): void }): unknown {
  if (Array.isArray(input)) {
    const found = emptySequence();
    for (const one of input) {
      runtime.tick();
      const value = lookUpName(one, key, runtime);
      if (Array.isArray(value)) for (const each of value as unknown[]) found.push(each);
      else if (value !== undefined) found.push(value);
    }
    return found;
  }
  if (typeof input !== 'object' || input === null || !Object.hasOwn(input, key)) return undefined;
  const marks = input as { _jsonata_function?: unknown; _jsonata_lambda?: unknown };
  if (marks._jsonata_function === true || marks._jsonata_lambda === true) return undefined;
  return (input as Record<string, unknown>)[key];
}
