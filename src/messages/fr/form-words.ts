/** What DHIS2 refuses of aggregate values, and what is known of them before. */
import type { DHIS2_CONFLICT_CODES } from '../dhis2-conflict-codes.ts';
import type { ServerArgs, ServerTexts } from '../refusal-words.ts';
import { needText } from './needs.ts';
import {
  allowed,
  capital,
  it,
  ofSet,
  PULL,
  Sender,
  sentences,
  thePeriod,
  theSet,
  unit,
  Unit,
  what,
} from './phrases.ts';
import type { WordsFor } from './words-for.ts';

const OF_OUR_REQUEST = 'Merci de le signaler : `etl` ne doit pas envoyer une telle chose.';
const CHANGED = `L’ensemble de données a changé dans DHIS2 : ${PULL}.`;
const MAKE_PERIOD = 'Faites la période d’une date : $period(DATE, "Monthly").';
export const NAME_CELL = 'Nommez la cellule par élément et combinaison : ELEMENT.COMBO.';
export const INPUT_PERIODS = 'Ajoutez-la aux périodes de saisie de l’ensemble de données.';
export const APPROVED = 'Qui les a approuvées peut retirer l’approbation dans DHIS2.';
export const LATER = 'Il part avec une nuit suivante.';

type OfUnit = Pick<ServerTexts, 'orgUnit' | 'facility'>;

export const NOT_ASSIGNED = {
  message: (texts: OfUnit & Pick<ServerTexts, 'dataSet'>): string =>
    `${Unit(texts)} ne rapporte pas ${theSet(texts.dataSet)}.`,
  hint: (): string =>
    'Affectez l’ensemble de données à cette unité d’organisation dans DHIS2. Si l’enregistrement est d’une autre structure, corrigez la table.',
};
export const OUT_OF_REACH = {
  message: (texts: OfUnit & Pick<ServerTexts, 'user'>): string =>
    `${Sender(texts.user)} ne peut pas saisir de données pour ${unit(texts)}.`,
  hint: (): string => 'Donnez à l’utilisateur cette unité, ou une au-dessus, pour la saisie des données.',
};
const NO_UNIT = {
  message: (texts: ServerTexts): string => `DHIS2 n’a pas d’unité d’organisation de cet UID : ${unit(texts)}.`,
  hint: (): string => 'Corrigez son UID dans la table des unités d’organisation.',
};
const NO_ELEMENT = {
  message: (texts: ServerTexts): string =>
    `DHIS2 n’a pas l’élément de données ${what(texts, 'de cet UID')}, ou ne le montre pas à l’utilisateur qui envoie.`,
  hint: (): string => CHANGED,
};
const NO_COMBO = {
  message: (texts: ServerTexts): string =>
    `${what(texts, 'La cellule')} nomme une combinaison de catégories que son élément de données n’a pas, ou que l’utilisateur ne peut employer.`,
  hint: (): string => `Corrigez le nom de la cellule ; si les catégories ont changé dans DHIS2, ${PULL}.`,
};
const NOT_OF_TYPE = {
  message: (texts: ServerTexts): string =>
    `Ce n’est pas une valeur pour ${what(texts)}${texts.valueType && ` de type ${texts.valueType}`}.`,
  hint: ({ needed }: ServerTexts): string =>
    sentences(
      needed && `Il prend ${needText(needed)}.`,
      'Corrigez la réponse à sa source, ou son champ dans la spécification.',
    ),
};
const NO_OPTION = {
  message: (texts: ServerTexts): string =>
    `${it(texts)} n’est pas une option de ${what(texts)}${texts.optionSet && ` (ensemble d’options ${texts.optionSet})`}.`,
  hint: (texts: ServerTexts, args: ServerArgs): string =>
    sentences(allowed(texts, args), 'Faites correspondre la réponse au code d’une option, lettre pour lettre.'),
};
const NO_VALUE = {
  message: (texts: ServerTexts): string => `${what(texts, 'La cellule')} est venue sans valeur.`,
  hint: (): string => OF_OUR_REQUEST,
};
const DATES_OF_COMBO = {
  message: ({ combo, period }: ServerTexts): string =>
    `${combo || 'La combinaison d’options d’attribut'} ne peut servir dans ${thePeriod(period)} : elle a un premier ou un dernier jour.`,
  hint: (): string =>
    'Changez les jours de l’option de catégorie dans DHIS2. Si la date est fausse, corrigez-la à sa source.',
};
const NOT_SET = (thing: string) => ({
  message: (): string => `Une valeur est venue sans ${thing}.`,
  hint: (): string => OF_OUR_REQUEST,
});
const LOCKED = {
  message: (texts: ServerTexts): string =>
    `Les données de ${unit(texts)} pour ${thePeriod(texts.period)} sont verrouillées ou approuvées dans DHIS2.`,
  hint: (): string => APPROVED,
};
const OTHER_TYPE = {
  message: ({ period, dataSet }: ServerTexts): string =>
    `${capital(thePeriod(period))} n’est pas du type ${ofSet(dataSet)}.`,
  hint: (): string => MAKE_PERIOD,
};

