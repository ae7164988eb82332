import { throwOnErrors } from '../../base/errors.ts';
import { loadText } from '../../base/text-file.ts';
import { parseYamlDocument } from '../../base/yaml-document.ts';
import { parseFaultPlan, type FaultPlan } from './fault-plan.ts';

/** Loads a file of faults, YAML or JSON. Throws ProblemsError with all that is wrong, each with its place. */
export async function loadFaultPlan(path: string): Promise<FaultPlan> {
  const document = parseYamlDocument(await loadText(path, path, 'the faults of the sandbox'));
  throwOnErrors(document.problems);
  const { plan, problems } = parseFaultPlan(document.value, document.placeOf);
  throwOnErrors(problems);
  return plan;
}
