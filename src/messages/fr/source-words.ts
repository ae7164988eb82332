/** Rows that cannot be read, and what is new in the form. */
import type { SOURCE_CODES } from '../source-codes.ts';
import type { SOURCE_DRIFT_CODES } from '../source-drift-codes.ts';
import type { SOURCE_JSON_CODES } from '../source-json-codes.ts';
import type { WORKBOOK_CODES } from '../workbook-codes.ts';
import type { WordsFor } from './words-for.ts';

const inExcel = (line: string): string => line && ` (ligne ${line} dans Excel)`;

export const SOURCE_WORDS = {
  'source/too-many-cells': {
    message: ({ line, cells, expected }) =>
      `La ligne${inExcel(line)} a ${cells} cellules ; l’en-tête en a ${expected}.`,
    hint: () => 'Un séparateur dans une réponse doit être entre guillemets. Corrigez la ligne, ou la façon d’exporter.',
  },
  'source/too-few-cells': {
    message: ({ line, cells, expected }) =>
      `La ligne${inExcel(line)} a ${cells} cellules ; l’en-tête en a ${expected}.`,
    hint: () =>
      'Un saut de ligne dans une réponse doit être entre guillemets. Corrigez la ligne, ou la façon d’exporter.',
  },
  'source/new-values': {
    message: ({ column, count, line }) =>
      `La colonne « ${column} » a des valeurs qu’aucune exécution n’avait vues (lignes : ${count}${line && `, première : ligne ${line} dans Excel`}), et une condition de la spécification la compare à un texte.`,
    hint: () => 'Voyez si l’export a changé de forme, et si `where` et `versions` décident encore comme il faut.',
  },
  'source/word-for-nothing': {
    message: ({ word, writer }) =>
      `Le mot « ${word} » se trouve où une autre réponse est voulue : ${writer} l’écrit pour une cellule vide.`,
    hint: ({ word }) =>
      `Écrivez-le sous source, missing: ['${word}'], et il compte comme vide dans toutes les colonnes. Si c’est une réponse, ajoutez-la à la correspondance ou à la table.`,
  },
  'source/no-key': {
    message: () => 'La ligne n’a pas de clé : ce que source.key nomme y est vide.',
    hint: () =>
      'Voyez que la ligne est entière, et n’est ni un total ni une note sous les réponses ; que Kobo exporte _uuid, _id ou meta/rootUuid ; d’une clé de plusieurs colonnes, qu’aucune n’est vide.',
  },
  'source/duplicate-key': {
    message: ({ key }) =>
      `Plus d’une ligne a la ${key ? `clé ${key}` : 'même clé'}, et elles diffèrent dans des colonnes employées.`,
    hint: () =>
      'Laquelle est juste ne peut se dire ici : corrigez ou supprimez les autres dans Kobo. Si ce sont des enregistrements différents, nommez aussi sous source.key ce qui les distingue : [[a, b]].',
  },
} satisfies WordsFor<typeof SOURCE_CODES>;

export const SOURCE_JSON_WORDS = {
  'source/column-twice': {
    message: ({ column }) =>
      `L’enregistrement a deux valeurs pour la colonne ${column} : une clé avec une barre oblique, et un objet.`,
    hint: () =>
      'Laquelle est voulue ne peut se dire ici : faites donner un autre nom à l’une par records (de la source).',
  },
  'source/no-object': {
    message: ({ found }) => `Ce qui devrait être un enregistrement est ${found}, et non un objet.`,
    hint: () => 'Vérifiez records de la source : il doit donner une liste d’objets.',
  },
} satisfies WordsFor<typeof SOURCE_JSON_CODES>;

const theRow = (line: string, sheet: string): string =>
  line === '' ? 'La ligne' : `La ligne ${line}${sheet && ` de la feuille ${sheet}`}`;

export const WORKBOOK_WORDS = {
  'source/cell-without-header': {
    message: ({ line, sheet, column }) =>
      `${theRow(line, sheet)} a quelque chose dans la colonne ${column}, à droite de l’en-tête.`,
    hint: () => 'Donnez un nom à la colonne dans l’en-tête, ou videz la cellule.',
  },
  'source/error-cell': {
    message: ({ line, sheet, column, error }) =>
      `${theRow(line, sheet)} a l’erreur ${error} dans la colonne « ${column} ».`,
    hint: ({ error }) =>
      `Corrigez la formule dans le classeur. Si de telles cellules ne veulent rien dire, écrivez missing: ['${error}'] sous source, et elles comptent comme vides.`,
  },
  'source/formula-without-result': {
    message: ({ line, sheet, column }) =>
      `${theRow(line, sheet)} a dans la colonne « ${column} » une formule dont le résultat n’est pas dans le fichier : elle n’a jamais été calculée.`,
    hint: () =>
      'Ouvrez le classeur dans Excel ou LibreOffice, et enregistrez-le : cela écrit les résultats. Si c’est une réponse commençant par =, dont l’export de Kobo fait une formule, corrigez la réponse dans Kobo.',
  },
  'source/orphan': {
    message: ({ line, sheet, repeat, parent }) =>
      `${theRow(line, sheet)} est de la répétition ${repeat}, et n’appartient à aucune ligne de la feuille ${parent}.`,
    hint: () =>
      'Son enregistrement a été retiré de la feuille, ou la ligne vient d’un autre export : remettez-le, ou supprimez aussi cette ligne.',
  },
  'source/child-twice': {
    message: ({ line, sheet, repeat }) =>
      `${theRow(line, sheet)} de la répétition ${repeat} s’y trouve deux fois, sous un même enregistrement : combien il y en a ne peut se dire.`,
    hint: () => 'Le classeur a été assemblé de deux exports : exportez tous les envois dans un seul fichier.',
  },
} satisfies WordsFor<typeof WORKBOOK_CODES>;

export const SOURCE_DRIFT_WORDS = {
  'source/columns-gone': {
    message: ({ columns }) => `Colonnes disparues depuis la dernière exécution, que rien ne lit : ${columns}.`,
  },
  'source/columns-new': {
    message: ({ columns }) => `Colonnes nouvelles depuis la dernière exécution, que rien ne lit : ${columns}.`,
    hint: () =>
      'Mettez en correspondance ce qui est une question, ou dites sous `mapping.ignore` pourquoi c’est laissé de côté.',
  },
  'source/new-choices': {
    message: ({ column, choices, records, row }) =>
      `Choix de la colonne « ${column} » sans correspondance d’option : ${choices.replace(/(\d+) more$/, 'et $1 autres')} (enregistrements : ${records}, premier : n° ${row}).`,
    hint: () =>
      'Leurs enregistrements sont rejetés jusqu’à ce que le choix ait une correspondance. La liste des tâches dit où.',
  },
  'source/new-version': {
    message: ({ version, more, count, line }) =>
      `Une version du formulaire qu’aucune exécution n’a vue : « ${version} »${more === '0' ? '' : ` et ${more} autres`} (lignes : ${count}${line && `, première : ligne ${line} dans Excel`}).`,
    hint: () => 'Voyez avec `etl check SPEC` si ses questions et ses choix sont encore ceux de la correspondance.',
  },
} satisfies WordsFor<typeof SOURCE_DRIFT_CODES>;
