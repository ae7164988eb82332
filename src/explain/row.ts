/** What a row of the source comes to, field by field; what was sent of it, and what DHIS2 has, is not asked. */
import type { SourceRecord } from '../contracts/record.ts';
import { bindIdentity } from '../engine/identity.ts';
import type { Pipeline } from '../engine/pipeline.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { drawRecord } from './draw-explanation.ts';
import { drawValues } from './draw-values.ts';
import type { ExplainedRecord } from './explanation.ts';
import { wrapped } from './layout.ts';
import { explainRecord, type Contexts } from './record.ts';

/** A pipeline, as far as it maps. */
interface Loaded extends Pick<Contexts, 'contextOf'> {
  readonly pipeline: Pick<Pipeline, 'key'>;
  readonly mapping: Mapping;
}

export async function explainRow(record: SourceRecord, loaded: Loaded): Promise<ExplainedRecord> {
  const { pipeline, mapping } = loaded;
  const identity = bindIdentity(pipeline.key, record.header)(record);
  return explainRecord(record, identity, {
    mapping,
    contexts: { contextOf: (row) => loaded.contextOf(row), shown: (path) => path },
  });
}

/** For a terminal: where it stands, and each value with what it is made of. */
export function drawRow(explained: ExplainedRecord): string[] {
  const source = { location: null, rows: 0, problem: null };
  const hints = new Set(explained.fields.flatMap(({ reason }) => reason?.hint ?? []));
  return [
    ...drawRecord({ record: explained, source }),
    '',
    ...drawValues(explained.fields),
    ...[...hints].flatMap((hint) => ['', ...wrapped('  = ', hint)]),
  ];
}
