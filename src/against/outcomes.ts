/** What one side makes of the records of a source. */
import type { JsonObject } from '../base/json.ts';
import type { Reject } from '../base/problem.ts';
import type { Mapped } from '../contracts/mapper.ts';
import { placeOf, type Header, type SourceRecord } from '../contracts/record.ts';
import type { Sink } from '../contracts/sink.ts';
import { assemble } from '../engine/assemble.ts';
import { bindIdentity } from '../engine/identity.ts';
import type { Pipeline } from '../engine/pipeline.ts';
import { facilityOf } from '../engine/place-in-words.ts';
import type { KnownRecord } from '../engine/plan-line.ts';
import { AS_FILLED, targetsIn, toObject } from '../engine/targets.ts';

/** What became of one record. */
export type Outcome = { readonly record: KnownRecord } &
  /** Flat: each target with its value. */
  (
    | { readonly is: 'object'; readonly object: JsonObject }
    | { readonly is: 'rejected'; readonly reasons: readonly Reject[] }
    | { readonly is: 'excluded' }
  );

/** Maps records of one header; undefined stands for a record without a key. */
export type MapRecords = (records: readonly SourceRecord[]) => Promise<readonly (Outcome | undefined)[]>;

/** Binds a side to a header; `isConnected`: its sink can make its own objects. Throws ProblemsError. */
export function bindSide(pipeline: Pipeline, header: Header, isConnected: boolean): MapRecords {
  const mapper = pipeline.bindMapper(header);
  const identify = bindIdentity(pipeline.key, header);
  const sink = isConnected || pipeline.sink.assemblesConnected !== true ? flatSink(pipeline.sink) : AS_FILLED;
  return async (records) => {
    const mapped = await mapper.mapBatch(records);
    return mapped.map((one) => {
      const identity = identify(one.record);
      return identity ? toOutcome(pipeline, sink, one, identity) : undefined;
    });
  };
}

function toOutcome(
  pipeline: Pipeline,
  sink: Pick<Sink, 'assemble'>,
  mapped: Mapped,
  { key, ids }: Pick<KnownRecord, 'key' | 'ids'>,
): Outcome {
  const version = 'version' in mapped ? mapped.version : undefined;
  const facility = facilityOf(pipeline, mapped.record, version);
  const place = { ...placeOf(mapped.record), ...(facility !== undefined && { facility }) };
  const record: KnownRecord = { key, role: '', ids, ...place, address: null, before: null };
  if (mapped.is === 'excluded') return { is: 'excluded', record };
  const assembled = assemble(sink, mapped);
  if ('object' in assembled) return { is: 'object', record, object: assembled.object };
  return { is: 'rejected', record, reasons: assembled.rejects.map((why) => ({ ...why, key })) };
}

/** A sink whose objects are flat lists of targets. */
function flatSink(sink: Sink): Pick<Sink, 'assemble'> {
  return {
    assemble(filled) {
      const assembled = sink.assemble(filled);
      return 'object' in assembled ? { object: toObject(targetsIn(sink, assembled.object)) } : assembled;
    },
  };
}
