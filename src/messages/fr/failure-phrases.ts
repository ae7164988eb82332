/** Pieces of French sentences about what ends a run. */

export const CERTIFICATE =
  'Le certificat du serveur n’est pas valable ici. Pour une autorité à vous, mettez NODE_EXTRA_CA_CERTS.';
export const LAST_COPY =
  'Remettez la dernière bonne copie : chaque exécution en garde une d’avant et une d’après parmi ses artefacts.';
export const NOTHING_TWICE = 'rien n’est envoyé deux fois';
export const HOST = 'Vérifiez l’url de la connexion, et le serveur de noms de cette machine.';

/** What a server adds of its own. */
export const inItsOwn = (message: string): string => message && `, ${message}`;

const DOINGS: Readonly<Record<string, string>> = {
  read: 'lire',
  write: 'écrire',
  create: 'créer',
  delete: 'supprimer',
  remove: 'supprimer',
  list: 'lister',
  lock: 'verrouiller',
  open: 'ouvrir',
  add: 'ajouter',
};
export const doingText = (doing: string): string => DOINGS[doing] ?? doing;

const LOOKS: Readonly<Record<string, string>> = {
  'a login page': 'une page de connexion',
  'a page of a proxy': 'une page d’un proxy',
  'an HTML page': 'une page HTML',
  'a web page or XML': 'une page web ou du XML',
  'a PDF': 'un PDF',
  empty: 'vide',
};
export const looksText = (looksLike: string): string => LOOKS[looksLike] ?? looksLike;
