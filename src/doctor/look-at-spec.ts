import { EtlError } from '../base/errors.ts';
import { SILENT } from '../base/log.ts';
import type { Problem } from '../base/problem.ts';
import { checkPipeline } from '../cli/check-pipeline.ts';
import type { LoadedPipeline } from '../cli/load-pipeline.ts';
import type { Extract } from '../contracts/source.ts';
import { findingOf, fine, type Finding } from '../contracts/finding.ts';
import type { Patient } from './patient.ts';

/** What is told where the source, or the look-ups, are looked at. */
const TOLD_ELSEWHERE = /^(?:mapping\/edits-unknown$|lookup\/(?:blank-key|key-twice|not-a-uid)$)/;

/** What `check` says of the spec, its mapping and its columns. */
export async function lookAtSpec(patient: Patient, opening: Promise<Extract>): Promise<void> {
  const { looks } = patient;
  await looks.take({ part: 'spec', what: 'Spec and mapping', seconds: 20 }, () => examineSpec(patient, opening));
}

async function* examineSpec({ path, loaded, problems }: Patient, opening: Promise<Extract>): AsyncGenerator<Finding> {
  const checked = loaded && (await checkPipeline(withSource(loaded, opening), { asksSource: true, talk: SILENT }));
  const all: readonly Problem[] = [...problems, ...(checked?.problems ?? [])];
  // What keeps the source from opening is told where the source is looked at.
  const closed = await opening.then(
    () => undefined,
    (error: unknown) => (error instanceof EtlError ? error.code : undefined),
  );
  const told = all.filter(({ code }) => !TOLD_ELSEWHERE.test(code) && code !== closed);
  yield* told.map(findingOf);
  if (told.length > 0) return;
  yield checked?.source === 'checked'
    ? fine('doctor/spec-fine', { spec: path })
    : fine('doctor/spec-fine-but-columns', { spec: path });
}

/** A pipeline whose source is open already: the check wants its header alone. */
function withSource(loaded: LoadedPipeline, opening: Promise<Extract>): LoadedPipeline {
  const open = async (): Promise<Extract> => ({ ...headOf(await opening), close: async () => {} });
  return { ...loaded, pipeline: { ...loaded.pipeline, source: { open } } };
}

function headOf({ header, facts }: Extract): Omit<Extract, 'close'> {
  return { header, facts, batches: () => [] as unknown as ReturnType<Extract['batches']> };
}
