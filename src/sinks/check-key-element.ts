import { describe } from '../messages/describe.ts';
import { EtlError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { suggestionFor } from '../base/suggestion.ts';
import { fitnessForKeys } from '../dhis2/key-element.ts';
import type { ProgramStage } from '../dhis2/program-metadata.ts';

/**
 * Whether the data element that is to carry keys is in the stage, as DHIS2 has it now, and can carry them: otherwise
 * DHIS2 would refuse every event. Throws EtlError `mapping/*` (exit 2).
 */
export function checkKeyElement(stage: ProgramStage, uid: string | null, log: Log): void {
  if (uid === null) return;
  const elements = stage.programStageDataElements.map((stageElement) => stageElement.dataElement);
  const keyElement = elements.find((candidate) => candidate.id === uid);
  if (!keyElement) {
    const known = elements.map((candidate) => candidate.id);
    throw new EtlError('mapping/unknown-key-element', { uid, ...suggestionFor(uid, known) });
  }
  const { name, valueType, optionSet } = keyElement;
  const element = { element: `${name} (${uid})`, valueType, hasOptions: optionSet !== undefined };
  const fitness = fitnessForKeys(element);
  const args = { ...element, fitness };
  if (fitness === 'unfit') throw new EtlError('mapping/key-element-type', args);
  if (fitness === 'numbers') log.warn(describe('mapping/key-element-type', args).message);
}
