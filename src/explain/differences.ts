import type { JsonObject } from '../base/json.ts';
import type { Sink } from '../contracts/sink.ts';
import type { Told } from './ask-server.ts';
import type { ExplainedDifference, ExplainedField, ExplainedRemote } from './explanation.ts';
import type { LabelOf } from './labels.ts';
import { isSame, targetsIn, toObject, type Targets } from '../engine/targets.ts';

/** What is there at each address that was asked for: of the targets that the record or the last send fills. */
export function toRemotes(
  { asked, remotes, object }: Told,
  sink: Sink,
  last: JsonObject | undefined,
): ExplainedRemote[] {
  const targets = [...new Set([object, last].flatMap((one) => (one ? sink.targetsOf(one) : [])))];
  return asked.flatMap((address): ExplainedRemote[] => {
    const remote = remotes.get(address);
    if (!remote) return sink.canSee?.(address) === false ? [] : [{ address, is: 'nothing', values: {} }];
    if (remote.is === 'deleted') return [{ address, is: 'deleted', values: {} }];
    const there = targets.length > 0 ? sink.restrict(remote.object, targets) : remote.object;
    return [{ address, is: 'live', values: toObject(targetsIn(sink, there)) }];
  });
}

/** What is laid side by side. */
export interface Sides {
  readonly fields: readonly ExplainedField[];
  /** The last object that DHIS2 has taken. */
  readonly last: JsonObject | undefined;
  readonly told: Told | undefined;
  /** Where it is. */
  readonly address: string | undefined;
  readonly sink: Sink;
  readonly labelOf: LabelOf;
}

/** Each target that is not the same in the record, in what was last sent and in DHIS2. */
export function compareAll({ fields, last, told, address, sink, labelOf }: Sides): ExplainedDifference[] {
  const remote = address === undefined ? undefined : told?.remotes.get(address);
  const there = remote?.is === 'live' ? remote.object : undefined;
  const object = told?.object;
  const sides = {
    record: object ? targetsIn(sink, object) : fields.length > 0 ? ofFields(fields) : undefined,
    sent: last && targetsIn(sink, last),
    there: there && targetsIn(sink, there),
  };
  const edited = new Set(last && there ? differing(sink, last, there) : []);
  const changed = new Set(object && there ? differing(sink, object, there) : []);
  const targets = new Set([...edited, ...changed, ...unlike(sides.record, sides.sent)]);
  return [...targets].map((target) => ({
    target,
    label: labelOf(target),
    ...side('record', sides.record, target),
    ...side('sent', sides.sent, target),
    ...side('there', sides.there, target),
    wasEdited: edited.has(target),
  }));
}

/** Targets whose fields did not fail: of those nobody knows what the record says. */
function ofFields(fields: readonly ExplainedField[]): Targets {
  return new Map(fields.filter(({ state }) => state !== 'failed').map(({ target, value }) => [target, value]));
}

function differing(sink: Sink, ours: JsonObject, theirs: JsonObject): string[] {
  return sink.differences(ours, sink.restrict(theirs, sink.targetsOf(ours))).map(({ target }) => target);
}

function unlike(record: Targets | undefined, sent: Targets | undefined): string[] {
  if (!record || !sent) return [];
  return [...record.keys()].filter((target) => !isSame(record.get(target), sent.get(target)));
}

function side(name: 'record' | 'sent' | 'there', targets: Targets | undefined, target: string): object {
  return targets ? { [name]: targets.get(target) ?? null } : {};
}
