/** The source as a whole: what ends a run before a row is decided. */
import type { SOURCE_CODES } from '../source-codes.ts';
import type { SOURCE_HEADER_CODES } from '../source-header-codes.ts';
import type { SOURCE_JSON_CODES } from '../source-json-codes.ts';
import type { WORKBOOK_CODES } from '../workbook-codes.ts';
import { looksText } from './failure-phrases.ts';
import { didYouMean } from './phrases.ts';
import type { WordsFor } from './words-for.ts';

const EXPORT_AGAIN = 'Exportez-la à nouveau, et voyez que l’export est fini avant qu’elle soit lue';
const READ_AGAIN = 'Relancez quand personne n’y travaille.';
const CHOICE =
  'Kobo écrit cela après une réponse dont aucune version du formulaire ne connaît le choix : remettez le choix dans la liste du formulaire, déployez, et exportez à nouveau.';
const NO_EXCEL = 'Exportez à nouveau, et n’enregistrez pas le fichier avec Excel';
const AS_TEXT = `${NO_EXCEL} ; ou donnez-y à cette colonne le format Texte, avant que rien n’y soit.`;

const AVOID: Readonly<Record<string, string>> = {
  scientific: `${NO_EXCEL}. S’il faut l’ouvrir là : Données > À partir d’un fichier texte/CSV, et Texte comme type de cette colonne.`,
  rounded: AS_TEXT,
  zeros:
    'Exportez à nouveau, et voyez qu’aucun programme ne prend cette colonne pour des nombres : dans pandas read_csv(…, dtype=str), dans R colClasses = "character".',
  commas: AS_TEXT,
};

/** What has become of cells that somebody's program took for numbers. */
function altered(how: string): string {
  if (how === 'scientific')
    return 'en notation scientifique, comme 2.02603E+11 : un tableur y a vu des nombres, et les derniers chiffres sont perdus';
  if (how === 'rounded')
    return 'de plus de 15 chiffres, avec des zéros après le quinzième : Excel y a vu des nombres, et les derniers chiffres sont perdus';
  if (how === 'zeros') return 'finissant par .0 ou ,0 : un programme a pris des nombres entiers pour des décimaux';
  return 'avec des virgules entre les chiffres : un tableur y a vu des nombres';
}

