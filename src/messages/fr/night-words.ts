/** What stops a night or is told of it as a whole: guards, and what DHIS2 does not keep. */
import type { GUARD_CODES } from '../guard-codes.ts';
import type { IGNORED_CODES } from '../ignored-codes.ts';
import type { RUN_CODES } from '../run-codes.ts';
import type { WordsFor } from './words-for.ts';

const ACCEPT = (what: string): string => `Si c’est juste, relancez avec \`--accept ${what}\`.`;

const ACTIONS: Readonly<Record<string, string>> = { created: 'créés', changed: 'modifiés', missing: 'disparus' };

export const GUARD_WORDS = {
  'guard/no-index': {
    message: ({ location }) => `Il n’y a pas d’index (${location}).`,
    hint: () => `Sans lui tout enregistrement est nouveau. ${ACCEPT('new-index')}`,
  },
  'guard/other-owner': {
    message: ({ location, what, theirs, ours }) =>
      `L’index (${location}) appartient à un autre (${what}) : ${theirs}, et non ${ours}.`,
    hint: () => 'Donnez à ce pipeline un index à lui, ou corrigez la connexion.',
  },
  'guard/other-server': {
    message: ({ location, theirs, ours }) => `L’index (${location}) a été tenu pour ${theirs}, et ceci est ${ours}.`,
    hint: () =>
      'Corrigez la connexion, ou donnez à ce pipeline un index à lui. Si c’est le même DHIS2 à un autre endroit, `--accept server` l’interroge sur chaque enregistrement avant tout envoi.',
  },
  'guard/index-shrunk': {
    message: ({ location, entries, before }) =>
      `L’index (${location}) a ${entries} entrées ; après la dernière exécution il en avait ${before}.`,
    hint: () => `Remettez la dernière bonne copie. ${ACCEPT('new-index')}`,
  },
  'guard/index-moved': {
    message: ({ location, to, at }) => `L’index (${location}) a été déplacé vers ${to} le ${at}.`,
    hint: ({ note }) =>
      `Nommez celui-là sous \`index\` dans la spécification. Pour revenir à celui-ci, ramenez l’autre ici avec \`etl index move … --overwrite\`. Si rien n’a jamais été envoyé avec l’autre, retirez ${note}.`,
  },
  'guard/index-arriving': {
    message: ({ location, from }) =>
      `L’index (${location}) n’est pas entier : son déplacement depuis ${from} a été interrompu.`,
    hint: () => 'Relancez `etl index move` de la même façon.',
  },
  'guard/source-empty': {
    message: ({ location, live }) =>
      `La source (${location}) n’a aucune ligne, alors que ${live} enregistrements sont dans DHIS2.`,
    hint: () => `Voyez pourquoi l’export est vide. ${ACCEPT('empty-source')}`,
  },
  'guard/header-changed': {
    message: ({ location, columns }) =>
      `La source (${location}) a perdu des colonnes depuis la dernière exécution : ${columns}.`,
    hint: () => `Voyez si des questions ont été renommées dans Kobo. ${ACCEPT('header')}`,
  },
  'guard/drift': {
    message: ({ changes }) => `DHIS2 a changé depuis que la correspondance a été faite : ${changes}`,
    hint: () =>
      'Corrigez la correspondance, puis `etl metadata pull`. Pour envoyer malgré tout ce que DHIS2 en prend : `--accept drift`.',
  },
  'guard/ids-changed': {
    message: ({ count, rows }) =>
      `${count} nouveaux enregistrements ont le lieu et la date d’autant d’autres qui ont disparu (lignes ${rows}) : ce sont peut-être les mêmes sous de nouveaux identifiants, et ils seraient deux fois dans DHIS2.`,
    hint: ({ count }) =>
      `Nommez sous \`source.pair\` les colonnes auxquelles on reconnaît un enregistrement modifié, ou sous \`source.key\` un identifiant qui reste. S’ils sont nouveaux, et les autres vraiment disparus, relancez avec \`--accept ids=${count}\`.`,
  },
  'guard/too-many': {
    message: ({ count, what, limit, live, most }) => {
      if (what === 'missing')
        return `${count} des ${live} enregistrements dans DHIS2 ont disparu de la source ; la limite est ${limit}.`;
      const told = `${count} enregistrements seraient ${ACTIONS[what] ?? what} ; la limite est ${limit} des ${live} qui sont dans DHIS2.`;
      return most ? `${told} Surtout : ${most}.` : told;
    },
    hint: ({ what, count }) => `Voyez pourquoi. ${ACCEPT(`${what}=${count}`)}`,
  },
  'guard/several': {
    message: ({ count }) => `${count} garde-fous refusent ce plan.`,
    hint: ({ accept }) =>
      accept
        ? `Voyez pourquoi, pour chacun. Si tout est juste, relancez avec \`--accept ${accept}\`.`
        : 'Voyez pourquoi, pour chacun. Tous ne peuvent être acceptés.',
  },
  'guard/two-senders': {
    message: ({ keys, location }) =>
      `Quelqu’un d’autre a donné ses propres UID à des enregistrements de cette exécution (${keys}) dans l’index (${location}).`,
    hint: () =>
      'Deux outils envoient les mêmes enregistrements. Arrêtez l’autre, puis relancez ; voyez dans DHIS2 si ces enregistrements y sont deux fois.',
  },
  'guard/plan-stale': {
    message: ({ reason }) => `Le plan ne peut être appliqué : ${reason}.`,
    hint: () => 'Faites un nouveau plan.',
  },
} satisfies WordsFor<typeof GUARD_CODES>;

