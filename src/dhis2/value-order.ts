import type { DataValue } from './event-object.ts';
import { isUid } from './uid.ts';

/** What follows from the data elements of an event alone, whatever their values. */
export interface ValueOrder {
  readonly names: readonly string[];
  /** Places of the values, sorted by the names of their data elements. */
  readonly sorted: readonly number[];
  /** The member of a JSON object that a value is, `"name":"value"`. */
  member(place: number, value: string): string;
  /** All of them have the shape of UIDs. */
  readonly areUids: boolean;
  /** What an event sets that has them: by the properties that it has, a bit each. */
  readonly targets: Map<number, readonly string[]>;
}

/** A run has a list for each form version, and few of them. */
const MOST_KNOWN = 16;
let known: ValueOrder[] = [];

/**
 * The order of an event's data elements: nearly all events of a run have the same ones, so it is found once. Undefined
 * where one stands twice.
 */
export function orderOf(dataValues: readonly DataValue[]): ValueOrder | undefined {
  const found = known.find(({ names }) => isOf(names, dataValues));
  if (found) {
    // The next event is of the same kind, mostly.
    if (known[0] !== found) known = [found, ...known.filter((one) => one !== found)];
    return found;
  }
  const names = dataValues.map(({ dataElement }) => dataElement);
  if (new Set(names).size < names.length) return undefined;
  const order: ValueOrder = {
    names,
    sorted: [...names.keys()].sort((a, b) => ((names[a] as string) < (names[b] as string) ? -1 : 1)),
    member: memberOf(names),
    areUids: names.every(isUid),
    targets: new Map(),
  };
  known = [order, ...known.slice(0, MOST_KNOWN - 1)];
  return order;
}

/** So many values of a data element are remembered: those of a question with choices. */
const MOST_VALUES = 250;
const LONGEST_VALUE = 100;

function memberOf(names: readonly string[]): ValueOrder['member'] {
  const heads = names.map((name) => `${JSON.stringify(name)}:`);
  const members = names.map(() => new Map<string, string>());
  return (place, value) => {
    const ofPlace = members[place] as Map<string, string>;
    const made = ofPlace.get(value);
    if (made !== undefined) return made;
    const member = (heads[place] as string) + JSON.stringify(value);
    if (ofPlace.size < MOST_VALUES && value.length <= LONGEST_VALUE) ofPlace.set(value, member);
    return member;
  };
}

function isOf(names: readonly string[], dataValues: readonly DataValue[]): boolean {
  if (names.length !== dataValues.length) return false;
  for (let at = 0; at < names.length; at += 1)
    if (names[at] !== (dataValues[at] as DataValue).dataElement) return false;
  return true;
}
