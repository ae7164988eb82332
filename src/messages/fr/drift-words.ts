/** What has changed in DHIS2 since the mapping was made. */
import type { DRIFT_CODES } from '../drift-codes.ts';
import type { WordsFor } from './words-for.ts';

const MAKE_ANEW = 'Ensuite `etl metadata pull`.';
const TAKE_IN = 'Prenez-le en compte avec `etl metadata pull`.';
const looksLike = (renamed: string): string => renamed && ` ; il semble renommé en ${renamed}`;
const ifUsed = (isUsed: boolean | undefined, mend: string): string =>
  isUsed === false ? `Rien n’y correspond. ${TAKE_IN}` : mend;

const SETTINGS: ReadonlyMap<string, readonly [called: string, hint: string]> = new Map([
  ['type', ['son type', 'On ne peut envoyer qu’à des programmes sans enregistrement.']],
  [
    'categoryCombo',
    ['sa combinaison de catégories', `Remplissez attributeOptionCombo sous \`transform\` en conséquence. ${MAKE_ANEW}`],
  ],
  [
    'attributes',
    [
      'la combinaison de catégories de ses attributs',
      `Remplissez attributeOptionCombo sous \`transform\` en conséquence. ${MAKE_ANEW}`,
    ],
  ],
  ['periodType', ['son type de période', `Donnez à \`period\` sous \`transform\` l’autre type. ${MAKE_ANEW}`]],
  ['openFuturePeriods', ['le nombre de périodes futures ouvertes', TAKE_IN]],
  ['expiryDays', ['les jours après lesquels il expire', TAKE_IN]],
  ['validation', ['sa stratégie de validation', TAKE_IN]],
  [
    'geometry',
    [
      'son type de géométrie',
      `Remplissez geometry sous \`transform\` en conséquence, ou laissez-la de côté. ${MAKE_ANEW}`,
    ],
  ],
]);

const NOUNS: Readonly<Record<string, string>> = {
  program: 'programme',
  'data set': 'ensemble de données',
  'program stage': 'étape du programme',
};
const noun = (what: string): string => NOUNS[what] ?? what;