export const SOURCE_FILE_WORDS = {
  'source/not-found': {
    message: ({ location }) => `La source n’est pas là : ${location}.`,
    hint: (texts) => didYouMean(texts, 'Vérifiez path et connection de la source, et si l’export a été fait.'),
  },
  'source/empty': {
    message: ({ location }) => `La source (${location}) est vide : elle n’a pas même d’en-tête.`,
    hint: () => `${EXPORT_AGAIN}.`,
  },
  'source/not-utf8': {
    message: ({ encoding, location, line, byte, offset }) =>
      encoding
        ? `La source (${location}) est en ${encoding}, et non en UTF-8.`
        : `La source (${location}) n’est pas en UTF-8 : la ligne ${line} a un octet qui ne peut s’y trouver (${byte}, à la position ${offset}).`,
    hint: ({ sign }) =>
      `${sign && `En Windows-1252, comme l’écrivent Excel et d’anciens outils, cet octet est « ${sign} ». `}Enregistrez-la ou exportez-la en UTF-8 (dans Excel : « CSV UTF-8 »).`,
  },
  'source/not-text': {
    message: ({ location, looksLike }) => `La source (${location}) est ${looksText(looksLike)}, et non un texte CSV.`,
    hint: () => 'Vérifiez le chemin, et exportez-la en CSV.',
  },
  'source/nul-in-header': {
    message: ({ location }) => `L’en-tête de la source (${location}) contient le caractère U+0000.`,
    hint: () => 'Le fichier est abîmé, ou dans un autre encodage. Exportez-le à nouveau en CSV, en UTF-8.',
  },
  'source/wrong-delimiter': {
    message: ({ location, given, found }) =>
      `L’en-tête de la source (${location}) n’a pas ${given}, que la spécification donne comme séparateur ; il a ${found}.`,
    hint: ({ write }) => `Écrivez delimiter: ${write} ou laissez-le de côté : l’en-tête le dit alors.`,
  },
  'source/truncated': {
    message: ({ reason, location, line, cells, expected }) =>
      reason === 'quote'
        ? `La source (${location}) est coupée : dans la ligne ${line}, un guillemet est ouvert et jamais fermé.`
        : reason === 'character'
          ? `La source (${location}) est coupée : elle finit au milieu d’un caractère, à la ligne ${line}.`
          : `La source (${location}) est coupée : sa dernière ligne (${line}) finit après ${cells} cellules sur ${expected}, sans fin de ligne.`,
    hint: ({ reason }) =>
      `${EXPORT_AGAIN}${reason === 'quote' ? ' ; si elle est entière, corrigez ce guillemet' : ''}.`,
  },
  'source/stray-quote': {
    message: ({ location, line }) =>
      `Dans la source (${location}), la ligne ${line} ouvre un guillemet qui dépasse la fin de la ligne et ne se ferme pas où une cellule finit : où finissent cellules et lignes serait deviné.`,
    hint: () =>
      'Une cellule qui commence par un guillemet doit être entre guillemets tout entière, chaque guillemet en elle doublé. Faites-la écrire ainsi par l’export.',
  },
  'source/id-of-nothing': {
    message: ({ location, count, columns, line, word, writer }) =>
      `Dans la source (${location}), ${count} cellules de la clé (${columns}${line && ` ; première : ligne ${line} dans Excel`}) ont le mot « ${word} », que ${writer} écrit pour une cellule vide : tous ces enregistrements auraient un même identifiant.`,
    hint: ({ word }) =>
      `Écrivez-le sous source, missing: ['${word}'], et il compte comme vide dans toutes les colonnes.`,
  },
  'source/row-too-long': {
    message: ({ location, line, limit }) =>
      `Dans la source (${location}), la ligne ${line} est plus longue que ${limit}.`,
    hint: () =>
      'Le plus souvent un guillemet y est ouvert et jamais fermé. Corrigez ce guillemet, ou exportez à nouveau.',
  },
  'source/ragged': {
    message: ({ location, line, cells, expected }) =>
      `Dans la source (${location}), toutes les lignes à partir de la ligne ${line} ont plus de cellules que l’en-tête (${cells}, et non ${expected}) : les colonnes ne vont plus.`,
    hint: () => `${CHOICE} Cette réponse se trouve dans cette ligne ou celle au-dessus.`,
  },
  'source/ids-altered': {
    message: ({ location, how, count, column, line }) =>
      `Dans la source (${location}), cellules de la colonne de clé « ${column} » (nombre : ${count}${line && `, première : ligne ${line} dans Excel`}) ${altered(how)}. Sous un autre identifiant, un enregistrement en serait un autre, avec un second événement.`,
    hint: ({ how }) => AVOID[how] ?? '',
  },
} satisfies WordsFor<typeof SOURCE_CODES>;

export const SOURCE_HEADER_WORDS = {
  'source/second-header': {
    message: ({ location, line, sheet, found, wanted }) =>
      `Dans la source (${location}), la ligne ${line}${sheet && ` de la feuille ${sheet}`} est à nouveau un en-tête, et un autre : il a « ${found} » où le premier a « ${wanted} ».`,
    hint: () =>
      'Des fichiers de colonnes différentes ont été mis bout à bout. Exportez tous les envois en un fichier, avec toutes les colonnes.',
  },
} satisfies WordsFor<typeof SOURCE_HEADER_CODES>;