export const RUN_WORDS = {
  'run/locked': {
    message: ({ by, since }) =>
      `Une autre exécution tient le verrou${by && ` (${by}${since && `, depuis ${since}`})`}.`,
    hint: ({ file }, { isAhead }) => {
      const ages =
        isAhead === true
          ? 'Il est daté dans l’avenir, par une horloge fausse, et ne s’en va donc pas de lui-même'
          : `Le verrou d’une exécution qui n’est plus s’en va de lui-même ${file ? 'après cinq minutes de silence' : 'en une minute'}`;
      return `Attendez qu’elle finisse. ${ages} ; \`etl unlock SPEC\` montre qui le tient, et le retire.`;
    },
  },
  'run/lock-lost': {
    message: ({ location }) =>
      `Le verrou à côté de l’index (${location}) a été perdu pendant l’exécution : le stockage est resté trop longtemps hors d’atteinte.`,
    hint: () => 'Relancez quand aucune autre exécution n’est à l’œuvre ; rien n’est envoyé deux fois.',
  },
  'run/bad-accept': {
    message: ({ given }) => `--accept ${given} n’est rien qui puisse être accepté.`,
    hint: () => 'Il prend new-index, empty-source, header, server, lost, created=N, changed=N, missing=N ou ids=N.',
  },
  'run/no-plan': {
    message: ({ path, reason }) => `${path} n’est pas un plan : ${reason}.`,
    hint: () => 'Écrivez-en un avec `etl plan SPEC --out FICHIER`.',
  },
  'run/temp-not-writable': {
    message: ({ folder, reason }) =>
      `On ne peut écrire dans le dossier des fichiers temporaires, ${folder} : ${reason}.`,
    hint: () => 'Donnez à cet utilisateur le droit d’y écrire, ou nommez un autre dossier par la variable TMPDIR.',
  },
  'run/stale-source': {
    message: ({ location, modified }) =>
      `La source (${location}) a été écrite le ${modified}, plus tôt que maxAge ne permet.`,
    hint: () => 'Voyez si l’export fonctionne encore.',
  },
  'run/no-verdicts': {
    message: ({ batches }) => `DHIS2 n’a donné aucun verdict sur ${batches} lots de suite.`,
    hint: () =>
      'Tout ce qui est connu est enregistré. Voyez ce que DHIS2, ou le proxy devant lui, fait des importations ; la prochaine exécution continue, et rien n’est envoyé deux fois.',
  },
  'run/no-progress': {
    message: ({ minutes }) => `Rien n’a avancé avec DHIS2 depuis ${minutes} minutes.`,
    hint: () =>
      'Tout ce qui est connu est enregistré, et la prochaine exécution continue. Combien de temps une exécution essaie : giveUpAfter du sink.',
  },
  'run/no-answer': {
    message: ({ reason }) => `DHIS2 n’a pas donné de verdict sur cet enregistrement : ${reason}.`,
    hint: () => 'La prochaine exécution redemande ; rien n’est envoyé deux fois.',
  },
} satisfies WordsFor<typeof RUN_CODES>;

const LEAVE_IT = 'Il n’y a rien à faire.';

export const IGNORED_WORDS = {
  'dhis2/ignored-completion': {
    message: () =>
      'L’événement est déjà terminé, et DHIS2 garde le jour où il l’a été : un jour corrigé n’est pas pris.',
    hint: () => `${LEAVE_IT} Où le jour importe, rouvrez l’événement dans DHIS2 et terminez-le avec le bon.`,
  },
  'dhis2/ignored-completion-of-active': {
    message: () =>
      'DHIS2 ne garde un jour d’achèvement que des événements COMPLETED : celui d’un événement ACTIVE est abandonné.',
    hint: () => 'Remplissez status avec COMPLETED, ou laissez completedAt hors de la correspondance pour ceux-là.',
  },
  'dhis2/ignored-completion-time': {
    message: () =>
      'Cette version de DHIS2 prend pour heure d’achèvement celle de l’arrivée de l’événement, quoi qu’on envoie.',
    hint: () => LEAVE_IT,
  },
  'dhis2/ignored-form-completion': {
    message: () =>
      'Le formulaire est déjà inscrit comme complet, et garde le jour où il l’a été : un jour corrigé n’est pas pris.',
    hint: () =>
      `${LEAVE_IT} Où le jour importe, mettez le formulaire à incomplet dans DHIS2 ; le prochain changement le complète à nouveau.`,
  },
  'dhis2/rule-warning': {
    message: ({ message }) => `Une règle de programme de DHIS2 avertit : ${message}`,
    hint: () => 'L’enregistrement est gardé malgré tout. Si la réponse est fausse, corrigez-la dans Kobo.',
  },
  'dhis2/far-date': {
    message: () => 'La date est à plus d’un an d’ici, ou d’avant 1900 : l’année est-elle juste ?',
    hint: () =>
      'Elle est envoyée telle quelle. Si elle est fausse, corrigez-la dans Kobo, et donnez-y une contrainte à sa question.',
  },
  'dhis2/ignored-zero': {
    message: () =>
      'Cette version de DHIS2 ne garde pas les zéros de cet élément de données ; un zéro y supprime la valeur.',
    hint: () =>
      'Où les zéros importent, l’administrateur de DHIS2 peut les faire garder : « Store zero data values » de l’élément de données.',
  },
} satisfies WordsFor<typeof IGNORED_CODES>;
