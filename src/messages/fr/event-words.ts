/** What DHIS2 refuses of events. */
import type { DHIS2_EVENT_CODES } from '../dhis2-event-codes.ts';
import type { DHIS2_REFUSAL_CODES } from '../dhis2-refusal-codes.ts';
import { needText } from './needs.ts';
import {
  allowed,
  capital,
  daysText,
  inItsWords,
  it,
  ofProgram,
  PULL,
  sender,
  Sender,
  sentences,
  theProgram,
  theStage,
  unit,
  Unit,
  what,
} from './phrases.ts';
import type { WordsFor } from './words-for.ts';

const ASSIGN_USER =
  'Donnez à l’utilisateur qui envoie cette unité d’organisation, ou une au-dessus, pour la saisie des données.';
/** Releases that go on with what they know of a user's units for an hour; one that is not known may be one of them. */
const keepsScope = (version: string): boolean => /^(?:$|2\.(?:3\d|4[01])\b)/.test(version);
const OLDER_EVENT = 'Regardez l’événement dans DHIS2. La prochaine exécution décide à nouveau.';
const CHANGED = `Le programme a changé dans DHIS2 : ${PULL}.`;
const SEND_STATUS = 'Envoyez le statut ACTIVE ou COMPLETED.';
const CORRECT_COMBO = 'Corrigez attributeOptionCombo sous `transform`.';
const EXPIRED_RIGHT = 'donnez à l’utilisateur qui envoie le droit F_EDIT_EXPIRED';

