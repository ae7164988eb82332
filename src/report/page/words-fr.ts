import { remarkInFrench } from './remarks-fr.ts';
import type { PageWords } from './words.ts';

export const FRENCH: PageWords = {
  locale: 'fr-FR',
  colon: ' : ',
  commands: { run: 'Exécution', plan: 'Plan (rien n’a été envoyé)', apply: 'Plan conservé, envoyé' },
  status: (exitCode) => {
    if (exitCode === 0) return 'Tout va bien : personne n’est requis.';
    if (exitCode === 1) return 'Terminé, mais quelqu’un doit agir.';
    if (exitCode === 2) return 'Non exécuté : la spécification, un de ses fichiers ou une option est à corriger.';
    if (exitCode === 3) return 'Non exécuté : l’exécution n’a pas pu se faire.';
    if (exitCode === 4) return 'Rien n’est envoyé : un garde-fou a refusé.';
    if (exitCode === 5) return 'Non exécuté : une autre exécution tient le verrou.';
    if (exitCode === 130 || exitCode === 143) return 'Arrêté par un signal ; tout est enregistré.';
    return 'Non exécuté : une faute du programme lui-même.';
  },
  who: {
    analyst: 'Analyste (spécification, correspondances, tables)',
    source: 'Qui peut corriger l’enregistrement à sa source (Kobo)',
    dhis2: 'Administrateur de DHIS2',
    nobody: 'Personne (cela passe tout seul)',
  },
  counts: {
    read: 'lus à la source',
    created: 'nouveaux, envoyés à DHIS2',
    updated: 'modifiés, envoyés à DHIS2',
    unchanged: 'tels qu’envoyés auparavant',
    adopted: 'envoyés auparavant, retrouvés égaux dans DHIS2',
    returned: 'de retour à la source',
    excluded: 'laissés de côté par `where`',
    held: 'en attente d’une décision',
    rejected: 'ne peuvent être envoyés tels quels',
    failed: 'sans verdict de DHIS2 pour l’instant',
    notSent: 'à envoyer, et non envoyés',
    missing: 'disparus de la source',
  },
  countsOfOne: {
    read: 'lu à la source',
    created: 'nouveau, envoyé à DHIS2',
    updated: 'modifié, envoyé à DHIS2',
    unchanged: 'tel qu’envoyé auparavant',
    adopted: 'envoyé auparavant, retrouvé égal dans DHIS2',
    returned: 'de retour à la source',
    excluded: 'laissé de côté par `where`',
    held: 'en attente d’une décision',
    rejected: 'ne peut être envoyé tel quel',
    failed: 'sans verdict de DHIS2 pour l’instant',
    notSent: 'à envoyer, et non envoyé',
    missing: 'disparu de la source',
  },
  planned: { created: 'nouveaux, seraient envoyés', updated: 'modifiés, seraient envoyés' },
  plannedOfOne: { created: 'nouveau, serait envoyé', updated: 'modifié, serait envoyé' },
  remark: remarkInFrench,
  actions: {
    move: 'Déplacés : envoyés là où est leur place, retirés de l’ancienne',
    overwrite: 'Envoyés par-dessus des modifications faites dans DHIS2, comme le veut `reconcile`',
    resend: 'Envoyés à nouveau sans changement, pour régler ce qu’une exécution avait laissé ouvert',
    create: 'Nouveaux',
    update: 'Modifiés',
    returned: 'De retour à la source, rien à envoyer',
    adopt: 'Déjà dans DHIS2 : l’index l’apprend, rien n’est envoyé',
    missing: 'Disparus de la source ; rien n’est supprimé',
    excluded: 'Laissés de côté par `where`',
    leave: 'Tels qu’envoyés auparavant',
    hold: 'En attente d’une décision',
    reject: 'Ne peuvent être envoyés',
  },
  headings: {
    todo: 'À faire d’abord',
    counts: 'Nombres',
    remarks: 'Bon à savoir de la source, de l’index et de la correspondance',
    trend: 'Les dernières exécutions',
    rejects: 'Ce qui n’a pu être envoyé, par cause',
    waiting: 'Ce qui attend une décision',
    unmapped: 'Valeurs sans correspondance',
    missing: 'Enregistrements disparus de la source',
    drift: 'Changements dans DHIS2 et dans le formulaire',
    changes: 'Ce qui a changé, question par question',
    notes: 'Ce que DHIS2 ne garde pas, ou qui étonne',
    sent: 'Événements et formulaires de cette exécution dans DHIS2',
    files: 'Fichiers de cette exécution',
    guards: 'Des garde-fous refusent ce plan',
  },
  plannedHeadings: {
    rejects: 'Ce qui ne peut être envoyé, par cause',
    changes: 'Ce qui changerait, question par question',
  },
  columns: {
    place: 'Où',
    record: 'Enregistrement',
    question: 'Question',
    value: 'Valeur',
    records: 'Enregistrements',
    since: 'Disparu depuis',
    state: 'État',
    run: 'Exécution',
    read: 'Lus',
    rejected: 'Rejetés',
    missing: 'Disparus',
    sent: 'Envoyés',
    duration: 'Durée',
    result: 'Résultat',
    change: 'Changement',
    column: 'Colonne',
    what: 'Quoi',
    differences: 'Différences',
  },
  properties: new Map([
    ['orgUnit', 'Unité d’organisation'],
    ['occurredAt', 'Date de l’événement'],
    ['completedAt', 'Date d’achèvement'],
    ['status', 'Statut'],
    ['geometry', 'Position'],
    ['period', 'Période'],
    ['attributeOptionCombo', 'Combinaison d’options d’attributs'],
  ]),
  contents: 'Sur cette page',
  nothingToDo: 'Personne n’a rien à faire.',
  records: (n, isOne) => `${n} ${isOne ? 'enregistrement' : 'enregistrements'}`,
  rows: (rows, lines, isOne, sheet) => {
    const line = isOne ? 'ligne' : 'lignes';
    if (sheet !== undefined) return `${line} ${rows} de la feuille ${sheet}`;
    return `${isOne ? 'n°' : 'nos'} ${rows}${lines && ` ; ${line} ${lines} dans Excel`}`;
  },
  place: (row, line, sheet) => {
    if (sheet !== undefined) return `ligne ${line ?? row} de la feuille ${sheet}`;
    return line === null ? `enregistrement n° ${row}` : `enregistrement n° ${row} (ligne ${line} dans Excel)`;
  },
  showRows: (n, isOne) => `Montrer ${isOne ? 'l’enregistrement' : `les ${n} enregistrements`}`,
  cut: (shown, all, file) =>
    shown === '0'
      ? `Tous se trouvent dans ${file} (${all}).`
      : `Les ${shown} premiers de ${all} sont montrés ici ; tous se trouvent dans ${file}.`,
  moreKinds: (n) => `Et ${n} autres causes, chacune de moins d’enregistrements.`,
  moreOf: (n) => `Et ${n} autres.`,
  moreRecords: (records) => `autres valeurs : ${records}`,
  notNamed: (n, file) =>
    `${n} autres enregistrements ne sont pas nommés sur cette page ; tous se trouvent dans ${file}.`,
  overdue: 'délai dépassé : quelqu’un doit agir',
  withinGrace: 'dans le délai, ou réglé',
  missingLead: (overdue, within) =>
    `${overdue} au-delà du délai, ${within} dans le délai ou réglés. Rien n’est supprimé dans DHIS2.`,
  missingUnknown: 'Des lignes n’ont pu être lues : rien n’a été déclaré disparu lors de cette exécution.',
  breaking: 'casse la correspondance',
  harmless: 'sans conséquence',
  touches: (columns, records) => [columns && `Colonnes ${columns}`, records].filter(Boolean).join(' : '),
  toldBefore: 'déjà signalé',
  losses: 'Pertes : ce que DHIS2 avait, et qui est vide désormais',
  plannedLosses: 'Pertes : ce que DHIS2 a, et qui serait vide',
  changed: 'Changements',
  blank: '(vide)',
  hidden: '…',
  hiddenLead:
    'Le contenu des cellules n’est pas montré ici. `artifacts.personalData: true` dans la spécification le montre.',
  manyValues: (n) => `${n} changements différents`,
  becomesBlank: 'devient vide',
  sentLead: 'Chacun s’ouvre dans DHIS2, pour qui peut s’y connecter.',
  unmappedLead: 'Notez les décisions dans la feuille, puis reprenez-les avec `etl unmapped import` :',
  trendLead: (runs) => `${runs} exécutions, la dernière à droite.`,
  trendTable: 'La même chose en tableau',
  trendAlone: 'C’est la première exécution conservée.',
  charts: {
    read: 'Enregistrements lus',
    rejected: 'Rejetés',
    missing: 'Disparus de la source',
    duration: 'Durée (secondes)',
  },
  chart: (label, last, least, most, runs) =>
    `${label} : ${last} à la dernière exécution ; de ${least} à ${most} en ${runs} exécutions.`,
  failedRun: 'n’a pas abouti',
  duration: (seconds, minutes) => (minutes === undefined ? `${seconds} s` : `${minutes} min ${seconds} s`),
  began: (when, took) => `${when}, durée ${took}`,
  from: (source, modified) => `De ${source}${modified === undefined ? '' : `, écrit le ${modified}`}`,
  to: (target) => `Vers ${target.replace(' at http', ' à http').replace(/, user (?=\S+$)/, ', utilisateur ')}`,
  accept: (what) => `Pour laisser passer : \`--accept ${what}\`.`,
  olderDetails: (when) =>
    `La dernière exécution n’a pas abouti. Ce qui suit vient de la dernière qui a abouti, celle du ${when}.`,
  example: (row, sent, kept) => `Enregistrement n° ${row} : ${sent} est envoyé, ${kept} est gardé.`,
  open: 'dans DHIS2',
  footer: 'Fait par etl. Tout tient dans ce seul fichier ; il ne demande rien à personne.',
  personal: 'Il contient des données personnelles : gardez-le aussi soigneusement que les données mêmes.',
  weeks: (n) => `les ${n} dernières semaines`,
};
