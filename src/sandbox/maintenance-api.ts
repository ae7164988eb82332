import { makeOptionCombos } from './aggregate/option-combos.ts';
import type { Metadata } from './metadata.ts';
import { hasAuthority, type Person } from './people.ts';
import type { Traits } from './versions.ts';
import { empty, notInSandbox, Refusal, webMessage, type Answer } from './web.ts';

/** `POST /api/maintenance/…`: what an administrator does after new metadata came in. */
export function maintain(operation: string, person: Person, about: { metadata: Metadata; traits: Traits }): Answer {
  if (!hasAuthority(person, 'F_PERFORM_MAINTENANCE')) throw new Refusal(403, 'Access is denied', 'E1006');
  // The sandbox makes the combinations when it takes the metadata in, and it has no cache.
  if (operation === 'categoryOptionComboUpdate') makeOptionCombos(about.metadata);
  else if (operation !== 'cacheClear') throw notInSandbox(`the maintenance ${operation}`);
  return about.traits.maintenanceAnswers ? webMessage(200, {}) : empty(204);
}
