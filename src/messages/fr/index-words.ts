/** What the index says of one record, and what is found where it is compared with DHIS2. */
import type { INDEX_CODES } from '../index-codes.ts';
import type { VERIFY_CODES } from '../verify-codes.ts';
import { itsThing, of, theThing, thing } from './phrases.ts';
import type { WordsFor } from './words-for.ts';

const NAME_WHAT_STAYS =
  'Nommez sous `source.pair` les colonnes auxquelles on reconnaît un enregistrement modifié, ou sous `source.key` un identifiant qui reste.';

const BOTH_WORDS =
  'Regardez les différences dans le rapport. Pour envoyer les nôtres, mettez reconcile.adopt à update et reconcile.editedInDhis2 à overwrite, pour une exécution ; pour laisser les leurs, les deux à keep.';

const targetsOf = (targets: string): string => targets && ` : ${targets}`;
const capital = (text: string): string => text.replace(/^l/, 'L');
const valuesOf = (what: string): string => (what ? `les valeurs du ${thing(what)}` : 'l’événement');

export const INDEX_WORDS = {
  'index/two-entries': {
    message: ({ keys }) => `Deux entrées vivantes de l’index connaissent cet enregistrement${targetsOf(keys)}.`,
    hint: () => 'Il a deux événements dans DHIS2. Supprimez-en un, et mettez deleted_dhis2 de son entrée.',
  },
  'index/uid-taken': {
    message: ({ uid, owner }) =>
      `L’UID${of(uid)} que recevrait cet enregistrement appartient à ${owner ? `l’entrée ${owner}` : 'une autre entrée'}.`,
    hint: () =>
      'Cette entrée a perdu ses identifiants. Mettez la clé de cet enregistrement parmi les identifiants de l’entrée.',
  },
  'index/place-taken': {
    message: ({ place, owner }, { isGone }) =>
      `L’enregistrement remplit le formulaire${of(place)}, comme ${owner ? `l’enregistrement ${owner}` : 'un autre enregistrement'}, qui était là avant${isGone ? ' et a disparu de la source' : ''}.`,
    hint: (_, { isGone }) =>
      isGone
        ? 'Si cet enregistrement le remplace, supprimez les valeurs du formulaire dans DHIS2, et retirez l’entrée de l’autre de l’index.'
        : 'Un formulaire est rempli par un seul enregistrement : corrigez ou supprimez l’un d’eux à la source, ou faites un enregistrement de plusieurs lignes avec `source.group`.',
  },
  'index/same-place': {
    message: ({ place, rows, keys, targets }) =>
      `Plus d’un enregistrement remplit le formulaire${of(place)} : lignes ${rows}${keys && ` (${keys})`}${targets && ` ; les deux écriraient ${targets}`}.`,
    hint: () =>
      'Un formulaire est rempli par un seul enregistrement : corrigez ou supprimez les autres à la source, ou faites un enregistrement de plusieurs lignes avec `source.group`.',
  },
  'index/edited-where-it-was': {
    message: ({ place, targets }) =>
      `L’enregistrement remplit désormais un autre formulaire, et dans le formulaire${of(place)}, qu’il remplissait avant, quelqu’un a changé ce qui avait été envoyé${targetsOf(targets)}.`,
    hint: () =>
      'Réglez-le dans DHIS2, ou mettez reconcile.editedInDhis2 à overwrite (ce qui s’y trouve est supprimé) ou keep (cela y reste).',
  },
  'index/left-where-it-was': {
    message: ({ place }) =>
      `L’enregistrement remplit désormais un autre formulaire ; ce qui avait été envoyé pour lui est encore dans le formulaire${of(place)}.`,
    hint: () => 'Supprimez-le dans DHIS2 s’il n’y est pas voulu.',
  },
  'index/changed': {
    message: () => 'L’enregistrement a changé depuis son envoi ; la spécification dit de le signaler.',
    hint: () => 'Mettez reconcile.changed à update pour le faire envoyer.',
  },
  'index/differs-from-dhis2': {
    message: ({ what, targets }) =>
      what
        ? `Le ${thing(what)} a dans DHIS2 des valeurs que l’index ignore, et elles diffèrent de ce qui serait envoyé maintenant${targetsOf(targets)}.`
        : `L’événement, envoyé par un outil antérieur, diffère de ce qui serait envoyé maintenant${targetsOf(targets)}.`,
    hint: () =>
      'Regardez les différences dans le rapport, puis mettez reconcile.adopt à update (envoyer les nôtres) ou keep (laisser les leurs).',
  },
  'index/edited-in-dhis2': {
    message: ({ what, targets }) =>
      `L’enregistrement a changé, mais ${itsThing(what)} dans DHIS2 aussi depuis son envoi${targetsOf(targets)}.`,
    hint: () => 'Réglez-le dans DHIS2 ou Kobo, ou mettez reconcile.editedInDhis2 à overwrite ou keep.',
  },
  'index/differs-from-index': {
    message: ({ what, targets }) =>
      `Quelqu’un d’autre a changé l’entrée de cet enregistrement, ou l’index est celui d’un jour passé ; et ${itsThing(what)} diffère de ce qui serait envoyé maintenant${targetsOf(targets)}.`,
    hint: () => BOTH_WORDS,
  },
  'index/strange-values': {
    message: ({ targets }) =>
      `Des questions nouvelles dans la correspondance ont dans DHIS2 des réponses qu’aucune de nos exécutions n’a envoyées${targetsOf(targets)}.`,
    hint: () => BOTH_WORDS,
  },
  'index/still-in-dhis2': {
    message: ({ what, uid }) =>
      `L’index dit que quelqu’un a retiré ${theThing(what)}${of(uid)}, et il ${what ? 'a des valeurs' : 'vit'} dans DHIS2.`,
    hint: () => 'Supprimez-le là-bas, ou mettez deleted_dhis2 de son entrée à false.',
  },
  'index/maybe-lost': {
    message: () =>
      'L’index a perdu des entrées depuis la dernière exécution, et ce nouvel enregistrement peut être une modification de l’un des leurs.',
    hint: () =>
      'Remettez la dernière bonne copie de l’index. Si ce qui est perdu n’est pas dans DHIS2, relancez avec `--accept lost`.',
  },
  'index/deleted-in-dhis2': {
    message: ({ what, uid }) =>
      `${capital(theThing(what))}${of(uid)} a été supprimé dans DHIS2, alors que son enregistrement est encore à la source.`,
    hint: () => 'Supprimez l’enregistrement dans Kobo aussi, ou mettez reconcile.deletedInDhis2 à recreate.',
  },
  'index/not-in-dhis2': {
    message: ({ uid }) => `L’index dit que l’événement${of(uid)} a été envoyé, et ce DHIS2 ne l’a jamais eu.`,
    hint: () => 'Est-ce le bon serveur ? Si oui, mettez reconcile.deletedInDhis2 à recreate.',
  },
  'index/returned-after-removal': {
    message: ({ what, uid }) =>
      `L’enregistrement est de retour à la source, mais ${itsThing(what)}${of(uid)} a été retiré dans DHIS2.`,
    hint: () => 'Supprimez l’enregistrement dans Kobo, ou mettez reconcile.deletedInDhis2 à recreate.',
  },
  'index/excluded-after-sending': {
    message: ({ what, uid }) =>
      `L’enregistrement est laissé de côté par \`where\`, mais ${itsThing(what)}${of(uid)} est dans DHIS2.`,
    hint: ({ what }) =>
      `Supprimez ${valuesOf(what)} dans DHIS2 et mettez deleted_dhis2 de son entrée, ou corrigez l’enregistrement dans Kobo.`,
  },
  'index/ambiguous-pair': {
    message: ({ keys }) =>
      `Cet enregistrement peut être une modification d’un autre qui a disparu${targetsOf(keys)}. Plus d’une paire est possible.`,
    hint: () => 'Exportez meta/rootUuid ou _id de Kobo : ils survivent à une modification. Ou réglez-le dans Kobo.',
  },
  'index/maybe-known': {
    message: ({ what, keys }) =>
      `Cet enregistrement a un nouvel identifiant, et le lieu et la date d’un autre qui a disparu${targetsOf(keys)}. C’est peut-être le même, et il recevrait un second ${thing(what)}.`,
    hint: () =>
      `${NAME_WHAT_STAYS} S’ils sont nouveaux, et les autres vraiment disparus, relancez avec \`--accept ids=1\`.`,
  },
  'index/missing': {
    message: ({ what, since, uid }) =>
      `L’enregistrement a disparu de la source${since && ` depuis ${since}`} ; ${itsThing(what)}${of(uid)} est encore dans DHIS2.`,
    hint: ({ what }) =>
      `S’il a été supprimé exprès, supprimez ${valuesOf(what)} dans DHIS2 et mettez deleted_dhis2 de son entrée à true.`,
  },
  'index/group-missing': {
    message: ({ what, since, uid }) =>
      `Aucune ligne de la source n’est plus de ce groupe${since && ` depuis ${since}`} ; ${itsThing(what)}${of(uid)} est encore dans DHIS2, avec ce qui en avait été compté. Les lignes passées dans un autre groupe comptent maintenant deux fois.`,
    hint: ({ what }) =>
      `Si les lignes ont disparu à juste titre, supprimez ${valuesOf(what)} dans DHIS2 et mettez deleted_dhis2 de son entrée à true. Si elles reviennent, le groupe est recompté.`,
  },
} satisfies WordsFor<typeof INDEX_CODES>;

