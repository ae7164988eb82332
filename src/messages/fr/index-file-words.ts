/** The index as a whole: what ends a run before a record is decided. */
import type { INDEX_CODES } from '../index-codes.ts';
import { doingText, LAST_COPY, NOTHING_TWICE } from './failure-phrases.ts';
import type { WordsFor } from './words-for.ts';

export const INDEX_FILE_WORDS = {
  'index/not-json': {
    message: ({ location, reason, line }) =>
      `L’index (${location}) n’est pas du JSON valable${reason && ` : ligne ${line}, ${reason}`}.`,
    hint: () => LAST_COPY,
  },
  'index/other-layout': {
    message: ({ location, mib, after }) =>
      `L’index (${location}) a ${mib} Mio, et n’est pas disposé comme les exécutions l’écrivent${after && ` : tout va bien jusqu’à l’entrée ${after}`}. Un index de cette taille ne peut être lu qu’ainsi.`,
    hint: () =>
      'Remettez la dernière bonne copie, ou écrivez-le comme Python avec sort_keys, indent 4 et sans ensure_ascii ; `etl index move` le met dans une base de données, qui n’a pas de telle limite.',
  },
  'index/too-large': {
    message: ({ location }) => `L’index (${location}) a plus de 3,7 Gio, trop pour un index en JSON.`,
    hint: () =>
      'Remettez la dernière bonne copie, et mettez-la avec `etl index move` dans une base de données, qui n’a pas de telle limite.',
  },
  'index/key-twice': {
    message: ({ location, key, first, line }) =>
      `Dans l’index (${location}), la clé ${key} se trouve deux fois dans un objet, aux lignes ${first} et ${line}.`,
    hint: () =>
      'Laquelle compte dépend de l’outil qui les lit. Voyez dans DHIS2 laquelle est juste, et ôtez l’autre ; ou remettez la dernière bonne copie.',
  },
  'index/not-an-object': {
    message: ({ location }) => `L’index (${location}) n’est pas un objet JSON d’entrées.`,
    hint: () => 'Remettez la dernière bonne copie ; un nouvel index est {}.',
  },
  'index/bad-entry': {
    message: ({ location, field, key, expected }) =>
      `Dans l’index (${location}), « ${field} » de l’entrée ${key} n’est pas ${expected}.`,
    hint: () => 'Corrigez l’entrée à la main, ou remettez la dernière bonne copie.',
  },
  'index/bad-uid': {
    message: ({ location, key, uid }) =>
      `Dans l’index (${location}), l’entrée ${key} a « ${uid} » comme UID de DHIS2, et ce n’en est pas un.`,
    hint: () =>
      'Un UID est une lettre et dix lettres ou chiffres. Remettez l’UID de l’événement que l’enregistrement a dans DHIS2.',
  },
  'index/uid-twice': {
    message: ({ location, key, other, uid }) =>
      `Dans l’index (${location}), les entrées ${key} et ${other} ont le même UID ${uid}.`,
    hint: () => 'Un événement est d’un seul enregistrement : ôtez la fausse entrée.',
  },
  'index/busy': {
    message: ({ location }) =>
      `L’index (${location}) a été modifié par quelqu’un d’autre chaque fois qu’il devait être enregistré.`,
    hint: () => `Voyez qu’aucun autre outil ne l’écrit en ce moment, et relancez : ${NOTHING_TWICE}.`,
  },
  'index/bad-sidecar': {
    message: ({ location, reason }) =>
      `${location}, qui dit à qui est l’index, ne peut être lu${reason && ` : ${reason}`}.`,
    hint: () => 'Remettez-en une bonne copie, ou retirez-le si aucun autre pipeline n’a jamais employé cet index.',
  },
  'index/not-a-database': {
    message: ({ location }) => `L’index (${location}) n’est pas une base de données SQLite.`,
    hint: () => `${LAST_COPY} Un index dans un fichier JSON est de \`kind: json\`.`,
  },
  'index/foreign-database': {
    message: ({ location }) => `L’index (${location}) est une base de données SQLite d’un autre programme.`,
    hint: () => 'Nommez sous `index.path` un fichier à lui.',
  },
  'index/newer-database': {
    message: ({ location, format, known }) =>
      `L’index (${location}) a été écrit par une version plus récente d’etl : il a le format ${format}, et celle-ci connaît ${known}.`,
    hint: () => 'Installez cette version ici aussi.',
  },
  'index/broken-database': {
    message: ({ location, reason }) => `L’index (${location}) est une base de données SQLite abîmée : ${reason}.`,
    hint: () => `${LAST_COPY} Ce qu’elle ne sait pas est alors demandé à DHIS2.`,
  },
  'index/database-failed': {
    message: ({ location, doing, reason }) =>
      `SQLite n’a pas pu ${doingText(doing)} l’index (${location}) : ${reason}.`,
    hint: () => `Regardez le disque et le dossier de l’index, et relancez : ${NOTHING_TWICE}.`,
  },
  'index/in-use': {
    message: ({ location }) => `Un autre programme a l’index (${location}) ouvert, et ne l’a pas rendu à temps.`,
    hint: () => `Fermez ce qui tient la base ouverte (un client SQL, une sauvegarde), et relancez : ${NOTHING_TWICE}.`,
  },
  'index/replaced': {
    message: ({ location }) => `L’index (${location}) a été remplacé par un autre fichier pendant l’exécution.`,
    hint: () => 'Relancez : ce que l’index ne sait pas est demandé à DHIS2 avant tout envoi.',
  },
} satisfies WordsFor<typeof INDEX_CODES>;
