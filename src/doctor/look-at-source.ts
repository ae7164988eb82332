import { EtlError, ProblemsError } from '../base/errors.ts';
import { makeTemporaryFolder } from '../cli/temporary-folder.ts';
import type { Mapper } from '../contracts/mapper.ts';
import type { Header, SourceRecord } from '../contracts/record.ts';
import type { Extract, Source } from '../contracts/source.ts';
import type { Finding } from '../contracts/finding.ts';
import type { Pipeline } from '../engine/pipeline.ts';
import { examineConnection } from '../pipeline/examine-components.ts';
import { buildSource } from '../pipeline/build-components.ts';
import type { PipelineSpec } from '../pipeline/pipeline-spec.ts';
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

/** The source as it is opened, for all who want to see its header. */
export class SourceOpening {
  readonly header: Promise<Extract>;
  #opened!: (extract: Extract) => void;
  #failed!: (error: unknown) => void;

  constructor() {
    this.header = new Promise<Extract>((resolve, reject) => {
      this.#opened = resolve;
      this.#failed = reject;
    });
    // Who waits for it is told; that nobody waits is no fault.
    this.header.catch(() => {});
  }

  async open(source: Source, folder: string): Promise<Extract> {
    const extract = await source.open(folder);
    this.#opened(extract);
    return extract;
  }

  /** It will not be opened any more. */
  end(error: unknown = new EtlError('source/not-found', { location: 'the source' })): void {
    this.#failed(error);
  }
}

/** Looks at the way to the source, and at the source; gives its first records where they can be mapped. */
export async function lookAtSource(patient: Patient, opening: SourceOpening): Promise<FirstRecords | undefined> {
  const { spec, looks, examining } = patient;
  const { connection } = spec.source;
  const what = 'The source';
  let first: FirstRecords | undefined;
  if (lacksVariables(patient, connection)) looks.addNotLookedAt('source', what, 'a variable is not set');
  else if (
    connection === undefined ||
    (await looks.take({ part: 'source', what }, () => examineConnection(spec, connection, examining)))
  )
    await looks.take({ part: 'source', what, seconds: 20 }, () =>
      readSource(patient, opening, (records) => (first = records)),
    );
  opening.end();
  return first;
}

async function* readSource(
  { spec, loaded, examining }: Patient,
  opening: SourceOpening,
  keep: (first: FirstRecords) => void,
): AsyncGenerator<Finding> {
  const folder = await makeTemporaryFolder('doctor');
  try {
    const extract = await opening.open(loaded?.pipeline.source ?? buildSource(spec, examining), folder.path);
    try {
      const { header } = extract;
      const mapper = loaded && bindOrNone(loaded.pipeline, header);
      const { maxAge, pair, key } = spec.source;
      yield* examineSource(extract, {
        key: loaded?.pipeline.key ?? key.map((id) => id.map(({ column }) => column)),
        pair: pair.map(({ column }) => column),
        maxAgeMs: maxAge?.ms,
        isOfGroups: loaded?.pipeline.isOfGroups === true,
        see: (records) => see(records, spec, mapper, (seen) => mapper && keep({ header, mapper, records: seen })),
        now: examining.now,
        folder: spec.artifacts.folder,
        readForMs: READ_FOR_MS,
      });
    } finally {
      await extract.close();
    }
  } catch (error) {
    opening.end(error);
    throw error;
  } finally {
    await folder.remove();
  }
}

/** The records that `where` does not leave out. */
async function see(
  records: readonly SourceRecord[],
  { source }: PipelineSpec,
  mapper: Mapper | undefined,
  keep: (records: readonly SourceRecord[]) => void,
): Promise<readonly SourceRecord[]> {
  if (records[0]?.row === 1) keep(records);
  if (!mapper || !source.where) return records;
  const mapped = await mapper.mapBatch(records);
  return mapped.filter(({ is }) => is !== 'excluded').map(({ record }) => record);
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
