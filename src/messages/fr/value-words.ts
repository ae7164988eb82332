import type { VALUE_CODES } from '../value-codes.ts';
import type { WordsFor } from './words-for.ts';

export const VALUE_WORDS = {
  'value/nul': {
    message: () => 'Le texte contient le caractère U+0000, que DHIS2 ne peut pas enregistrer.',
    hint: () => 'Retirez-le à la source ; il vient d’un texte abîmé ou binaire.',
  },
} satisfies WordsFor<typeof VALUE_CODES>;
