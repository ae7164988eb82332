/** What is known of a data set and its forms before anything is sent. */
import type { DHIS2_DATA_SET_CODES } from '../dhis2-data-set-codes.ts';
import { APPROVED, INPUT_PERIODS, LATER, NAME_CELL, NOT_ASSIGNED, OUT_OF_REACH } from './form-words.ts';
import { daysText, unit } from './phrases.ts';
import type { WordsFor } from './words-for.ts';

export const DATA_SET_WORDS = {
  'dhis2/data-set-not-found': {
    message: ({ dataSet, url }) =>
      `Il n’y a pas d’ensemble de données ${dataSet} que cet utilisateur puisse voir, à ${url}.`,
    hint: () => 'Vérifiez dataSet sous sink, et que l’ensemble est partagé avec cet utilisateur.',
  },
  'dhis2/combo-not-readable': {
    message: ({ dataSet, combo }) =>
      `L’ensemble de données ${dataSet} emploie la combinaison de catégories ${combo || 'sans identifiant'}, que DHIS2 ne montre pas à cet utilisateur.`,
    hint: () =>
      'Demandez à l’administrateur de DHIS2 de la partager, avec ses catégories et options, avec cet utilisateur.',
  },
  'dhis2/data-set-read-only': {
    message: ({ user, name, dataSet }) =>
      `L’utilisateur ${user} ne peut pas écrire de données dans l’ensemble ${name} (${dataSet}).`,
    hint: () => 'Demandez-en le droit d’écriture à l’administrateur de DHIS2.',
  },
  'dhis2/no-data-value-authority': {
    message: ({ user }) => `L’utilisateur ${user} ne peut pas saisir de valeurs : le droit F_DATAVALUE_ADD manque.`,
    hint: () => 'Demandez à l’administrateur de DHIS2 un rôle avec « Add/Update data value ».',
  },
  'dhis2/org-unit-not-readable': {
    message: (texts) =>
      `DHIS2 ne montre pas les valeurs de ${unit(texts)} à ${texts.user}, qui peut les saisir : ce qui s’y trouve ne peut être dit.`,
    hint: () =>
      'Demandez à l’administrateur de DHIS2 de donner à l’utilisateur les mêmes unités, ou une au-dessus, en consultation comme en saisie.',
  },
  'dhis2/period-type': {
    message: ({ period, type, wanted, dataSet }) =>
      `${period} est une période de type ${type || 'inconnu'}, et l’ensemble de données ${dataSet} est ${wanted}.`,
    hint: ({ wanted }) => `Faites la période d’une date : $period(DATE, "${wanted}").`,
  },
  'dhis2/period-not-open': {
    message: ({ period, latest, dataSet }) =>
      `La période ${period} n’est pas encore ouverte dans l’ensemble de données ${dataSet} ; la dernière ouverte est ${latest}.`,
    hint: () =>
      `${LATER} Ou faites augmenter « Open future periods » de l’ensemble de données par l’administrateur de DHIS2.`,
  },
  'dhis2/period-expired': {
    message: ({ period, days, dataSet }) =>
      `La période ${period} est fermée dans l’ensemble de données ${dataSet}, ouvert ${daysText(days)} après la fin d’une période.`,
    hint: () =>
      'Augmentez « Expiry days » de l’ensemble de données, ou donnez à l’utilisateur le droit F_EDIT_EXPIRED.',
  },
  'dhis2/period-not-an-input-period': {
    message: ({ period, dataSet }) =>
      `La période ${period} n’est pas parmi les périodes de saisie de l’ensemble de données ${dataSet} ouvertes aujourd’hui.`,
    hint: () => INPUT_PERIODS,
  },
  'dhis2/org-unit-not-assigned': NOT_ASSIGNED,
  'dhis2/org-unit-out-of-reach': OUT_OF_REACH,
  'dhis2/element-not-in-data-set': {
    message: ({ element, dataSet }) =>
      `L’élément de données ${element} n’est pas dans l’ensemble de données ${dataSet}.`,
    hint: () => 'Corrigez la correspondance ; ou faites ajouter l’élément à l’ensemble par l’administrateur de DHIS2.',
  },
  'dhis2/combo-missing': {
    message: ({ element }) =>
      `${element} est ventilé par catégories dans cet ensemble de données, et aucune combinaison n’est nommée : DHIS2 rangerait la valeur où personne ne la voit.`,
    hint: () => NAME_CELL,
  },
  'dhis2/combo-foreign': {
    message: ({ element, combo }) =>
      `${combo} n’est pas une combinaison de catégories de ${element} dans cet ensemble de données.`,
    hint: () => 'Reprenez les métadonnées (etl metadata pull), et corrigez le nom de la cellule.',
  },
  'dhis2/attribute-combo-missing': {
    message: ({ dataSet }) => `L’ensemble de données ${dataSet} a des attributs, et attributeOptionCombo ne dit rien.`,
    hint: ({ known }) => `Remplissez-le, par UID, code, nom ou options. Il y a : ${known}.`,
  },
  'dhis2/attribute-combo-unknown': {
    message: ({ value, dataSet }) =>
      `« ${value} » n’est pas une combinaison d’options d’attribut de l’ensemble de données ${dataSet}.`,
    hint: ({ known }) => (known ? `Il y a : ${known}.` : 'Il n’en a pas : laissez attributeOptionCombo de côté.'),
  },
  'dhis2/attribute-combo-dates': {
    message: ({ combo, period }) =>
      `${combo} ne peut servir dans la période ${period} : elle a un premier ou un dernier jour.`,
    hint: () => 'Changez les jours de l’option de catégorie.',
  },
  'dhis2/attribute-combo-unit': {
    message: (texts) => `${texts.combo} ne peut servir à ${unit(texts)}.`,
    hint: () => 'Ajoutez l’unité, ou une au-dessus, à l’option de catégorie.',
  },
  'dhis2/attribute-combo-read-only': {
    message: ({ combo, user }) => `L’utilisateur ${user} ne peut pas saisir de données pour ${combo}.`,
    hint: () => 'Donnez à l’utilisateur le droit d’écrire les données de l’option de catégorie.',
  },
  'dhis2/blank-value': {
    message: ({ element }) =>
      `Des espaces seuls ne sont pas une valeur de ${element} : DHIS2 jusqu’à 2.42 les prend pour une suppression, 2.43 les enregistre.`,
    hint: () => 'Laissez la cellule vide où il n’y a pas de réponse.',
  },
  'dhis2/locked-by-approval': {
    message: (texts) =>
      `Les données de ${unit(texts)} pour ${texts.period} sont approuvées (${texts.workflow}), et verrouillées par là.`,
    hint: () => APPROVED,
  },
  'dhis2/completion-refused': {
    message: ({ message }) =>
      `Les valeurs sont enregistrées, mais DHIS2 n’inscrit pas le formulaire comme complet${message && ` : ${message}`}.`,
    hint: () => 'Complétez le formulaire dans DHIS2, ou voyez là-bas pourquoi il ne peut l’être.',
  },
  'dhis2/completion-held-back': {
    message: () =>
      'Le formulaire n’est pas inscrit comme complet, parce que certaines de ses valeurs ont été refusées.',
    hint: () => 'Corrigez les valeurs refusées ; il est inscrit ensuite.',
  },
  'dhis2/unreadable-form': {
    message: ({ status, message }) => `DHIS2 n’a pu lire le formulaire (${status}${message && `, ${message}`}).`,
    hint: () =>
      'Regardez ce qui a été envoyé (`sent.ndjson.gz` dans le dossier de l’exécution), et corrigez l’expression de la valeur que DHIS2 nomme.',
  },
} satisfies WordsFor<typeof DHIS2_DATA_SET_CODES>;
