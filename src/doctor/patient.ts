/** What is examined: a spec, as far as it can be loaded, whatever is wrong with it. */
import { dirname, resolve } from 'node:path';
import { ProblemsError } from '../base/errors.ts';
import { SILENT } from '../base/log.ts';
import type { Problem } from '../base/problem.ts';
import type { Environment } from '../base/proxy.ts';
import type { Secrets } from '../base/secrets.ts';
import { loadPipeline, loadSpecFile, type LoadedPipeline, type LoadFlags } from '../cli/load-pipeline.ts';
import { hasStandIn, namesNotSet, STAND_IN } from '../cli/stand-ins.ts';
import type { ComponentKind } from '../contracts/component.ts';
import type { Examining } from '../pipeline/examine-components.ts';
import type { PipelineSpec } from '../pipeline/pipeline-spec.ts';
import type { Looks } from './looks.ts';

export interface DoctorOptions {
  readonly flags: LoadFlags;
  readonly secrets: Secrets;
  readonly env: Environment;
  readonly registry: readonly ComponentKind[];
  readonly now: Date;
}

/** What all looks start from. */
export interface Patient {
  readonly path: string;
  readonly spec: PipelineSpec;
  /** Undefined where the mapping, or a connection, is so wrong that there is no pipeline. */
  readonly loaded: LoadedPipeline | undefined;
  readonly problems: readonly Problem[];
  readonly examining: Examining;
  readonly looks: Looks;
}

/** A server or a storage is to say something within so long. */
const ANSWER_WITHIN_MS = 8000;

/** Loads a spec; where variables are not set, what needs none of them is looked at all the same. Throws ProblemsError. */
export async function loadPatient(path: string, options: DoctorOptions, looks: Looks): Promise<Patient> {
  try {
    return await loadWith(options.env, path, options, looks);
  } catch (error) {
    const problems = error instanceof ProblemsError ? error.problems : [];
    const names = namesNotSet(problems);
    if (names.length === 0) throw error;
    const standIns = Object.fromEntries(names.map((name) => [name, STAND_IN]));
    const patient = await loadWith({ ...options.env, ...standIns }, path, options, looks);
    return { ...patient, problems: [...problems, ...patient.problems] };
  }
}

/** Whether a connection has a variable in it that is not set. */
export function lacksVariables({ spec }: Patient, connection: string | undefined): boolean {
  return connection !== undefined && hasStandIn(spec.connections[connection]?.config);
}

async function loadWith(env: Environment, path: string, options: DoctorOptions, looks: Looks): Promise<Patient> {
  const { flags, secrets, registry, now } = options;
  const { spec, warnings } = await loadSpecFile(path, flags, secrets, env);
  const folder = dirname(resolve(path));
  const examining = { registry, folder, log: SILENT, secrets, answerWithinMs: ANSWER_WITHIN_MS, now, env: options.env };
  const patient = { path, spec, examining, looks };
  try {
    const how = { env, collectsErrors: true, answerWithinMs: ANSWER_WITHIN_MS };
    const loaded = await loadPipeline(path, flags, secrets, SILENT, how);
    return { ...patient, loaded, problems: [] };
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    return { ...patient, loaded: undefined, problems: [...warnings, ...error.problems] };
  }
}
