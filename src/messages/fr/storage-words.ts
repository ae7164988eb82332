/** Files, folders and Azure: what ends a run where something cannot be read or written, or is not what is needed. */
import { areSeveral } from '../code-row.ts';
import type { CORE_CODES } from '../core-codes.ts';
import type { MAPPING_CODES } from '../mapping-codes.ts';
import type { STORAGE_CODES } from '../storage-codes.ts';
import { CERTIFICATE, doingText } from './failure-phrases.ts';
import { didYouMean } from './phrases.ts';
import type { WordsFor } from './words-for.ts';

export const STORAGE_WORDS = {
  'storage/bad-path': {
    message: ({ path, root, reason }) => `« ${path} » n’est pas un chemin dans ${root} : ${reason}.`,
    hint: () => 'Écrivez-le dossier/fichier.csv : des parties séparées par /, sans .. et sans / au début.',
  },
  'storage/unreachable': {
    message: ({ location, reason }) => `${location} : rien ne répond là (${reason}).`,
    hint: () => 'Vérifiez accountUrl de la connexion, le réseau et, s’il y en a un, le proxy (HTTPS_PROXY).',
  },
  'storage/unknown-host': {
    message: ({ location }) => `${location} : cet hôte n’existe pas.`,
    hint: () => 'Vérifiez le nom du compte dans accountUrl, et le serveur de noms de cette machine.',
  },
  'storage/tls': {
    message: ({ location, reason }) => `${location} : pas de connexion sûre (${reason}).`,
    hint: () => CERTIFICATE,
  },
  'storage/timeout': {
    message: ({ location, seconds }) => `${location} : pas de réponse en ${seconds} s.`,
    hint: () => 'Réessayez plus tard.',
  },
  'storage/unavailable': {
    message: ({ location, reason }) => `${location} : le stockage n’est pas disponible maintenant (${reason}).`,
    hint: () => 'Réessayez plus tard ; plusieurs essais ont été faits.',
  },
  'storage/connection-lost': {
    message: ({ location, received, size, reason }) =>
      `${location} : le transfert a été coupé après ${received} octets sur ${size} (${reason}).`,
    hint: () => 'Réessayez ; il a été repris plusieurs fois.',
  },
  'storage/damaged': {
    message: ({ location, reason }) =>
      `${location} : ce qui est arrivé n’est pas ce qui est conservé là-bas (${reason}).`,
    hint: () => 'Réessayez. Si cela reste, déposez à nouveau le fichier, et regardez le proxy en chemin.',
  },
  'storage/changed-while-reading': {
    message: ({ location }) => `${location} a été modifié pendant la lecture.`,
    hint: () => 'Relancez quand qui l’écrit aura fini.',
  },
  'storage/sas-expired': {
    message: ({ location, expiry }) => `${location} : le jeton SAS a expiré le ${expiry}.`,
    hint: () => 'Faites-en faire un nouveau, et mettez-le à sa place.',
  },
  'storage/sas-not-yet-valid': {
    message: ({ location, start }) => `${location} : le jeton SAS n’est valable qu’à partir du ${start}.`,
    hint: () => 'Attendez, ou faites-en faire un qui commence plus tôt.',
  },
  'storage/sas-missing-right': {
    message: ({ location, right, has }) =>
      `${location} : le jeton SAS n’a pas le droit de ${doingText(right)}${has && ` ; il a ${has}`}.`,
    hint: ({ right }) =>
      `Faites faire un jeton avec ${right} parmi ses permissions${right === 'read' ? '' : ' (un index demande read, write et create)'}.`,
  },
  'storage/sas-refused': {
    message: ({ location }) => `${location} : Azure n’accepte pas la signature du jeton ou de la clé.`,
    hint: () =>
      'A-t-elle été copiée entière, pour ce compte et ce conteneur ? La clé qui l’a signée a-t-elle été renouvelée depuis ? Dans un fichier INI, écrivez chaque % comme %%.',
  },
  'storage/refused': {
    message: ({ location, reason }) => `${location} : Azure refuse la demande (${reason}).`,
    hint: () => 'Regardez le pare-feu et les règles de réseau du compte, et ce à quoi le jeton est limité.',
  },
  'storage/container-missing': {
    message: ({ location }) => `${location} : ce conteneur n’existe pas.`,
    hint: () => 'Vérifiez container et accountUrl de la connexion.',
  },
  'storage/leased': {
    message: ({ location }) => `${location} : quelqu’un d’autre en tient le bail (lease), rien ne peut y être écrit.`,
    hint: () =>
      'Voyez qui y travaille ; dans le portail Azure, un bail oublié peut être rompu (Break lease). Un verrou à nous s’en va avec `etl unlock SPEC`.',
  },
  'storage/unexpected-answer': {
    message: ({ location, reason }) => `${location} : Azure répond ${reason}.`,
    hint: () => 'Vérifiez accountUrl de la connexion.',
  },
  'storage/denied': {
    message: ({ location, doing }) => `${location} : cet utilisateur n’a pas le droit de le ${doingText(doing)}.`,
    hint: () => 'Vérifiez le propriétaire et les permissions du fichier et de ses dossiers.',
  },
  'storage/unfit': {
    message: ({ location, reason }) => `${location} ne peut être lu : ${reason}.`,
    hint: () =>
      'Nommez un fichier ordinaire : tubes et périphériques peuvent ne jamais finir. Un fichier lu en entier a au plus 500 Mio.',
  },
  'storage/is-a-folder': {
    message: ({ location }) => `${location} est un dossier, et non un fichier.`,
    hint: () => 'Nommez le fichier qui s’y trouve.',
  },
  'storage/not-a-folder': {
    message: ({ location }) => `${location} : une partie du chemin est un fichier, et non un dossier.`,
    hint: () => 'Vérifiez le chemin, partie par partie.',
  },
  'storage/no-space': {
    message: ({ location }) => `${location} : il n’y a plus de place pour l’écrire.`,
    hint: () => 'Faites de la place sur le disque, ou augmentez le quota, puis relancez.',
  },
  'storage/read-only': {
    message: ({ location }) => `${location} : c’est sur un système de fichiers en lecture seule.`,
    hint: () => 'Nommez un dossier où l’on peut écrire.',
  },
  'storage/busy': {
    message: ({ location, by }) => `${location} : un autre processus ne cesse de l’écrire (${by}).`,
    hint: ({ file }) => `Réessayez. Si ce processus a disparu pour de bon, retirez ${file}.`,
  },
  'storage/file-failed': {
    message: ({ location, doing, reason }) => `${location} : le système n’a pas pu le ${doingText(doing)} (${reason}).`,
  },
} satisfies WordsFor<typeof STORAGE_CODES>;