export const DRIFT_WORDS = {
  'drift/no-lock': {
    message: ({ file }) =>
      `Aucun verrou à côté de la correspondance (${file}) : les changements dans DHIS2 ne se remarquent qu’autant que le fichier de métadonnées les connaît.`,
    hint: () => '`etl metadata pull` en fait un ; gardez-le sous gestion de versions.',
  },
  'drift/other-place': {
    message: ({ what, before, now }) =>
      `La correspondance a été faite pour ${noun(what)} ${before}, et ceci est ${now}.`,
    hint: () => TAKE_IN,
  },
  'drift/other-server': {
    message: ({ before, now }) => `La correspondance vient d’un autre serveur (${before}), et ceci est ${now}.`,
    hint: () => 'S’ils doivent être pareils, c’est bien. Sinon reprenez les métadonnées de celui-ci.',
  },
  'drift/release': {
    message: ({ before, now }) => `DHIS2 était ${before} quand la correspondance a été faite, et est ${now}.`,
    hint: () => TAKE_IN,
  },
  'drift/no-access': {
    message: ({ what, name }) => `L’utilisateur ne peut pas écrire de données : ${noun(what)} ${name}.`,
    hint: () => 'L’administrateur de DHIS2 en donne le droit d’écriture, et pour son étape.',
  },
  'drift/renamed': {
    message: ({ what, before, now }) => `${noun(what)} ${before} s’appelle maintenant ${now}.`,
    hint: () => TAKE_IN,
  },
  'drift/setting': {
    message: ({ of, setting, before, now }) =>
      `${of} : ${SETTINGS.get(setting)?.[0] ?? setting} était ${before}, et est ${now}.`,
    hint: ({ setting }) => SETTINGS.get(setting)?.[1] ?? TAKE_IN,
  },
  'drift/stage-gone': {
    message: ({ stage }) => `L’étape de programme ${stage} a disparu.`,
    hint: () => `Faites-la remettre dans DHIS2, ou faites la correspondance pour l’étape qui est là. ${MAKE_ANEW}`,
  },
  'drift/stage-new': { message: ({ stage }) => `L’étape de programme ${stage} est nouvelle.`, hint: () => TAKE_IN },
  'drift/element-gone': {
    message: ({ element, uid, renamed }) => `${element} (${uid}) a disparu${looksLike(renamed)}.`,
    hint: ({ renamed }, { isUsed }) =>
      ifUsed(
        isUsed,
        renamed
          ? `Donnez à sa colonne le nouvel UID dans mapping_de.json. ${MAKE_ANEW}`
          : `Faites-le remettre dans DHIS2, ou retirez sa colonne de mapping_de.json. ${MAKE_ANEW}`,
      ),
  },
  'drift/element-new': {
    message: ({ element, uid }, { compulsory }) =>
      `${element} (${uid}) est nouveau${compulsory ? ', et obligatoire' : ''}.`,
    hint: () => `Où le formulaire le demande, ajoutez sa colonne à mapping_de.json. ${MAKE_ANEW}`,
  },
  'drift/element-compulsory': {
    message: ({ element }) => `${element} est désormais obligatoire : un enregistrement sans lui est refusé.`,
    hint: () => `Faites-le rendre facultatif dans DHIS2, ou remplissez-le. ${MAKE_ANEW}`,
  },
  'drift/element-optional': { message: ({ element }) => `${element} n’est plus obligatoire.`, hint: () => TAKE_IN },
  'drift/element-type': {
    message: ({ element, before, now }, { isWider }) =>
      `${element} : son type de valeur était ${before}, et est ${now}${isWider ? ', qui prend tout ce que l’autre prenait' : ''}.`,
    hint: (_, { isWider, isUsed }) =>
      ifUsed(
        isUsed,
        isWider
          ? TAKE_IN
          : `Voyez si ce que la colonne contient est de ce type, ou faites remettre l’ancien. ${MAKE_ANEW}`,
      ),
  },
  'drift/element-options': {
    message: ({ element, before, now, lost }) =>
      `${element} : son ensemble d’options était ${before || 'aucun'}, et est ${now || 'aucun'}${lost && ` ; ${now} n’a pas ${lost}`}.`,
    hint: ({ now }, { isUsed }) =>
      ifUsed(
        isUsed,
        now ? `Faites correspondre les réponses à ses options dans mapping_optionSet.json. ${MAKE_ANEW}` : TAKE_IN,
      ),
  },
  'drift/element-combo': {
    message: ({ element, before, now }) =>
      `${element} était ventilé par ${before || 'rien'}, et l’est maintenant par ${now || 'rien'}.`,
    hint: (_, { isUsed }) =>
      ifUsed(isUsed, `Faites correspondre ses colonnes aux cellules qui sont là désormais. ${MAKE_ANEW}`),
  },
  'drift/option-gone': {
    message: ({ where, option, code, renamed }) =>
      `${where} : l’option ${option} (${code}) a disparu${looksLike(renamed)}.`,
    hint: ({ renamed, code }, { isUsed }) =>
      ifUsed(
        isUsed,
        renamed
          ? `Mettez le nouveau code à la place de ${code} dans mapping_optionSet.json. ${MAKE_ANEW}`
          : `Faites-la remettre dans DHIS2, ou faites correspondre ses réponses à une autre option dans mapping_optionSet.json. ${MAKE_ANEW}`,
      ),
  },
  'drift/option-new': {
    message: ({ where, option, code }) => `${where} : l’option ${option} (${code}) est nouvelle.`,
    hint: () => `Où le formulaire l’a, ajoutez son choix à mapping_optionSet.json. ${MAKE_ANEW}`,
  },
  'drift/option-renamed': {
    message: ({ where, code, before, now }) => `${where} : l’option ${code} s’appelait ${before}, et s’appelle ${now}.`,
    hint: () => `Voyez si elle veut dire la même chose. ${TAKE_IN}`,
  },
  'drift/cell-gone': {
    message: ({ where, combo, uid, renamed }) => `${where} : ${combo} (${uid}) a disparu${looksLike(renamed)}.`,
    hint: (_, { isUsed }) =>
      ifUsed(isUsed, `Faites correspondre ses colonnes aux cellules qui sont là désormais. ${MAKE_ANEW}`),
  },
  'drift/cell-new': {
    message: ({ where, combo, uid }) => `${where} : ${combo} (${uid}) est nouveau.`,
    hint: () => `Où le formulaire le demande, ajoutez ses colonnes à mapping_de.json. ${MAKE_ANEW}`,
  },
} satisfies WordsFor<typeof DRIFT_CODES>;
