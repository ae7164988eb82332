/** The records of objects that are not as sent, where the source still has them: by these it is told what was edited. */
import { nameOf } from '../../contracts/ref.ts';
import { placeOf, type RecordPlace, type SourceRecord } from '../../contracts/record.ts';
import type { Extract } from '../../contracts/source.ts';
import type { Mapped } from '../../contracts/mapper.ts';
import { choose } from '../../index/decide.ts';
import { toHash } from '../../index/hash.ts';
import { assemble } from '../assemble.ts';
import { bindIdentity } from '../identity.ts';
import type { RunContext } from '../pipeline.ts';
import { facilityOf } from '../place-in-words.ts';
import type { JsonObject } from '../../base/json.ts';

/** Rows mapped at a time. */
const BATCH = 500;

/** The record of an entry, as the source has it now. */
export interface OwnRecord extends RecordPlace {
  /** The cells that say where it belongs. */
  readonly facility: string | undefined;
  /** What it would send; undefined where it cannot be mapped, or is left out. */
  readonly object: JsonObject | undefined;
  /** It says what it said when it was sent. */
  readonly isUnchanged: boolean;
}

/** Finds the records of some entries (by name), and tells each. Returns the names of those that the source has not. */
export async function findOwnRecords(
  context: RunContext,
  names: ReadonlySet<string>,
  folder: string,
  tell: (name: string, record: OwnRecord) => void,
): Promise<ReadonlySet<string>> {
  const { pipeline, log } = context;
  const wanted = new Set(names);
  const extract = await pipeline.source.open(folder);
  try {
    const mapper = pipeline.bindMapper(extract.header);
    let rows = 0;
    for await (const { records } of extract.batches(BATCH)) {
      const mapped = await mapper.mapBatch(records);
      for (const [name, record] of await findIn(context, extract, mapped)) {
        if (wanted.delete(name)) tell(name, record);
      }
      rows += records.length;
      log.progress('reading', rows, { share: extract.share?.() });
      if (wanted.size === 0) break;
    }
    return wanted;
  } finally {
    await extract.close();
  }
}

async function findIn(
  { pipeline, index }: RunContext,
  { header }: Extract,
  batch: readonly Mapped[],
): Promise<(readonly [string, OwnRecord])[]> {
  const { sink, key } = pipeline;
  const identify = bindIdentity(key, header);
  const idsOf = (record: SourceRecord): readonly string[] => identify(record)?.ids ?? [];
  const entries = await index.find(batch.map(({ record }) => idsOf(record)));
  return batch.flatMap((mapped, at) => {
    const role = mapped.is === 'excluded' ? '' : (mapped.filled?.role ?? '');
    const found = choose((entries[at] ?? []).filter(({ ref }) => ref.role === role));
    if (!found || found === 'conflict') return [];
    const assembled = mapped.is === 'excluded' ? undefined : assemble(sink, mapped);
    const object = assembled && 'object' in assembled ? assembled.object : undefined;
    const isUnchanged = object !== undefined && toHash(sink.image(object)) === found.entry.hash;
    const facility = facilityOf(pipeline, mapped.record, mapped.is === 'excluded' ? undefined : mapped.version);
    return [[nameOf(found.ref), { ...placeOf(mapped.record), facility, object, isUnchanged }] as const];
  });
}