export const REFUSAL_WORDS = {
  'dhis2/E1000': {
    message: (texts) => `${Sender(texts.user)} ne peut pas saisir de données pour ${unit(texts)}.`,
    hint: ({ version }) =>
      sentences(ASSIGN_USER, keepsScope(version) ? 'DHIS2 jusqu’à 2.41 refuse encore pendant une heure.' : ''),
  },
  'dhis2/E1011': {
    message: (texts) => `DHIS2 n’a pas d’unité d’organisation de cet UID : ${unit(texts)}.`,
    hint: () =>
      'Corrigez son UID dans la table des unités d’organisation. Elle a pu être supprimée, ou être cachée à l’utilisateur qui envoie.',
  },
  'dhis2/E1029': {
    message: (texts) => `${Unit(texts)} n’a pas ${theProgram(texts.program)}.`,
    hint: ({ program }) =>
      `Affectez ${theProgram(program)} à cette unité d’organisation dans DHIS2. Si l’enregistrement est d’une autre structure, corrigez la table.`,
  },
  'dhis2/E1123': {
    message: (texts) => `Il manque à l’événement ${what(texts, 'une propriété')}, qui est nécessaire.`,
    hint: () => 'Remplissez-la sous `transform`.',
  },
  'dhis2/E1031': {
    message: () => 'Le jour de l’événement manque.',
    hint: () => 'Remplissez la date dans Kobo, ou corrigez `occurredAt` sous `transform`.',
  },
  'dhis2/E1042': {
    message: ({ program, version, days }) =>
      `Un événement terminé ${ofProgram(program)} a besoin de completedAt${version && ` dans DHIS2 ${version}`}${days && ` : le programme ferme les événements terminés après ${daysText(days)}`}.`,
    hint: () =>
      'Mettez completedAt en correspondance. Ou faites donner à l’utilisateur qui envoie le droit F_EDIT_EXPIRED par l’administrateur de DHIS2.',
  },
  'dhis2/E1043': {
    message: ({ program, days }) =>
      `${capital(theProgram(program))} ferme les événements terminés après ${daysText(days)}, et celui-ci a été terminé avant cela.`,
    hint: () => `Augmentez « Completed events expiry days » du programme, ou ${EXPIRED_RIGHT}.`,
  },
  'dhis2/E1046': {
    message: () => 'Le programme ferme ses périodes, et l’événement n’a pas de date pour en dire la période.',
    hint: () => 'Mettez occurredAt en correspondance.',
  },
  'dhis2/E1047': {
    message: ({ program, period, most, days }) =>
      most
        ? `${capital(theProgram(program))} a fermé la période ${period} de cette date le ${most}, ${daysText(days)} après sa fin.`
        : `La date est dans une période que ${theProgram(program)} a fermée.`,
    hint: () =>
      `Augmentez « Expiry days » du programme, ou ${EXPIRED_RIGHT}. Si la date est fausse, corrigez-la dans Kobo.`,
  },
  'dhis2/E1050': {
    message: () => 'Un événement seulement prévu a besoin de scheduledAt.',
    hint: () => SEND_STATUS,
  },
  'dhis2/E1051': {
    message: ({ version }) => `DHIS2${version && ` ${version}`} ne prend completedAt qu’avec le statut COMPLETED.`,
    hint: () => 'Laissez completedAt de côté où l’événement n’est pas terminé, ou envoyez le statut COMPLETED.',
  },
  'dhis2/E1083': {
    message: ({ user }) => `L’événement est terminé dans DHIS2, et ${sender(user)} ne peut pas le rouvrir.`,
    hint: () =>
      'Envoyez le statut COMPLETED. Ou faites donner à l’utilisateur le droit F_UNCOMPLETE_EVENT par l’administrateur de DHIS2.',
  },
  'dhis2/E1315': {
    message: ({ value }) => `Aucune réponse ne va avec le statut${value && ` ${value}`}.`,
    hint: () => SEND_STATUS,
  },
  'dhis2/E1316': {
    message: ({ value }) =>
      `L’événement a dans DHIS2 un statut à partir duquel il ne peut devenir ${value || 'ce qui est envoyé'}.`,
    hint: () => SEND_STATUS,
  },
  'dhis2/E1318': {
    message: ({ value, version }) =>
      `DHIS2${version && ` ${version}`} ne prend pas d’événement d’un programme sans enregistrement avec le statut ${value || 'envoyé'}.`,
    hint: () => SEND_STATUS,
  },
  'dhis2/E1326': {
    message: () =>
      'L’événement est terminé, et l’étape de son programme ne laisse personne modifier les événements terminés.',
    hint: () =>
      'Retirez « Block entry form after completed » de l’étape du programme, ou rouvrez l’événement dans DHIS2.',
  },
  'dhis2/E1012': {
    message: ({ stage, featureType, type }) =>
      `${capital(theStage(stage))} prend ${
        featureType === 'NONE'
          ? 'aucune géométrie'
          : featureType
            ? `une géométrie de type ${featureType}`
            : 'une autre sorte de géométrie'
      }${type && `, et ceci est un ${type}`}.`,
    hint: ({ featureType }) =>
      featureType === 'POINT' || featureType === '<featureType>'
        ? 'Faites-la d’un geopoint avec $geoPoint(COLUMN). Ou faites changer le « Feature type » de l’étape dans DHIS2.'
        : 'Laissez geometry de côté, ou faites changer le « Feature type » de l’étape dans DHIS2.',
  },
  'dhis2/E1074': {
    message: ({ stage }) => `${capital(theStage(stage))} n’a pas de place pour une géométrie.`,
    hint: () => 'Laissez geometry de côté, ou faites choisir un « Feature type » pour l’étape dans DHIS2.',
  },
  'dhis2/E1054': {
    message: (texts) => `${it(texts)} n’est pas une combinaison d’options d’attribut ${ofProgram(texts.program)}.`,
    hint: (texts, args) => sentences(allowed(texts, args), CORRECT_COMBO),
  },
  'dhis2/E1055': {
    message: ({ program }) =>
      `${capital(theProgram(program))} demande une combinaison d’options d’attribut avec chaque événement.`,
    hint: (texts, args) => sentences('Remplissez attributeOptionCombo sous `transform`.', allowed(texts, args)),
  },
  'dhis2/E1056': {
    message: ({ combo, least }) =>
      `${combo || 'L’option d’attribut'} ne peut pas encore servir à cette date${least && ` : elle commence le ${least}`}.`,
    hint: () =>
      'Changez la date de début de l’option de catégorie dans DHIS2. Si la date est fausse, corrigez-la dans Kobo.',
  },
  'dhis2/E1057': {
    message: ({ combo, most }) =>
      `${combo || 'L’option d’attribut'} ne peut plus servir à cette date${most && ` : elle a fini le ${most}`}.`,
    hint: () =>
      'Changez la date de fin de l’option de catégorie dans DHIS2. Si la date est fausse, corrigez-la dans Kobo.',
  },
  'dhis2/E1099': {
    message: ({ user, combo }) =>
      `${Sender(user)} ne peut pas saisir de données pour ${combo || 'cette option d’attribut'}.`,
    hint: () => 'Donnez à l’utilisateur le droit d’écrire les données de l’option de catégorie.',
  },
  'dhis2/E1115': {
    message: (texts) =>
      `DHIS2 n’a pas de combinaison d’options d’attribut ${texts.value ? `« ${texts.value} »` : 'de cet UID'}.`,
    hint: (texts, args) => sentences(allowed(texts, args), CORRECT_COMBO),
  },
  'dhis2/E1116': {
    message: () => 'DHIS2 n’a pas cette option de catégorie.',
    hint: () => CORRECT_COMBO,
  },
  'dhis2/E1117': {
    message: ({ program }) => `Les options de catégorie ne sont pas celles ${ofProgram(program)}.`,
    hint: () =>
      'Corrigez attributeOptionCombo sous `transform` ; où le programme n’a pas d’attributs, laissez-le de côté.',
  },
  'dhis2/E1010': {
    message: ({ program }) =>
      `DHIS2 n’a pas ${program ? `le programme ${program}` : 'ce programme'}, ou ne le montre pas à l’utilisateur qui envoie.`,
    hint: () => 'Partagez le programme avec l’utilisateur ; ou corrigez `sink.program`.',
  },
  'dhis2/E1013': {
    message: ({ stage }) => `DHIS2 n’a pas ${stage ? `l’étape de programme ${stage}` : 'cette étape de programme'}.`,
    hint: () => CHANGED,
  },
  'dhis2/E1089': { message: () => 'L’étape n’est pas une de celles du programme.', hint: () => CHANGED },
  'dhis2/E1091': {
    message: ({ user, program }) => `${Sender(user)} ne peut pas écrire de données dans ${theProgram(program)}.`,
    hint: () => 'Donnez à l’utilisateur le droit d’écrire les données du programme.',
  },
  'dhis2/E1095': {
    message: ({ user }) => `${Sender(user)} ne peut pas écrire de données dans l’étape du programme.`,
    hint: () => 'Donnez à l’utilisateur le droit d’écrire les données de l’étape.',
  },
  'dhis2/E1096': {
    message: ({ user, program }) => `${Sender(user)} ne peut pas lire les données de ${theProgram(program)}.`,
    hint: () => 'Donnez à l’utilisateur le droit de lire les données du programme.',
  },
  'dhis2/E1030': { message: () => 'L’événement est déjà dans DHIS2.', hint: () => OLDER_EVENT },
  'dhis2/E1032': { message: () => 'L’événement n’est pas dans DHIS2.', hint: () => OLDER_EVENT },
  'dhis2/E1048': {
    message: () => 'L’UID de l’événement n’est pas un que DHIS2 prend.',
    hint: () => 'Un UID est une lettre et dix lettres ou chiffres. Corrigez l’entrée de l’enregistrement dans l’index.',
  },
  'dhis2/E1082': {
    message: () => 'L’événement a été supprimé dans DHIS2, et DHIS2 ne prend plus rien sous son UID.',
    hint: () => 'Supprimez l’enregistrement dans Kobo aussi, ou mettez reconcile.deletedInDhis2 à recreate.',
  },
  'dhis2/E1118': {
    message: () => 'DHIS2 n’a pas cet utilisateur à qui confier l’événement.',
    hint: () => 'Corrigez le nom d’utilisateur.',
  },
  'dhis2/E1128': {
    message: () => 'L’événement est d’une autre étape de programme dans DHIS2, et ne peut être déplacé.',
    hint: () =>
      'La spécification nomme-t-elle le bon programme ? Si oui, supprimez l’événement dans DHIS2, et mettez reconcile.deletedInDhis2 à recreate.',
  },
  'dhis2/E5000': { message: inItsWords, hint: () => 'Réglez d’abord ce qui est refusé d’autre.' },
  'dhis2/E9999': {
    message: inItsWords,
    hint: () => 'DHIS2 n’a pas donné de code à lui. Son journal en sait plus.',
  },
} satisfies WordsFor<typeof DHIS2_REFUSAL_CODES>;