export const SOURCE_PAGES_WORDS = {
  'source/incomplete': {
    message: ({ location, read, total, tries }) =>
      `La source (${location}) dit avoir ${total} enregistrements, et en donne ${read} (essais : ${tries}). Rien n’est envoyé.`,
    hint: () =>
      `Vérifiez next, total et pageSize de la source : le serveur donne peut-être moins d’enregistrements à la fois qu’on ne lui en demande. ${READ_AGAIN}`,
  },
  'source/record-twice': {
    message: ({ location, id, tries }) =>
      `La source (${location}) donne deux fois ${id ? `l’enregistrement ${id}` : 'une page entière'} (essais : ${tries}) : ses pages se recouvrent, et d’autres enregistrements manquent peut-être. Rien n’est envoyé.`,
    hint: () => `Faites-la trier par ce qui reste, comme un identifiant, et vérifiez next de la source. ${READ_AGAIN}`,
  },
  'source/keeps-changing': {
    message: ({ location, tries }) =>
      `La source (${location}) change pendant la lecture (essais : ${tries}) : à ce qui a été lu il peut manquer des enregistrements. Rien n’est envoyé.`,
    hint: () => READ_AGAIN,
  },
  'source/pages-without-end': {
    message: ({ location, page }) =>
      `La source (${location}) a des pages sans fin : après la page ${page} elle mène à une page déjà lue, ou plus loin par des pages vides.`,
    hint: () => 'Vérifiez next de la source : à la dernière page il ne doit rien donner.',
  },
  'source/maybe-capped': {
    message: ({ location, read }) =>
      `La source (${location}) donne autant d’enregistrements qu’on lui en a demandé (${read}), et rien ne dit s’il y en a d’autres.`,
    hint: () =>
      'Dites sous source où la réponse a la page suivante (next), ou le nombre de tous les enregistrements (total).',
  },
  'source/next-elsewhere': {
    message: ({ location, next }) =>
      `La source (${location}) nomme une page suivante qui n’est pas sur le même serveur : ${next}. Ce qui est secret ne va à aucun autre.`,
    hint: () => 'Si c’est le bon, écrivez son adresse comme url de la connexion.',
  },
  'source/not-as-declared': {
    message: ({ location, what, expected, found }) =>
      `Dans une réponse de la source (${location}), \`${what}\` devrait être ${expected}, et est ${found}.`,
    hint: ({ what }) => `Regardez une réponse de cette adresse, et vérifiez ${what} de la source.`,
  },
  'source/no-id': {
    message: ({ location, id }) =>
      `Aucun enregistrement de la source (${location}) n’a la colonne « ${id} », par laquelle \`id\` doit les distinguer : un doublon ne se verrait pas.`,
    hint: () => 'Regardez une réponse de cette adresse, et vérifiez id de la source.',
  },
  'source/no-records': {
    message: ({ location }) =>
      `La source (${location}) n’a encore aucun enregistrement : personne ne connaît ses colonnes.`,
    hint: () =>
      'Attendez le premier, ou énumérez les colonnes sous columns de la source. S’il devrait y en avoir, vérifiez path, query et records.',
  },
  'source/formula-failed': {
    message: ({ location, what, reason }) =>
      `Avec une réponse de la source (${location}), \`${what}\` ne peut être calculé : ${reason}`,
    hint: ({ what }) => `Regardez une réponse de cette adresse, et vérifiez ${what} de la source.`,
  },
} satisfies WordsFor<typeof SOURCE_JSON_CODES>;

const WHAT_INSTEAD: Readonly<Record<string, string>> = {
  csv: 'Si c’est un CSV, écrivez kind: csv. Sinon enregistrez-la dans Excel ou LibreOffice comme « Classeur Excel (.xlsx) ».',
  page: 'Une page web vient souvent à la place d’un fichier quand la session a expiré : ouvrez-la, et téléchargez à nouveau le classeur.',
};

