/** Which columns say where and when a record belongs, and what it is known by. */
import { columnText } from '../base/column-text.ts';
import { likeness } from '../matching/likeness.ts';
import { labelOf, type Question } from './form.ts';
import type { SeenColumn } from './match-header.ts';
import { pairUnits, shareOfUnits, type PairedUnit, type Unit } from './pair-units.ts';
import { waysToAsk } from './question-words.ts';

export interface Picked<Found> {
  readonly found: Found;
  /** Others that it might have been: somebody should look. */
  readonly others: readonly Question[];
}

const FACILITY_WORDS =
  /facilit|hospital|h[oô]pital|clinic|health.?(?:unit|post|cent)|structure|[eé]tablissement|establecimiento|unidad|fosa|org.?unit|\bsite\b|_site|site_|school|water.?point|lieu|location/gi;

/** The question that says where: of which most answers are units, or else that is called so. */
export function pickUnitColumn(
  questions: readonly Question[],
  units: readonly Unit[],
): Picked<{ readonly question: Question; readonly paired: readonly PairedUnit[] }> | undefined {
  const asked = questions.filter(({ kind }) => ['choice', 'text', 'unknown'].includes(kind));
  const subject = wordsOfAll(questions);
  const scored = asked
    .map((question) => {
      const paired = pairUnits(question, units);
      const isNamedSo = facilityWordsOf(question.name).length > 0;
      const isCalledSo = isNamedSo || facilityWordsOf(question.labels.join(' ')).some((word) => !subject.has(word));
      return { question, paired, score: shareOfUnits(paired) + (isCalledSo ? 0.3 : 0) };
    })
    .filter(({ score }) => score >= 0.3)
    .sort((a, b) => b.score - a.score);
  const [best, ...rest] = scored;
  if (!best) return undefined;
  const others = rest.filter(({ score }) => score > best.score - 0.3).map(({ question }) => question);
  return { found: best, others };
}

function facilityWordsOf(text: string): string[] {
  return (text.match(FACILITY_WORDS) ?? []).map((word) => word.toLowerCase());
}

/** Words of several labels are what the form is about, and not where: each says "water point". */
function wordsOfAll(questions: readonly Question[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const question of questions)
    for (const word of new Set(facilityWordsOf(question.labels.join(' '))))
      counts.set(word, (counts.get(word) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count > 2).map(([word]) => word));
}

const DAYS = [
  'date of visit',
  'date of assessment',
  'date of report',
  'reporting date',
  'date of survey',
  'date of interview',
  'date of data collection',
  'event date',
  'date',
  'today',
  'date of consultation',
  'date of inspection',
  'date de la visite',
  "date de l'évaluation",
  'date du rapport',
  'date de collecte',
  "date de l'enquête",
  'fecha de la visita',
  'fecha',
  'data da visita',
  'data',
];
const OTHER_DAYS = /birth|naiss|nac|expir|next|proch|onset|début|death|d[eé]c[eè]s|vaccin|discharge|last|derni/i;

/** The question that says when: a date that is called as the day of a record, not of what it tells of. */
export function pickDayColumn(questions: readonly Question[]): Picked<Question> | undefined {
  const days = questions.filter(({ kind, repeat }) => (kind === 'date' || kind === 'dateTime') && repeat === undefined);
  const scored = days
    .map((question) => ({ question, score: likenessToDays(question) }))
    .sort((a, b) => b.score - a.score);
  const [best, ...rest] = scored;
  // Beside a day of its own, that of a birth or of the last training is no rival.
  const others = rest.filter(({ question }) => !isOtherDay(question) || (best && isOtherDay(best.question)));
  return best && { found: best.question, others: others.map(({ question }) => question) };
}

function isOtherDay({ name, labels }: Question): boolean {
  return OTHER_DAYS.test([name, ...labels].join(' '));
}

