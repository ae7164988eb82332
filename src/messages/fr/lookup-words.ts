/** What look-ups and option maps have no answer for, and fields, groups and expressions that give nothing usable. */
import type { EXPRESSION_CODES } from '../expression-codes.ts';
import type { GROUP_CODES } from '../group-codes.ts';
import type { LOOKUP_CODES } from '../lookup-codes.ts';
import type { MAPPING_CODES } from '../mapping-codes.ts';
import { didYouMean, orWrite } from './phrases.ts';
import type { WordsFor } from './words-for.ts';

/** pandas writes whole numbers with decimal zeros. */
function zerosOff(differs: string, instead: string): string {
  if (differs !== 'decimal zeros') return '';
  return ` pandas écrit ainsi les nombres entiers ; from: ${instead || '=$int(COLUMN)'} retire les zéros.`;
}

export const LOOKUP_WORDS = {
  'lookup/no-match': {
    message: ({ value, table }) => `« ${value} » n’est pas dans la table ${table}.`,
    hint: (texts) =>
      `${didYouMean(texts)} Si c’est juste, ajoutez-le à ${texts.file || 'la table'}${texts.table === 'orgUnits' ? ', affectez le programme ou l’ensemble de données à l’unité d’organisation dans DHIS2, et donnez-y à l’utilisateur qui envoie le droit de saisie' : ''}.`.trim(),
  },
  'lookup/unknown-table': {
    message: ({ table }) => `La spécification n’a pas de table « ${table} ».`,
    hint: (texts) => didYouMean(texts, 'Nommez-la sous `lookups:`.'),
  },
  'option/no-match': {
    message: ({ value, table }) =>
      `Le choix « ${value} » n’a pas de code d’option dans la correspondance de l’ensemble d’options ${table}.`,
    hint: (texts) =>
      `${didYouMean(texts)}${zerosOff(texts.differs, texts.instead)} S’il est juste, ajoutez-le, avec son code d’option, à ${texts.file || 'la correspondance des options'}.`.trim(),
  },
  'option/no-map': {
    message: ({ optionSet }) =>
      `Il n’y a pas ici de correspondance d’options${optionSet && ` pour l’ensemble ${optionSet}`}.`,
    hint: (texts) =>
      didYouMean(
        texts,
        'Nommez l’ensemble d’options, $option(COLUMN, "son UID"), et mettez-le dans la correspondance des options.',
      ),
  },
  'option/not-a-code': {
    message: ({ value, optionSet, element }) =>
      `« ${value} » n’est pas un code de l’ensemble d’options ${optionSet} de ${element}.`,
    hint: (texts) =>
      `${didYouMean(texts)} Les codes s’écrivent exactement, majuscules comprises. Corrigez la correspondance des options ou l’expression.`.trim(),
  },
  'option/comma': {
    message: ({ value }) => `Le code d’option « ${value} » a une virgule, qui sépare les choix dans DHIS2.`,
    hint: () => 'Donnez à l’option un autre code dans DHIS2.',
  },
} satisfies WordsFor<typeof LOOKUP_CODES>;