export const WORKBOOK_FILE_WORDS = {
  'source/not-a-workbook': {
    message: ({ location, looksLike }) =>
      `La source (${location}) est ${looksText(looksLike)}, et non un classeur Excel (.xlsx).`,
    hint: ({ instead }) =>
      WHAT_INSTEAD[instead] ??
      'Ouvrez-la dans Excel ou LibreOffice, et enregistrez-la comme « Classeur Excel (.xlsx) ».',
  },
  'source/encrypted': {
    message: ({ location }) => `La source (${location}) est protégée par un mot de passe, et ne peut être ouverte.`,
    hint: () =>
      'Ouvrez-la dans Excel, ôtez le mot de passe (Fichier > Informations > Protéger le classeur), et enregistrez-la ; ou gardez-la plutôt dans un endroit protégé.',
  },
  'source/broken-workbook': {
    message: ({ location, part, reason }) =>
      `La source (${location}) est abîmée ou coupée${part && `, dans sa partie ${part}`} : ${reason}.`,
    hint: () => `${EXPORT_AGAIN}.`,
  },
  'source/workbook-too-large': {
    message: ({ location, what }) =>
      `La source (${location}) est plus grande que tout classeur d’enregistrements : ${what}.`,
    hint: () =>
      'Elle est peut-être abîmée, ou faite pour remplir la mémoire. Exportez-la à nouveau, ou exportez-en moins.',
  },
  'source/no-sheet': {
    message: ({ location, sheet, sheets }) =>
      `Le classeur (${location}) n’a pas de feuille ${sheet}${sheets && ` ; il a ${sheets}`}.`,
    hint: (texts) =>
      didYouMean(
        texts,
        'Écrivez le nom de la feuille comme sur son onglet, ou son numéro, compté parmi les onglets montrés.',
      ),
  },
  'source/empty-sheet': {
    message: ({ location, sheet, headerRow }) =>
      headerRow
        ? `La feuille ${sheet} du classeur (${location}) n’a rien à la ligne ${headerRow}, où la spécification dit qu’est son en-tête.`
        : `La feuille ${sheet} du classeur (${location}) est vide : elle n’a pas même d’en-tête.`,
    hint: () => 'Nommez la bonne feuille et la bonne ligne (source.sheet, source.headerRow), ou exportez à nouveau.',
  },
  'source/no-join-column': {
    message: ({ location, sheet, column, of }) =>
      `Les lignes de la feuille ${sheet} ne peuvent être jointes à leurs enregistrements (${location}) : ${of} n’a pas de colonne « ${column} ».`,
    hint: (texts) =>
      didYouMean(
        texts,
        'Nommez les colonnes sous source.repeats, join: { colonne de la feuille: colonne de l’enregistrement }. Où la spécification dit headerRow : est-ce la ligne des noms des colonnes ?',
      ),
  },
  'source/unknown-parent': {
    message: ({ location, sheet, parent, sheets }) =>
      `Des lignes de la feuille ${sheet} sont de « ${parent} » (_parent_table_name), et le classeur (${location}) n’a pas de telle feuille ; il a ${sheets}.`,
    hint: () =>
      'Laissez aux feuilles les noms que Kobo leur a donnés, ou dites sous source.repeats comment elles vont ensemble.',
  },
  'source/ragged-sheet': {
    message: ({ location, sheet, line, column }) =>
      `Dans la feuille ${sheet} de la source (${location}), toutes les lignes à partir de la ligne ${line} ont quelque chose dans la colonne ${column}, à droite de l’en-tête : les colonnes ne vont plus.`,
    hint: () => `Si cette colonne est à vous, donnez-lui un nom dans l’en-tête. ${CHOICE}`,
  },
  'source/no-such-repeat': {
    message: ({ name, names }) =>
      `source.repeats n’a pas de répétition ${name} où une autre puisse être ; il a ${names}.`,
    hint: (texts) => didYouMean(texts, 'Sous in: se trouve le nom d’une autre répétition de la liste.'),
  },
  'source/repeat-twice': {
    message: ({ name }) => `Deux répétitions de source.repeats ont le nom ${name}.`,
    hint: () => 'Donnez à chacune un name: à elle.',
  },
} satisfies WordsFor<typeof WORKBOOK_CODES>;
