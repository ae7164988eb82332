/** Objects as tonight's run would send them, made of the first records of the source. */
import type { Mapper } from '../contracts/mapper.ts';
import type { Header, SourceRecord } from '../contracts/record.ts';
import type { Sending } from '../contracts/sink.ts';
import { bindIdentity } from '../engine/identity.ts';
import { facilityOf } from '../engine/place-in-words.ts';
import type { Pipeline } from '../engine/pipeline.ts';

/** Objects of the first records. */
export interface Samples {
  /** How many there are. */
  readonly all: number;
  /** Those that the sink knows no reason to refuse. */
  readonly good: readonly Sending[];
  /** As many as a batch takes, of the good ones where there are any. */
  readonly batch: readonly Sending[];
  /** Why it refuses the others. */
  readonly codes: readonly string[];
}

export const NO_SAMPLES: Samples = { all: 0, good: [], batch: [], codes: [] };

/** Maps records, and makes the objects that the sink would be given; those that come to nothing are left out. */
export async function toSamples(
  pipeline: Pipeline,
  { mapper, header }: { readonly mapper: Mapper; readonly header: Header },
  records: readonly SourceRecord[],
): Promise<Samples> {
  const { sink, index } = pipeline;
  const identify = bindIdentity(pipeline.key, header);
  const sendings = new Map<string, Sending>();
  for (const mapped of await mapper.mapBatch(records)) {
    const key = identify(mapped.record)?.key;
    if (mapped.is !== 'mapped' || key === undefined) continue;
    const assembled = sink.assemble(mapped.filled);
    if (!('object' in assembled)) continue;
    const { object } = assembled;
    const ref = { key, role: mapped.filled.role };
    const address = sink.addressOf(index.namespace, ref, 0, object);
    sendings.set(address, { ref, address, object, isNew: true, mayReplace: () => false });
  }
  // One object that no request can hold would spoil the measure of all others.
  const all = [...sendings.values()];
  const refusals = await sink.refusals(all);
  const good = all.filter((_, at) => refusals[at]?.length === 0);
  const codes = new Set(refusals.flatMap((reasons) => reasons.map(({ code }) => code.replace(/^dhis2\//, ''))));
  return { all: all.length, good, batch: filledUp(good.length > 0 ? good : all, pipeline), codes: [...codes].sort() };
}

/**
 * As many as a batch takes: the same objects again under other addresses, where the sink has others for them. They are only
 * measured.
 */
function filledUp(good: readonly Sending[], { sink, index }: Pipeline): Sending[] {
  const batch = new Map(good.map((one) => [one.address, one]));
  for (let generation = 1; batch.size < sink.batchSize; generation += 1) {
    const { size } = batch;
    for (const one of good.slice(0, sink.batchSize - size)) {
      const address = sink.addressOf(index.namespace, one.ref, generation, one.object);
      batch.set(address, { ...one, address });
    }
    if (batch.size === size) break;
  }
  return [...batch.values()];
}

/** The places to which the first records lead, with the cells that say so: not all are found through a look-up. */
export async function placesOf(
  pipeline: Pipeline,
  { mapper, records }: { readonly mapper: Mapper; readonly records: readonly SourceRecord[] },
): Promise<Map<string, string[]>> {
  const places = new Map<string, string[]>();
  const [property = ''] = pipeline.sink.whereAndWhen;
  for (const mapped of await mapper.mapBatch(records)) {
    const id = mapped.is === 'mapped' ? mapped.filled.properties[property] : undefined;
    if (mapped.is !== 'mapped' || typeof id !== 'string' || places.has(id)) continue;
    const cells = facilityOf(pipeline, mapped.record, mapped.version);
    places.set(id, cells === undefined ? [] : [cells]);
  }
  return places;
}