export const FIELD_WORDS = {
  'version/none': {
    message: () => 'Cette ligne n’est d’aucune des versions du formulaire de la spécification.',
    hint: () => 'Ajoutez la version sous `source.versions`, ou corrigez sa condition.',
  },
  'field/required': {
    message: ({ field, from }) => `${field} doit avoir une valeur, et ${from} n’en a pas donné.`,
    hint: (_, { makesNothing }) =>
      makesNothing === true
        ? 'Cette réponse ne donne aucune valeur : corrigez-la dans Kobo, ou le champ dans la spécification.'
        : 'Remplissez-le dans Kobo.',
  },
  'field/not-a-value': {
    message: ({ type }) => `Il faut une seule valeur ; l’expression a donné ${type}.`,
    hint: () => 'Prenez-en une seule dans l’expression.',
  },
  'field/not-a-geometry': {
    message: () => 'Ce n’est pas une géométrie GeoJSON.',
    hint: (texts, args) =>
      orWrite(
        texts,
        args,
        'Elle a la forme {"type": "Point", "coordinates": [longitude, latitude]}.',
        'pour un geopoint',
      ),
  },
  'field/not-a-uid': {
    message: ({ value }) => `« ${value} » n’est pas un UID de DHIS2.`,
    hint: ({ property, instead }, args) =>
      `Un UID est une lettre et dix lettres ou chiffres. ${
        property === 'attributeOptionCombo'
          ? 'Pour la combinaison par défaut, laissez le champ de côté.'
          : instead
            ? `Prenez-le de la table des unités d’organisation : écrivez ${instead} sous \`transform\`.`
            : args.instead === ''
              ? 'Corrigez-le dans la table des unités d’organisation.'
              : 'Pour une structure utilisez $orgUnit(COLUMN), qui le prend de la table.'
      }`,
  },
  'field/not-a-period': {
    message: ({ value }) => `« ${value} » n’est pas une période comme DHIS2 les écrit (202603, 2026W5, 2026Q1, 2026).`,
    hint: (texts, args) =>
      orWrite(texts, args, 'Faites-en une à partir d’une date : $period(DATE, "Monthly").', 'd’une date'),
  },
  'field/not-one-of': {
    message: ({ value, allowed }) => `« ${value} » n’est pas parmi ${allowed}.`,
    hint: ({ allowed }) => `Faites que l’expression donne un de ${allowed}.`,
  },
  'field/not-a-date': {
    message: () => 'Ce n’est pas une date qui existe, écrite yyyy-MM-dd.',
    hint: (texts, args) =>
      orWrite(
        texts,
        args,
        'Corrigez-la dans Kobo, ou dites dans la spécification comment elle est écrite : $date(COLUMN, "DD/MM/YYYY").',
        'si c’est ainsi que c’est écrit là-bas',
      ),
  },
  'field/date-with-offset': {
    message: () => 'Cette date a un fuseau horaire, et le serveur la déplacerait vers le sien.',
    hint: (texts, args) => orWrite(texts, args, 'Prenez-en le jour : $date(COLUMN).', 'pour le seul jour'),
  },
} satisfies WordsFor<typeof MAPPING_CODES>;

export const GROUP_WORDS = {
  'group/no-value': {
    message: ({ name }) => `La ligne n’a pas de ${name} : elle n’est d’aucun groupe, et aucun total ne la compte.`,
    hint: () => 'Remplissez ce dont il est fait, ou laissez de telles lignes de côté par `where`.',
  },
  'group/not-a-value': {
    message: ({ name, type }) =>
      `${name} du groupe est ${type} pour cette ligne : il faut un texte, un nombre, vrai ou faux.`,
    hint: () => 'Prenez une valeur de la liste avec [0], ou joignez-la : $join(LIST, " ").',
  },
  'group/row-twice': {
    message: ({ key, places }) => `Les lignes ${places} ont la même clé${key && ` ${key}`}, et disent autre chose.`,
    hint: () =>
      'Laquelle est juste ne peut se dire ici : corrigez ou supprimez les autres. D’ici là aucun de leurs groupes n’est envoyé.',
  },
} satisfies WordsFor<typeof GROUP_CODES>;

export const EXPRESSION_WORDS = {
  'expression/divided-by-zero': {
    message: ({ expression }) => `L’expression ${expression} divise par zéro, ou donne un nombre trop grand.`,
    hint: () =>
      'Dites dans `when` du champ quand il y a de quoi diviser ; ou corrigez la réponse, ou la table, qui est zéro.',
  },
  'expression/failed': {
    message: ({ expression, reason }) => `L’expression ${expression} a échoué : ${reason}.`,
    hint: () => 'Corrigez l’expression, ou la réponse dans Kobo.',
  },
  'expression/too-large': {
    message: ({ values, characters }) =>
      `L’expression fait plus qu’un enregistrement ne peut en avoir besoin : plus de ${values} valeurs, ou de ${characters} caractères.`,
    hint: () => 'Cherchez une liste qui grandit à chaque pas, ou un texte joint à lui-même.',
  },
  'expression/text-too-long': {
    message: ({ most, characters }) =>
      `Un motif s’essaie sur un texte de ${most} caractères au plus ; celui-ci en a ${characters}.`,
    hint: ({ most }) => `Essayez-le sur une partie : $substring(COLUMN, 0, ${most}).`,
  },
  'expression/not-a-condition': {
    message: ({ where, type }) => `${where} doit donner vrai ou faux ; il a donné ${type}.`,
    hint: () => 'Comparez avec quelque chose : COLUMN = "1".',
  },
} satisfies WordsFor<typeof EXPRESSION_CODES>;