/** What systems say by a name of their own. */
const WHY_NOT_WRITTEN: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'son dossier n’existe pas (ENOENT)'],
  ['EACCES', 'cet utilisateur n’a pas le droit d’y écrire (EACCES)'],
  ['EROFS', 'personne n’a le droit d’y écrire (EROFS)'],
  ['ENOSPC', 'le disque est plein (ENOSPC)'],
]);

export const FILE_WORDS = {
  'file/not-found': {
    message: ({ path, usedBy }) => `Il n’y a pas de fichier ${path}${usedBy && ` (${usedBy})`}.`,
    hint: (texts) =>
      didYouMean(
        texts,
        'Vérifiez le chemin. Dans une spécification il part d’elle, dans une option du dossier de travail.',
      ),
  },
  'file/unreadable': {
    message: ({ path, reason }) => `${path} ne peut être lu : ${reason}.`,
    hint: () =>
      'Vérifiez que c’est un fichier ordinaire d’au plus 64 Mio, et que cet utilisateur a le droit de le lire.',
  },
  'file/not-writable': {
    message: ({ path, reason }) => `${path} ne peut être écrit : ${WHY_NOT_WRITTEN.get(reason) ?? reason}.`,
    hint: () => 'Nommez un fichier dans un dossier qui existe, et où cet utilisateur peut écrire.',
  },
  'file/not-utf8': {
    message: ({ path }) => `${path} n’est pas un texte en UTF-8.`,
    hint: () => 'Enregistrez-le en UTF-8.',
  },
} satisfies WordsFor<typeof CORE_CODES>;

export const MAPPING_FILE_WORDS = {
  'mapping/frozen': {
    message: ({ files, causes }, { files: all }) => {
      const [are, made] = areSeveral(all)
        ? ['ne sont pas ce dont ils sont faits', 'ils ne sont pas refaits']
        : ['n’est pas ce dont il est fait', 'il n’est pas refait'];
      return `${files} ${are}${causes && ` : ${causes}`}, et avec --frozen ${made}.`;
    },
    hint: (_, { files: all }) =>
      areSeveral(all)
        ? 'Laissez `etl plan` sans --frozen les écrire, et enregistrez-les dans git.'
        : 'Laissez `etl plan` sans --frozen l’écrire, et enregistrez-le dans git.',
  },
  'mapping/not-generated': {
    message: ({ path }) => `Il n’y a pas de ${path}, ni tout ce dont il est fait.`,
    hint: () =>
      'Mettez à côté les fichiers des colonnes et des options ; la part de DHIS2 vient de `etl metadata pull SPEC`. La correspondance s’en fait d’elle-même.',
  },
  'mapping/unknown-key-element': {
    message: ({ uid }) => `Le programme n’a pas d’élément de données ${uid}, que \`sink.keyDataElement\` nomme.`,
    hint: (texts) =>
      didYouMean(
        texts,
        'Nommez un élément de données du programme, de type TEXT. S’il est nouveau : `etl metadata pull`.',
      ),
  },
  'mapping/key-element-type': {
    message: ({ element, valueType, hasOptions }, { fitness }) =>
      fitness === 'numbers'
        ? `${element} est de type ${valueType} : des clés d’enregistrements il ne peut porter que celles qui sont des nombres.`
        : `${element} ${hasOptions === 'true' ? 'a un ensemble d’options' : `est de type ${valueType}`}, et ne peut porter les clés des enregistrements.`,
    hint: () => 'Nommez sous `sink.keyDataElement` un élément de données de type TEXT, sans options.',
  },
} satisfies WordsFor<typeof MAPPING_CODES>;
