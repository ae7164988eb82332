/** Objects as tonight's run would send them, made of the first records of the source. */
import type { Mapper } from '../contracts/mapper.ts';
import type { Header, SourceRecord } from '../contracts/record.ts';
import type { Sending } from '../contracts/sink.ts';
import { bindIdentity } from '../engine/identity.ts';
import type { Pipeline } from '../engine/pipeline.ts';

/** Maps records, and makes the objects that the sink would be given; those that come to nothing are left out. */
export async function toSendings(
  pipeline: Pipeline,
  mapper: Mapper,
  header: Header,
  records: readonly SourceRecord[],
): Promise<Sending[]> {
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
  return [...sendings.values()];
}
