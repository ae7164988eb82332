/**
 * Who is to stand where, when the whole source is known: one place is for one record, and a record can go where another
 * one stands only if that leaves in the same run. So two records can change places in one night.
 */
import { nameOf, type Ref } from '../contracts/ref.ts';
import type { Found } from '../contracts/store.ts';
import { hasPlaces, placeFor } from './places.ts';
import { refOf } from './plan-line-parts.ts';
import type { PlanLine, WantedRecord } from './plan-line.ts';
import type { RunContext } from './pipeline.ts';

/** A record that is to stand somewhere. */
export interface Claim {
  /** Its line in the draft. */
  readonly at: number;
  readonly key: string;
  readonly row: number;
  readonly address: string;
}

export type PlaceVerdict =
  /** Others are to stand there as well, and none of them does by now. */
  | { readonly is: 'contested'; readonly claims: readonly Claim[] }
  /** The record of an entry that is gone stood there: this one follows it. */
  | { readonly is: 'successor'; readonly found: Found }
  | { readonly is: 'taken'; readonly owner: Ref; readonly isGone: boolean }
  /** Others stand by now where it stood: nothing is cleared there. */
  | { readonly is: 'passed'; readonly addresses: ReadonlySet<string> };

/** What is remembered of a line. */
interface Row extends Claim {
  /** Names of its entry, and of the one whose place it takes. */
  readonly entry: string | undefined;
  readonly takes: Ref | undefined;
  /** It stands at its address by now. */
  readonly isAtHome: boolean;
  /** Its object is there, or is to be, once the plan is applied. */
  readonly stands: boolean;
  readonly clears: readonly string[];
}

/** Lines after which an object stands at its address. */
const STANDING: ReadonlySet<PlanLine['action']> = new Set(['create', 'update', 'adopt', 'leave', 'returned']);

export class PlaceClaims {
  readonly #context: RunContext;
  readonly #rows: Row[] = [];

  constructor(context: RunContext) {
    this.#context = context;
  }

  /** Looks at a line of the draft; `home` is the address of its entry, if it has one. */
  add(at: number, line: PlanLine, home: string | undefined): void {
    if (!hasPlaces(this.#context) || line.key === null || !('object' in line) || line.object === undefined) return;
    const address = placeFor(this.#context, line as WantedRecord);
    const { key, row, entry } = line as WantedRecord;
    this.#rows.push({
      at,
      key,
      row,
      address,
      entry: entry === undefined ? undefined : nameOf(refOf(line)),
      takes: 'takes' in line ? line.takes : undefined,
      isAtHome: home === address,
      stands: STANDING.has(line.action),
      clears: ('movedFrom' in line ? (line.movedFrom ?? []) : []).flatMap((place) =>
        place.clears ? [place.address] : [],
      ),
    });
  }

  /**
   * Verdicts by line of the draft. `overruled`: lines about which something else has been decided; `accounted`: names of the
   * entries whose records are in the source, undefined where that is not known of all; `leftAlone`: of those that have no line
   * because they stand where they stood.
   */
  async settle(
    overruled: Pick<ReadonlyMap<number, unknown>, 'has'>,
    accounted: Pick<ReadonlySet<string>, 'has'> | undefined,
    leftAlone: Pick<ReadonlySet<string>, 'has' | 'size'>,
  ): Promise<ReadonlyMap<number, PlaceVerdict>> {
    const verdicts = new Map<number, PlaceVerdict>();
    const rows = this.#rows.filter(({ at }) => !overruled.has(at));
    const kept = await this.#placesOf(leftAlone, rows);
    const open = contested(rows).filter(([first]) => first === undefined || !kept.has(first.address));
    for (const claims of open) for (const { at } of claims) verdicts.set(at, { is: 'contested', claims });
    for (const [row, owner] of unfulfilled(rows, verdicts)) {
      const isGone = accounted !== undefined && !accounted.has(nameOf(owner));
      const [found] = isGone && row.entry === undefined ? await this.#context.index.get([owner]) : [];
      verdicts.set(row.at, found ? { is: 'successor', found } : { is: 'taken', owner, isGone });
    }
    const standing = new Set(kept);
    for (const row of rows) if (row.stands && !verdicts.has(row.at)) standing.add(row.address);
    for (const { at, clears } of rows) {
      const addresses = new Set(clears.filter((address) => standing.has(address)));
      if (addresses.size > 0 && !verdicts.has(at)) verdicts.set(at, { is: 'passed', addresses });
    }
    return verdicts;
  }

  /** Of the addresses that rows are about, those at which a record stands that was left alone. */
  async #placesOf(
    leftAlone: Pick<ReadonlySet<string>, 'has' | 'size'>,
    rows: readonly Row[],
  ): Promise<ReadonlySet<string>> {
    if (leftAlone.size === 0) return new Set();
    const asked = rows.flatMap(({ address, clears }) => [address, ...clears]);
    const holders = await this.#context.index.holders([...new Set(asked)]);
    return new Set([...holders].flatMap(([address, ref]) => (leftAlone.has(nameOf(ref)) ? [address] : [])));
  }
}

/** Records that are to stand at one place, where none of them stands by now. */
function contested(rows: readonly Row[]): Row[][] {
  const byAddress = new Map<string, Row[]>();
  for (const row of rows) {
    const others = byAddress.get(row.address);
    if (others) others.push(row);
    else byAddress.set(row.address, [row]);
  }
  return [...byAddress.values()].filter((claims) => claims.length > 1 && !claims.some(({ isAtHome }) => isAtHome));
}

/** Records that are to take the place of another which does not leave it, be it because it cannot go where it is to go. */
function unfulfilled(rows: readonly Row[], decided: ReadonlyMap<number, unknown>): ReadonlyMap<Row, Ref> {
  const byEntry = new Map(rows.flatMap((row) => (row.entry === undefined ? [] : [[row.entry, row] as const])));
  const takers = new Map<Row, Row[]>();
  const waiting: (readonly [Row, Ref])[] = [];
  for (const row of rows) {
    if (row.takes === undefined || decided.has(row.at)) continue;
    const owner = byEntry.get(nameOf(row.takes));
    const leaves = owner !== undefined && owner.stands && !owner.isAtHome && !decided.has(owner.at);
    if (!leaves) waiting.push([row, row.takes]);
    else takers.set(owner, [...(takers.get(owner) ?? []), row]);
  }
  const stuck = new Map<Row, Ref>();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [row, owner] = next;
    if (stuck.has(row)) continue;
    stuck.set(row, owner);
    // It stays where it is, so nobody can take its place.
    for (const taker of takers.get(row) ?? []) if (taker.takes) waiting.push([taker, taker.takes]);
  }
  return stuck;
}