const NOBODY_LOOKS =
  'mettez reconcile.verify à weekly ou always : sinon aucune exécution ne regarde les enregistrements inchangés.';

/** When a run does what the spec says. */
function whenDone(verify: string): string {
  return verify === 'never'
    ? `Pour cela, ${NOBODY_LOOKS}`
    : `La prochaine exécution qui regarde le fait (reconcile.verify: ${verify}).`;
}

const whatIsGone = (what: string, uid: string): string =>
  what
    ? `Ce qui avait été envoyé pour le ${thing(what)}${of(uid)} n’est plus dans DHIS2`
    : `L’événement${of(uid)} a été supprimé dans DHIS2`;

export const VERIFY_WORDS = {
  'index/edited-since-sent': {
    message: ({ what, targets }) =>
      `L’enregistrement n’a pas changé, mais quelqu’un a modifié ${itsThing(what)} dans DHIS2 depuis son envoi${targetsOf(targets)}.`,
    hint: () =>
      'Corrigez-le dans DHIS2, ou dans Kobo. Pour envoyer le nôtre par-dessus, mettez reconcile.editedInDhis2 à overwrite ; pour laisser le leur, à keep.',
  },
  'verify/edited': {
    message: ({ what, uid }) => `Quelqu’un a modifié ${theThing(what)}${of(uid)} dans DHIS2 depuis son envoi.`,
    hint: ({ policy, verify }) => {
      if (policy === 'keep') return 'reconcile.editedInDhis2 est keep : il reste tel quel là-bas.';
      if (policy === 'overwrite')
        return `reconcile.editedInDhis2 est overwrite : le nôtre sera envoyé par-dessus. ${whenDone(verify)}`;
      const choice =
        'Corrigez-le là-bas, ou dans Kobo. Ou mettez reconcile.editedInDhis2 à overwrite (le nôtre est envoyé) ou keep';
      return verify === 'never' ? `${choice}, et ${NOBODY_LOOKS}` : `${choice}.`;
    },
  },
  'verify/edited-and-changed': {
    message: ({ what, uid }) =>
      `Quelqu’un a modifié ${theThing(what)}${of(uid)} dans DHIS2 depuis son envoi, et son enregistrement a changé aussi.`,
    hint: ({ policy }) => `La prochaine exécution le regarde, et fait ce que dit reconcile.editedInDhis2 (${policy}).`,
  },
  'verify/deleted': {
    message: ({ what, uid }) => `${whatIsGone(what, uid)}.`,
    hint: ({ policy, verify }) => {
      if (policy === 'recreate') return `reconcile.deletedInDhis2 est recreate : il sera refait. ${whenDone(verify)}`;
      const choice = 'Supprimez aussi son enregistrement dans Kobo. Ou mettez reconcile.deletedInDhis2 à recreate';
      return verify === 'never' ? `${choice}, et ${NOBODY_LOOKS}` : `${choice}.`;
    },
  },
  'verify/deleted-and-gone': {
    message: ({ what, uid }) => `${whatIsGone(what, uid)}, et son enregistrement a disparu de la source.`,
    hint: () => 'Si c’est ce qu’il faut, mettez deleted_dhis2 de son entrée dans l’index à true.',
  },
  'verify/never-there': {
    message: ({ what, uid }) =>
      `${capital(theThing(what))}${of(uid)} a été envoyé, et DHIS2 ne l’a jamais eu, ou ne le montre pas à cet utilisateur.`,
    hint: ({ policy, verify }) =>
      `Est-ce le bon serveur, et cet utilisateur peut-il voir l’unité d’organisation ? Si oui : ${policy === 'recreate' ? whenDone(verify) : `mettez reconcile.deletedInDhis2 à recreate${verify === 'never' ? `, et ${NOBODY_LOOKS}` : '.'}`}`,
  },
} satisfies WordsFor<typeof VERIFY_CODES>;
