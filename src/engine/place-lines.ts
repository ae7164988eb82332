/** Lines put right by who is to stand where. */
import { reason } from '../messages/reason.ts';
import type { Sink } from '../contracts/sink.ts';
import type { Claim, PlaceVerdict } from './place-claims.ts';
import type { HoldLine, PlanLine, RejectLine, WantedRecord } from './plan-line.ts';
import { unplaced, where } from './plan-line-parts.ts';
import type { RunContext } from './pipeline.ts';
import { decideAgain } from './redecide.ts';
import { readSome } from './spool.ts';

/** Values that a message names. */
const MOST_NAMED = 10;

/** What several records of one place would write, by the list of them. */
export type SharedTargets = ReadonlyMap<readonly Claim[], readonly string[]>;

/** Puts a line right. */
export async function redecidePlace(
  context: RunContext,
  line: PlanLine,
  verdict: PlaceVerdict,
  shared: SharedTargets = new Map(),
): Promise<PlanLine> {
  if (line.key === null || !('object' in line) || line.object === undefined) return line;
  const record = line as WantedRecord;
  switch (verdict.is) {
    case 'contested':
      return contestedLine(record, verdict.claims, shared.get(verdict.claims) ?? []);
    case 'taken':
      return takenLine(context, record, verdict);
    case 'successor': {
      const [again] = await decideAgain(context, [{ line: record, found: verdict.found }]);
      return again as PlanLine;
    }
    default:
      return withoutClearing(line, verdict.addresses);
  }
}

/** A record that turned out to be known only when all claims were settled can take nobody's place: tonight it waits. */
export async function withoutTaking(context: RunContext, line: PlanLine): Promise<PlanLine> {
  if (!('takes' in line) || !line.takes) return line;
  return redecidePlace(context, line, { is: 'taken', owner: line.takes, isGone: false });
}

/** The cells that records contest, read from the draft. */
export async function readShared(
  sink: Sink,
  draft: string,
  verdicts: ReadonlyMap<number, PlaceVerdict>,
): Promise<SharedTargets> {
  const counts = new Map<readonly Claim[], Map<string, number>>();
  for (const verdict of verdicts.values()) if (verdict.is === 'contested') counts.set(verdict.claims, new Map());
  if (counts.size === 0) return new Map();
  for await (const { at, line } of readSome(draft, (place) => verdicts.get(place)?.is === 'contested')) {
    const verdict = verdicts.get(at);
    const count = verdict?.is === 'contested' ? counts.get(verdict.claims) : undefined;
    if (!count) continue;
    const { object } = line as WantedRecord;
    for (const [target, value] of sink.valuesOf(object))
      if (value !== null) count.set(target, (count.get(target) ?? 0) + 1);
  }
  return new Map(
    [...counts].map(([claims, count]) => [claims, [...count].flatMap(([name, n]) => (n > 1 ? [name] : []))]),
  );
}

function contestedLine(line: WantedRecord, claims: readonly Claim[], targets: readonly string[]): RejectLine {
  const place = claims[0]?.address ?? '';
  const rows = firstOf(claims.map(({ row }) => String(row)));
  const keys = firstOf(claims.map(({ key }) => key));
  const args = { place, rows, keys, ...(targets.length > 0 && { targets: firstOf(targets) }) };
  return { ...unplaced(line), action: 'reject', reasons: [{ ...reason('index/same-place', args), ...where(line) }] };
}

function takenLine(
  context: RunContext,
  line: WantedRecord,
  { owner, isGone }: PlaceVerdict & { readonly is: 'taken' },
): HoldLine {
  const { pipeline } = context;
  const place = pipeline.sink.addressOf(pipeline.index.namespace, line, 0, line.object);
  const args = { place, owner: owner.key, ...(isGone && { isGone }) };
  return { ...unplaced(line), action: 'hold', reasons: [{ ...reason('index/place-taken', args), ...where(line) }] };
}

function withoutClearing(line: PlanLine, addresses: ReadonlySet<string>): PlanLine {
  if (!('movedFrom' in line) || !line.movedFrom) return line;
  const movedFrom = line.movedFrom.map((place) => {
    const { clears: _, ...rest } = place;
    return addresses.has(place.address) ? rest : place;
  });
  return { ...line, movedFrom };
}

function firstOf(names: readonly string[]): string[] {
  return names.length > MOST_NAMED ? [...names.slice(0, MOST_NAMED), '…'] : [...names];
}
