/** What a dictionary says, in the language of its pipeline. English stands where it is said; here are the same words in French. */
import type { Language } from '../messages/language.ts';

const FRENCH = {
  'Data dictionary of {}': 'Dictionnaire de données de {}',
  'From a form to the program {}': 'D’un formulaire au programme {}',
  'From a form to the data set {}': 'D’un formulaire à l’ensemble de données {}',
  Search: 'Chercher',
  '{} found': '{} trouvés',
  'On this page': 'Sur cette page',
  'What DHIS2 gets': 'Ce que DHIS2 reçoit',
  'What becomes of each column': 'Ce que devient chaque colonne',
  'What nothing fills': 'Ce que rien ne remplit',
  'Everything is filled.': 'Tout est rempli.',
  'Look-ups': 'Tables',
  '{} entries, {}': '{} entrées, {}',
  'Entries of {}': 'Entrées de {}',
  Key: 'Clé',
  Value: 'Valeur',
  'Made from {} by {}: make it anew after a change, and never edit it.':
    'Fait de {} par {} : refaites-le après un changement, et ne le modifiez jamais.',
  UID: 'UID',
  Label: 'Libellé',
  Type: 'Type',
  Required: 'Obligatoire',
  always: 'toujours',
  completed: 'si achevé',
  'of completed events': 'des événements achevés',
  'No case says what it is to be.': 'Aucun cas ne dit ce que ce doit être.',
  'Tested by one case': 'Vérifié par un cas',
  'Tested by {} cases': 'Vérifié par {} cas',
  'Form versions': 'Versions du formulaire',
  Column: 'Colonne',
  Expression: 'Expression',
  Always: 'Toujours',
  Question: 'Question',
  'Only when': 'Seulement si',
  Reads: 'Lit',
  'Written in': 'Écrit dans',
  'Answers of {}': 'Réponses de {}',
  'Answers of {} in {}': 'Réponses de {} en {}',
  Answer: 'Réponse',
  'Option code': 'Code de l’option',
  Option: 'Option',
  'fills {}': 'remplit {}',
  'read by {}': 'lu par {}',
  'left out: {}': 'laissé de côté : {}',
  required: 'obligatoire',
  Questions: 'Questions',
  Choices: 'Choix',
  Columns: 'Colonnes',
  'Not filled': 'Non rempli',
  'Data element': 'Élément de données',
  Version: 'Version',
  When: 'Si',
  'Tested by': 'Vérifié par',
  Fills: 'Remplit',
  'Also read by': 'Lu aussi par',
  'Left out because': 'Laissé de côté parce que',
  Because: 'Parce que',
  'Look-up': 'Table',
  File: 'Fichier',
} as const;

/** Says something in a language, its parts in place of `{}`. */
export type Say = (english: keyof typeof FRENCH, ...parts: readonly (string | number)[]) => string;

export function sayIn(language: Language): Say {
  return (english, ...parts) => {
    const [first = '', ...rest] = (language === 'fr' ? FRENCH[english] : english).split('{}');
    return first + rest.map((text, at) => `${parts[at] ?? ''}${text}`).join('');
  };
}
