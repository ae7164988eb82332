import { EtlError, ProblemsError } from '../base/errors.ts';
import { withTemporaryFolder } from '../cli/temporary-folder.ts';
import type { Mapper } from '../contracts/mapper.ts';
import type { Header, SourceRecord } from '../contracts/record.ts';
import type { Finding } from '../contracts/finding.ts';
import type { Pipeline } from '../engine/pipeline.ts';
import { examineConnection } from '../pipeline/examine-components.ts';
import { buildSource } from '../pipeline/build-components.ts';
import { examineSource } from './examine-source.ts';
import { lacksVariables, type Patient } from './patient.ts';

/** The first records of the source, and what maps them. */
export interface FirstRecords {
  readonly header: Header;
  readonly mapper: Mapper;
  readonly records: readonly SourceRecord[];
}

/** Reading rows ends by itself before the look does. */
const READ_FOR_MS = 8000;

/** Looks at the way to the source, and at the source; gives its first records where they can be mapped. */
export async function lookAtSource(patient: Patient): Promise<FirstRecords | undefined> {
  const { spec, looks, examining } = patient;
  const { connection } = spec.source;
  const what = 'The source';
  if (lacksVariables(patient, connection)) {
    looks.addNotLookedAt('source', what, 'a variable is not set');
    return undefined;
  }
  const isReached =
    connection === undefined ||
    (await looks.take({ part: 'source', what }, () => examineConnection(spec, connection, examining)));
  if (!isReached) return undefined;
  const first: { records?: FirstRecords } = {};
  await looks.take({ part: 'source', what, seconds: 20 }, () =>
    readSource(patient, (records) => (first.records = records)),
  );
  return first.records;
}

async function* readSource(
  { spec, loaded, examining }: Patient,
  keep: (first: FirstRecords) => void,
): AsyncGenerator<Finding> {
  const found: Finding[] = [];
  await withTemporaryFolder('doctor', async (folder) => {
    const source = loaded?.pipeline.source ?? buildSource(spec, examining);
    const extract = await source.open(folder);
    try {
      const { header } = extract;
      const mapper = loaded && bindOrNone(loaded.pipeline, header);
      let isFirst = true;
      const see = async (records: readonly SourceRecord[]): Promise<readonly SourceRecord[]> => {
        if (isFirst && mapper) keep({ header, mapper, records });
        isFirst = false;
        if (!mapper || !spec.source.where) return records;
        const mapped = await mapper.mapBatch(records);
        return mapped.filter(({ is }) => is !== 'excluded').map(({ record }) => record);
      };
      const { maxAge, pair, key } = spec.source;
      const parts = {
        key: loaded?.pipeline.key ?? key.map((id) => id.map(({ column }) => column)),
        pair: pair.map(({ column }) => column),
        maxAgeMs: maxAge?.ms,
        isOfGroups: loaded?.pipeline.isOfGroups === true,
        see,
        now: examining.now,
        readForMs: READ_FOR_MS,
      };
      for await (const finding of examineSource(extract, parts)) found.push(finding);
    } finally {
      await extract.close();
    }
  });
  yield* found;
}

/** What maps rows under this header; undefined where a column is missing, which is told with the spec. */
function bindOrNone(pipeline: Pipeline, header: Header): Mapper | undefined {
  try {
    return pipeline.bindMapper(header);
  } catch (error) {
    if (error instanceof ProblemsError || error instanceof EtlError) return undefined;
    throw error;
  }
}