function likenessToDays(question: Question): number {
  const { name, labels } = question;
  const ways = [name.replaceAll('_', ' '), ...labels.flatMap(waysToAsk)];
  const score = Math.max(...ways.flatMap((way) => DAYS.map((day) => likeness(way, day))));
  return isOtherDay(question) ? score / 4 : score;
}

/** The expression of a period, from the column that has one in whatever form. */
export function pickPeriod(
  questions: readonly Question[],
  type: string,
): { readonly expression: string; readonly columns: readonly string[] } | undefined {
  const called = (pattern: RegExp): Question | undefined =>
    questions.find((question) => pattern.test(question.name) || pattern.test(labelOf(question)));
  const [year, month] = [
    called(/^(?:report(?:ing)?[_ ])?(?:year|ann[eé]e|a[nñ]o)$/i),
    called(/^(?:report(?:ing)?[_ ])?(?:month|mois|mes|m[eê]s)$/i),
  ];
  const filled = (question: Question | undefined, pattern: RegExp): question is Question =>
    question !== undefined &&
    (question.seen?.length ?? 0) > 0 &&
    question.seen?.every((value) => pattern.test(value)) === true;
  if (filled(year, /^\d{4}$/) && filled(month, /^(?:0?[1-9]|1[0-2])$/)) {
    const day = `${columnText(year.column)} & "-" & $pad(${columnText(month.column)}, -2, "0") & "-01"`;
    return { expression: `=$period(${day}, ${JSON.stringify(type)})`, columns: [year.column, month.column] };
  }
  const whole = questions.find((question) => filled(question, /^\d{4}-(?:0[1-9]|1[0-2])$/));
  if (whole) {
    const expression = `=$period(${columnText(whole.column)} & "-01", ${JSON.stringify(type)})`;
    return { expression, columns: [whole.column] };
  }
  const ready = questions.find(
    (question) =>
      /period|p[eé]riode|semaine|week|month|mois/i.test(question.name) &&
      filled(question, /^\d{4}(?:\d{2}|W\d{1,2}|Q\d|S\d)?$/),
  );
  if (ready) return { expression: `=${columnText(ready.column)}`, columns: [ready.column] };
  const day = pickDayColumn(questions);
  if (!day) return undefined;
  const { column } = day.found;
  return { expression: `=$period(${columnText(column)}, ${JSON.stringify(type)})`, columns: [column] };
}

/** What the servers of forms know a record by; those that stay when it is edited come first. */
const KNOWN_KEYS = [
  'meta/rootUuid',
  '_id',
  '_uuid',
  'meta/instanceID',
  'instanceID',
  'KEY',
  'formid',
  'form.meta.instanceID',
];

/** By what a record is known: as it stands in the spec; undefined where nothing tells. */
export function pickKey(
  columns: readonly SeenColumn[],
  place: readonly (string | undefined)[],
): { readonly text: string; readonly isOfServer: boolean } | undefined {
  if (columns.length === 0)
    return {
      text: '[{ column: meta/rootUuid, optional: true }, { column: _id, optional: true }, _uuid]',
      isOfServer: true,
    };
  const names = new Set(columns.map(({ name }) => name));
  const known = KNOWN_KEYS.filter((name) => names.has(name));
  if (known.length > 0) return { text: `[${known.map(yamlWord).join(', ')}]`, isOfServer: true };
  const unique = columns.filter(({ isUnique }) => isUnique);
  const called = unique.find(({ name }) => /(?:^|[_ -])(?:id|uuid|key|code|no|number|num[eé]ro)$/i.test(name));
  if (called) return { text: `[${yamlWord(called.name)}]`, isOfServer: false };
  const parts = place.filter((name) => name !== undefined);
  return parts.length > 1 ? { text: `[[${parts.map(yamlWord).join(', ')}]]`, isOfServer: false } : undefined;
}

/** A column as it stands in a list of YAML. */
export function yamlWord(text: string): string {
  return /^[A-Za-z_.][\w/. -]*$/.test(text) && !/\s$/.test(text) ? text : JSON.stringify(text);
}
