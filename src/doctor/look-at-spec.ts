import { SILENT } from '../base/log.ts';
import type { Problem } from '../base/problem.ts';
import { checkPipeline } from '../cli/check-pipeline.ts';
import { findingOf, fine, type Finding } from '../contracts/finding.ts';
import type { Patient } from './patient.ts';

/** What is told of the key with more knowledge where the source is looked at. */
const TOLD_ELSEWHERE = new Set(['mapping/edits-unknown']);

/** What `check` says of the spec, its mapping and its columns. */
export async function lookAtSpec(patient: Patient): Promise<void> {
  const { looks } = patient;
  await looks.take({ part: 'spec', what: 'Spec and mapping', seconds: 20 }, () => examineSpec(patient));
}

async function* examineSpec({ path, loaded, problems }: Patient): AsyncGenerator<Finding> {
  const checked = loaded && (await checkPipeline(loaded, { asksSource: true, talk: SILENT }));
  const all: readonly Problem[] = [...problems, ...(checked?.problems ?? [])];
  const told = all.filter(({ code }) => !TOLD_ELSEWHERE.has(code));
  yield* told.map(findingOf);
  if (told.length > 0) return;
  yield checked?.source === 'checked'
    ? fine('doctor/spec-fine', { spec: path })
    : fine('doctor/spec-fine-but-columns', { spec: path });
}
