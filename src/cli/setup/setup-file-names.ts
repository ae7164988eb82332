/** Files of a first pipeline, by the names that they always have. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const NAMES = [
  'pipeline.yaml',
  'mapping_de.json',
  'mapping_optionSet.json',
  'mapping_labels.json',
  'orgUnits.csv',
  'example.env',
  'to-decide.xlsx',
  'to-decide.csv',
  'retrieved_program_metadata.json',
  'retrieved_program_metadata.lock.yaml',
  'program_metadata.json',
  'retrieved_data_set_metadata.json',
  'retrieved_data_set_metadata.lock.yaml',
  'mapping_generated.json',
  'mapping_generated.json.etl.json',
  'pipeline.cases.yaml',
];

/** Those that are there already, and would be replaced; metadata that is read is nothing that gets lost. */
export function filesInWay({
  folder,
  metadata,
}: {
  readonly folder: string;
  readonly metadata?: string | undefined;
}): string[] {
  const read = metadata === undefined ? undefined : resolve(metadata);
  return NAMES.map((name) => join(folder, name)).filter((file) => existsSync(file) && resolve(file) !== read);
}