export const EVENT_WORDS = {
  'dhis2/bad-property': {
    message: ({ property, needed }) => `${property} ne peut être envoyé : il faut ${needText(needed)}.`,
    hint: ({ property }) => `Voyez ${property} sous \`transform\` dans la spécification.`,
  },
  'dhis2/nul': {
    message: ({ field }) => `La valeur de ${field} contient le caractère U+0000, que DHIS2 ne peut enregistrer.`,
    hint: () => 'Retirez-le à la source ; il vient d’un texte abîmé ou binaire.',
  },
  'dhis2/broken-text': {
    message: ({ field }) =>
      `La valeur de ${field} contient une moitié de caractère, et DHIS2 garderait un ? à sa place.`,
    hint: () => 'Retirez-la à la source ; elle vient d’un texte coupé, ou lu dans un autre encodage.',
  },
  'dhis2/day-moves': {
    message: ({ property, from }) =>
      `DHIS2 garderait un autre jour dans ${property} : avant ${from} il compte autrement.`,
    hint: () => 'Corrigez le jour à la source ; l’année est une faute de frappe, le plus souvent.',
  },
  'dhis2/duplicate-data-element': {
    message: ({ field }) =>
      `L’élément de données ${field} est là deux fois ; selon la version, DHIS2 garde l’une ou l’autre valeur.`,
    hint: () => 'Mettez-le en correspondance une seule fois.',
  },
  'dhis2/too-large': {
    message: ({ what: thing, kilobytes }) =>
      `${thing === 'form' ? 'Le formulaire' : 'L’événement'} à lui seul dépasse ce que DHIS2, ou le proxy devant lui, prend en une requête (413, ${kilobytes} ko).`,
    hint: () =>
      'Demandez à l’administrateur de DHIS2 de laisser passer de plus grandes requêtes (nginx : client_max_body_size), ou mettez moins de valeurs en correspondance.',
  },
  'dhis2/unreadable-event': {
    message: ({ status, message }) => `DHIS2 n’a pu lire l’événement (${status}${message && `, ${message}`}).`,
    hint: () =>
      'Regardez ce qui a été envoyé (`sent.ndjson.gz` dans le dossier de l’exécution), et corrigez l’expression de la valeur que DHIS2 nomme.',
  },
} satisfies WordsFor<typeof DHIS2_EVENT_CODES>;