export const CONFLICT_WORDS = {
  'dhis2/E7600': {
    message: ({ dataSet }) =>
      `DHIS2 n’a pas l’ensemble de données ${dataSet || 'de cet UID'}, ou ne le montre pas à l’utilisateur qui envoie.`,
    hint: () => 'Partagez l’ensemble de données avec l’utilisateur ; ou corrigez `sink.dataSet`.',
  },
  'dhis2/E7603': NO_UNIT,
  'dhis2/E7610': NO_ELEMENT,
  'dhis2/E7611': {
    message: ({ period }) => `${capital(thePeriod(period))} n’est pas une période que DHIS2 connaît.`,
    hint: () => MAKE_PERIOD,
  },
  'dhis2/E7612': NO_UNIT,
  'dhis2/E7613': NO_COMBO,
  'dhis2/E7617': OUT_OF_REACH,
  'dhis2/E7618': NO_VALUE,
  'dhis2/E7619': NOT_OF_TYPE,
  'dhis2/E7621': NO_OPTION,
  'dhis2/E7630': {
    message: (texts) =>
      `${what(texts, 'L’élément de données')} est ventilé par catégories, et aucune combinaison n’est nommée.`,
    hint: () => NAME_CELL,
  },
  'dhis2/E7632': OTHER_TYPE,
  'dhis2/E7634': NO_COMBO,
  'dhis2/E7638': DATES_OF_COMBO,
  'dhis2/E7640': {
    message: ({ period, dataSet }) =>
      `${capital(thePeriod(period))} est fermée dans ${theSet(dataSet)} : ses jours de délai sont passés.`,
    hint: () =>
      'Augmentez « Expiry days » de l’ensemble de données, ou donnez à l’utilisateur le droit F_EDIT_EXPIRED.',
  },
  'dhis2/E7641': {
    message: ({ period, dataSet }) => `${capital(thePeriod(period))} n’est pas encore ouverte dans ${theSet(dataSet)}.`,
    hint: () => `${LATER} Ou faites augmenter « Open future periods » de l’ensemble de données dans DHIS2.`,
  },
  'dhis2/E7642': LOCKED,
  'dhis2/E7643': {
    message: ({ period, dataSet }) =>
      `${capital(thePeriod(period))} n’est pas ouverte à la saisie dans ${theSet(dataSet)}.`,
    hint: () => INPUT_PERIODS,
  },
  'dhis2/E7644': {
    message: ({ period, dataSet }) =>
      `${capital(thePeriod(period))} n’est pas parmi les périodes de saisie ${ofSet(dataSet)} ouvertes aujourd’hui.`,
    hint: () => INPUT_PERIODS,
  },
  'dhis2/E8004': {
    message: ({ dataSet }) => `${dataSet || 'L’ensemble de données'} n’est pas l’UID d’un ensemble de données.`,
    hint: () => 'Corrigez `sink.dataSet`.',
  },
  'dhis2/E8008': {
    message: () => 'La date d’achèvement n’est pas une que DHIS2 lit.',
    hint: () => 'Faites-la avec $date(COLUMN).',
  },
  'dhis2/E8009': NOT_SET('ce qu’il faut pour son achèvement'),
  'dhis2/E8011': OUT_OF_REACH,
  'dhis2/E8020': {
    message: (texts) => `${what(texts, 'L’élément de données')} n’est pas dans ${theSet(texts.dataSet)}.`,
    hint: () => CHANGED,
  },
  'dhis2/E8021': OTHER_TYPE,
  'dhis2/E8022': NOT_ASSIGNED,
  'dhis2/E8023': {
    message: (texts) =>
      `${texts.combo || texts.value || 'Ce qui est envoyé'} n’est pas une combinaison d’options d’attribut ${ofSet(texts.dataSet)}.`,
    hint: (texts, args) => sentences(allowed(texts, args), 'Corrigez attributeOptionCombo sous `transform`.'),
  },
  'dhis2/E8024': NO_COMBO,
  'dhis2/E8030': {
    message: ({ period, dataSet }) =>
      `${capital(thePeriod(period))} n’est pas ouverte dans ${theSet(dataSet)} : elle est passée, ou encore à venir.`,
    hint: () =>
      'Changez « Expiry days », « Open future periods » ou les périodes de saisie de l’ensemble de données, ou attendez.',
  },
  'dhis2/E8031': {
    message: (texts) => `${Unit(texts)} est fermée dans ${thePeriod(texts.period)}.`,
    hint: () =>
      'Changez sa date d’ouverture ou de fermeture dans DHIS2. Si la date est fausse, corrigez-la à sa source.',
  },
  'dhis2/E8032': DATES_OF_COMBO,
  'dhis2/E8033': LOCKED,
  'dhis2/E8100': NOT_SET('sa période'),
  'dhis2/E8101': NOT_SET('son ensemble de données'),
  'dhis2/E8102': NOT_SET('son élément de données'),
  'dhis2/E8104': NO_ELEMENT,
  'dhis2/E8105': NOT_SET('son unité d’organisation'),
  'dhis2/E8106': NO_UNIT,
  'dhis2/E8108': NO_COMBO,
  'dhis2/E8120': NO_VALUE,
  'dhis2/E8122': NOT_OF_TYPE,
  'dhis2/E8123': NO_OPTION,
  'dhis2/E8128': {
    message: (texts) => `${what(texts, 'La cellule')} est venue deux fois.`,
    hint: () => 'Mettez-la en correspondance une seule fois.',
  },
} satisfies WordsFor<typeof DHIS2_CONFLICT_CODES>;
