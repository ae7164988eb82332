import type { JsonObject } from '../base/json.ts';
import type { Reject } from '../base/problem.ts';
import type { Mapped } from '../contracts/mapper.ts';
import { placeOf } from '../contracts/record.ts';
import { labelled } from './place-in-words.ts';
import type { Ignored } from '../contracts/shape.ts';
import type { Sink } from '../contracts/sink.ts';

/** A mapped record as the sink takes it, or all that stands in its way: what mapping found, then what the sink asks for. */
export function assemble(
  sink: Pick<Sink, 'assemble' | 'labelOf'>,
  mapped: Exclude<Mapped, { readonly is: 'excluded' }>,
):
  | { readonly object: JsonObject; readonly ignored?: readonly Ignored[] }
  | { readonly rejects: readonly Omit<Reject, 'key'>[] } {
  const assembled = mapped.filled && sink.assemble(mapped.filled);
  if (mapped.is === 'mapped' && assembled && 'object' in assembled) return assembled;
  const mappingRejects = mapped.is === 'rejected' ? mapped.rejects : [];
  const sinkReasons = assembled && 'reasons' in assembled ? assembled.reasons : [];
  return {
    rejects: [...mappingRejects, ...sinkReasons].map(({ target, ...why }) => ({
      ...placeOf(mapped.record),
      ...why,
      ...labelled(sink, target, why.field),
    })),
  };
}
