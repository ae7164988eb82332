/**
 * Everything that could go wrong tonight, looked at now: each part by itself, so that what is broken hides nothing else.
 * It changes nothing: no lock is taken, nothing is stored, and no file is left.
 */
import { ProblemsError } from '../base/errors.ts';
import { findingOf } from '../contracts/finding.ts';
import { examineArtifacts, examineNotifications } from './examine-artifacts.ts';
import { examineMachine } from './examine-machine.ts';
import { lookAtIndex } from './look-at-index.ts';
import { lookAtLookups } from './look-at-lookups.ts';
import { lookAtPlace, lookAtServer, lookAtSpeed, lookAtUnits } from './look-at-sink.ts';
import { lookAtSource, SourceOpening } from './look-at-source.ts';
import { lookAtSpec } from './look-at-spec.ts';
import { Looks, PARTS, TITLES, type Found } from './looks.ts';
import { loadPatient, type DoctorOptions, type Patient } from './patient.ts';

export interface Examined {
  readonly found: readonly Found[];
  /** Something for which time was up may still be under way. */
  readonly isUnderWay: boolean;
}

/** Looks at a pipeline, and gives what was found, part by part. */
export async function examinePipeline(path: string, options: DoctorOptions): Promise<Examined> {
  const looks = new Looks();
  await looks.take({ part: 'machine', what: 'The machine' }, () => examineMachine(options.env));
  try {
    await lookAtAll(await loadPatient(path, options, looks));
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    looks.add('spec', ...error.problems.map(findingOf));
    const others = PARTS.slice(2).map((part) => TITLES[part]);
    looks.addNotLookedAt('spec', others.join(', '), 'the spec cannot be used as it is');
  }
  return { found: looks.found, isUnderWay: looks.isUnderWay };
}

async function lookAtAll(patient: Patient): Promise<void> {
  const { looks, spec } = patient;
  const opening = new SourceOpening();
  const [first, places, isServerFine] = await Promise.all([
    lookAtSource(patient, opening),
    lookAtLookups(patient),
    lookAtServer(patient),
    lookAtSpec(patient, opening.header),
    looks.take({ part: 'artifacts', what: 'Artifacts' }, () => examineArtifacts(spec.artifacts.folder)),
    looks.take({ part: 'notifications', what: 'Notifications' }, examineNotifications),
  ]);
  const identity = isServerFine ? await lookAtPlace(patient) : undefined;
  await Promise.all([
    lookAtIndex(patient, identity),
    (async () => {
      if (isServerFine) await lookAtUnits(patient, first, places);
      if (identity) await lookAtSpeed(patient, first);
    })(),
  ]);
}
