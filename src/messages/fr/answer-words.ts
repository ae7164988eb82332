/** What DHIS2 refuses of the answers of events. */
import type { DHIS2_ANSWER_CODES } from '../dhis2-answer-codes.ts';
import type { ServerTexts } from '../refusal-words.ts';
import { needText } from './needs.ts';
import { allowed, it, PULL, sentences, theStage, what } from './phrases.ts';
import type { WordsFor } from './words-for.ts';

const CHANGED = `Le programme a changé dans DHIS2 : ${PULL}.`;

const NO_UNIT = {
  message: (texts: ServerTexts): string =>
    `${what(texts)} prend l’UID d’une unité d’organisation, et DHIS2 n’en a pas avec celui-ci.`,
  hint: (): string => 'Corrigez la table des unités d’organisation.',
};
const NO_FILE = {
  message: (texts: ServerTexts): string =>
    `${what(texts)} prend l’UID d’un fichier que DHIS2 a, et ce n’en est pas un.`,
  hint: (): string => 'Laissez la question hors de la correspondance : `etl` n’envoie pas de fichiers.',
};
const REFERENCES: ReadonlyMap<string, typeof NO_UNIT> = new Map([
  ['ORGANISATION_UNIT', NO_UNIT],
  ['FILE_RESOURCE', NO_FILE],
  ['IMAGE', NO_FILE],
]);
const RULE_WRONG = 'Remplissez-la dans Kobo. Si la règle est fausse, l’administrateur de DHIS2 peut la changer.';
const MEND_ANSWER = 'Corrigez la réponse dans Kobo, ou son champ dans la spécification.';

export const ANSWER_WORDS = {
  'dhis2/E1007': NO_UNIT,
  'dhis2/E1009': {
    message: (texts) => `Le fichier de ${what(texts)} fait déjà partie d’un autre événement.`,
    hint: () => 'Chaque événement a besoin d’un envoi à lui.',
  },
  'dhis2/E1084': NO_FILE,
  'dhis2/E1076': {
    message: (texts) => `${what(texts)} doit avoir une réponse, et n’en a pas.`,
    hint: () => 'Remplissez-la dans Kobo. Ou faites-la rendre facultative dans l’étape du programme dans DHIS2.',
  },
  'dhis2/E1125': {
    message: (texts, { isSeveral }) =>
      isSeveral === true
        ? `DHIS2 ${texts.version} ne prend qu’une option dans ${what(texts)} (MULTI_TEXT), et en voici plusieurs.`
        : `${it(texts)} n’est pas une option de ${what(texts)}${texts.optionSet && ` (ensemble d’options ${texts.optionSet})`}.`,
    hint: (texts, args) =>
      args.isSeveral === true
        ? 'Passez à DHIS2 2.41 ou plus récent. Ou changez l’élément de données : TEXT sans ensemble d’options, ou un élément oui/non par option. Ou laissez le formulaire prendre un seul choix, ou choisissez-en un dans une expression.'
        : sentences(
            allowed(texts, args),
            `Faites correspondre la réponse au code d’une option, lettre pour lettre. Si l’option est nouvelle dans DHIS2, ${PULL}.`,
          ),
  },
  'dhis2/E1300': {
    message: (texts) => `Une règle de programme de DHIS2 refuse l’enregistrement : ${texts.message}`,
    hint: () => 'Corrigez les réponses dans Kobo. Si la règle est fausse, l’administrateur de DHIS2 peut la changer.',
  },
  'dhis2/E1301': {
    message: (texts) => `Une règle de programme de DHIS2 demande une réponse à ${what(texts)}, et il n’y en a pas.`,
    hint: () => RULE_WRONG,
  },
  'dhis2/E1302': {
    message: (texts, { usernames, isOption }) => {
      if (usernames !== undefined)
        return `DHIS2 ${texts.version} ne prend ${usernames === 'own' ? 'que le nom de l’utilisateur qui envoie' : 'aucun nom d’utilisateur'} dans ${what(texts)}.`;
      if (isOption === true)
        return `DHIS2 ${texts.version} veut que les options de ${what(texts)} soient de son type de valeur, ${texts.valueType}, et celle-ci ne l’est pas.`;
      const reference = REFERENCES.get(texts.valueType);
      if (reference) return reference.message(texts);
      return `Ce n’est pas une valeur pour ${what(texts)}${texts.valueType && ` de type ${texts.valueType}`}.`;
    },
    hint: ({ needed, message, valueType }, { usernames, isOption }) => {
      if (usernames !== undefined)
        return 'Faites changer le type de valeur de l’élément de données dans DHIS2, de USERNAME à TEXT.';
      if (isOption === true)
        return 'Faites changer dans DHIS2 le type de valeur de l’élément de données (TEXT prend toute option), ou l’option.';
      const reference = REFERENCES.get(valueType);
      if (reference) return reference.hint();
      if (needed) return `Il prend ${needText(needed)}. ${MEND_ANSWER}`;
      return sentences(message && `DHIS2 dit : ${message}`, MEND_ANSWER);
    },
  },
  'dhis2/E1303': {
    message: (texts) => `${what(texts)} doit avoir une réponse, et n’en a pas.`,
    hint: () =>
      'Remplissez-la dans Kobo ; ou mettez-la en correspondance, si rien ne la remplit. Ou faites-la rendre facultative dans l’étape du programme dans DHIS2.',
  },
  'dhis2/E1304': {
    message: (texts) => `DHIS2 n’a pas l’élément de données ${what(texts, 'de cet UID')}.`,
    hint: () => CHANGED,
  },
  'dhis2/E1305': {
    message: (texts) => `${what(texts)} n’est pas dans ${theStage(texts.stage)}.`,
    hint: () => CHANGED,
  },
  'dhis2/E1307': {
    message: (texts, { computed }) =>
      `DHIS2 calcule ${what(texts)} par une règle de programme${computed === undefined ? '' : `, et trouve ${computed}`} ; ce qui est envoyé diffère.`,
    hint: () => 'Laissez l’élément de données hors de la correspondance : DHIS2 le remplit.',
  },
  'dhis2/E1314': {
    message: (texts) => `Une règle de programme de DHIS2 demande une réponse à ${what(texts)}, et elle serait vidée.`,
    hint: () => RULE_WRONG,
  },
} satisfies WordsFor<typeof DHIS2_ANSWER_CODES>;
