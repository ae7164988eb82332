/** What a plan for people says beyond what a run needs: it is read from the sink, and nothing is decided by it. */
import type { JsonObject } from '../base/json.ts';
import type { Remote } from '../contracts/sink.ts';
import { readAll } from './look.ts';
import type { HoldLine, MissingLine, PlanLine } from './plan-line.ts';
import type { RunContext } from './pipeline.ts';
import { placeText } from './place-in-words.ts';
import { hasPlaces, nothingAt } from './places.ts';

/** Of records that are gone so many are told with place and date: a few of each kind are shown. */
const MOST_TOLD = 20;

/** The same lines; those that wait because their record has changed say what would become of what. */
export async function withChangesHeld(context: RunContext, lines: readonly PlanLine[]): Promise<PlanLine[]> {
  const held = lines.filter(isHeldChange);
  if (held.length === 0) return [...lines];
  const remotes = await readAll(context, addressesOf(held));
  return lines.map((line) => {
    if (!isHeldChange(line)) return line;
    // Of a form of which nothing is left, all is blank; an event that is gone is another matter.
    const there = objectAt(remotes, line.address) ?? (hasPlaces(context) ? nothingAt(context, line) : undefined);
    const differences = there ? context.pipeline.sink.differences(line.object, there) : [];
    return differences.length > 0 ? { ...line, differences } : line;
  });
}

function isHeldChange(line: PlanLine): line is HoldLine {
  return line.action === 'hold' && !line.differences && line.reasons.some(({ code }) => code === 'index/changed');
}

/** The same lines; the first of them, and of those that somebody must see to, say where and when their objects are. */
export async function withPlaces(context: RunContext, lines: readonly MissingLine[]): Promise<MissingLine[]> {
  const overdue = lines.filter(({ isOverdue }) => isOverdue);
  const told = new Set([...lines.slice(0, MOST_TOLD), ...overdue.slice(0, MOST_TOLD)]);
  if (told.size === 0) return [...lines];
  const { pipeline } = context;
  const [where = '', ...times] = pipeline.sink.whereAndWhen;
  const remotes = await readAll(context, addressesOf([...told]));
  return lines.map((line) => {
    const there = told.has(line) ? objectAt(remotes, line.address) : undefined;
    const place = there?.[where];
    const when = times.map((time) => there?.[time]).find((value) => typeof value === 'string');
    if (typeof place !== 'string') return line;
    return { ...line, facility: placeText(pipeline, place), ...(when !== undefined && { when }) };
  });
}

function addressesOf(lines: readonly PlanLine[]): string[] {
  return lines.flatMap(({ address }) => address ?? []);
}

function objectAt(remotes: ReadonlyMap<string, Remote>, address: string | null): JsonObject | undefined {
  const remote = address === null ? undefined : remotes.get(address);
  return remote?.is === 'live' ? remote.object : undefined;
}
