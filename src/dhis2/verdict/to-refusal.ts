import type { Refusal } from '../../contracts/sink.ts';
import { reason, withArgs } from '../../messages/reason.ts';
import type { EventPlace } from '../event-image.ts';
import type { Finding } from './finding.ts';

/**
 * A finding as people are told it, under DHIS2's own code. Its args are a sentence, `message`; `foreseen`, since nothing was
 * sent yet; and what helps to explain it: `allowed` (options, combos), `nearest`, `valueType`, `least` and `most`, `days`,
 * `version`, `user`, `orgUnit`.
 */
export function toRefusal(finding: Finding, { nameOf }: Pick<EventPlace, 'nameOf'>): Refusal {
  const { code, target, message, value, about } = finding;
  const told = withArgs(reason(`dhis2/${code}`, { message }), { ...about, foreseen: true });
  return { ...told, target, field: nameOf(target), ...(value !== undefined && { value }) };
}
