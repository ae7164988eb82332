import { EtlError, ProblemsError } from '../base/errors.ts';
import type { Problem } from '../base/problem.ts';
import type { SourceRecord } from '../contracts/record.ts';
import type { Extract } from '../contracts/source.ts';
import type { Mapper } from '../contracts/mapper.ts';
import type { Pipeline } from './pipeline.ts';

const ENOUGH = 200;

/** Some records of a source that will not be read any further; none where it cannot be read. */
export async function firstRecords(extract: Extract): Promise<readonly SourceRecord[]> {
  try {
    for await (const { records } of extract.batches(ENOUGH)) return records;
  } catch (error) {
    if (!(error instanceof EtlError)) throw error;
  }
  return [];
}

/** Says of columns that are not there what they look renamed to; the source is looked into only where one is missing. */
export async function explainColumns(
  { explainColumns: explain }: Pick<Pipeline, 'explainColumns'>,
  problems: readonly Problem[],
  extract: Extract,
): Promise<readonly Problem[]> {
  if (!problems.some(({ code }) => code === 'mapping/column-not-in-source')) return problems;
  return explain(problems, extract.header, await firstRecords(extract));
}

/** Binds the mapper to the columns of the source. Throws ProblemsError. */
export async function bindToSource(pipeline: Pipeline, extract: Extract): Promise<Mapper> {
  try {
    return pipeline.bindMapper(extract.header);
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    throw new ProblemsError(await explainColumns(pipeline, error.problems, extract));
  }
}
