/** What the bench of expressions measures: records as Kobo gives them, fields, and the same by hand. */
import { isRealDate } from '../../src/base/real-dates.ts';
import type { Header, SourceRecord } from '../../src/contracts/record.ts';
import type { ExpressionContext, LookupTable } from '../../src/expression/context.ts';

/** A field's expression, and a person's JavaScript for it: cells by their positions. */
export interface BenchCase {
  readonly expression: string;
  readonly byHand: (cells: readonly string[]) => unknown;
}

/** Choices of the 60 questions, as in SIPCA: code → DHIS2 option. */
const CHOICES = new Map([
  ['1', 'YES'],
  ['2', 'NO'],
  ['3', 'PARTLY'],
  ['4', 'NOT_APPLICABLE'],
  ['98', 'UNKNOWN'],
]);
const QUESTIONS = Array.from({ length: 60 }, (_, at) => `SEC${Math.floor(at / 10) + 1}_Q${at + 1}`);
const DETAILS = [
  'sex',
  'age',
  'visit',
  'submitted',
  'beds',
  'power',
  'weight',
  'symptoms',
  'water',
  'name',
  'district',
  'region',
  'code',
  'male',
  'female',
];

const COLUMNS = [...QUESTIONS, ...DETAILS];
const HEADER: Header = { columns: COLUMNS, positions: new Map(COLUMNS.map((name, at) => [name, at])) };

const TABLE: LookupTable = { name: 'choices', get: (key) => CHOICES.get(key), keys: () => CHOICES.keys() };

export const CONTEXT: ExpressionContext = { table: () => TABLE, options: () => TABLE, tableNames: ['choices'] };

/** Record number `row`: the same each time, and unlike its neighbours. */
export function makeRecord(row: number): SourceRecord {
  const one = <T>(from: readonly T[], salt: number): T =>
    from[(Math.imul(row + salt, 40_503) >>> 4) % from.length] as T;
  const two = (number: number): string => String(number).padStart(2, '0');
  const day = `2025-${two((row % 12) + 1)}-${two((row % 28) + 1)}`;
  const answers = QUESTIONS.map((_, at) => one(['1', '2', '3', '4', '98', ''], at));
  const details: Record<string, string> = {
    sex: one(['1', '2', ''], 1),
    age: String(row % 97),
    visit: `${day.slice(8)}/${day.slice(5, 7)}/2025`,
    submitted: `${day}T10:15:${two(row % 60)}.000+03:00`,
    beds: String(row % 41),
    power: one(['yes', 'no'], 3),
    weight: `${row % 90},${row % 10}`,
    symptoms: one(['fever cough', 'fever', 'none', 'rash cough fever'], 4),
    water: one(['piped', 'well', 'river'], 5),
    name: ` Zoë Clinic ${row} `,
    district: one(['North', '', 'South'], 6),
    region: one(['1', '2', '3', '9'], 7),
    code: `F${row}`,
    male: String((row % 50) + 1),
    female: String(row % 37),
  };
  return {
    header: HEADER,
    cells: [...answers, ...DETAILS.map((name) => details[name] as string)],
    row: row + 1,
    line: row + 2,
  };
}

/** (a) SIPCA written out. */
export const OPTION_CASES: readonly BenchCase[] = QUESTIONS.map((name, at) => ({
  expression: `$option(${name})`,
  byHand: (cells) => {
    const cell = cells[at] as string;
    const found = CHOICES.get(cell);
    if (found !== undefined) return found;
    const key = cell.trim();
    if (key === '') return undefined;
    const trimmed = CHOICES.get(key.normalize('NFC'));
    if (trimmed === undefined) throw new Error(`no option for ${cell}`);
    return trimmed;
  },
}));

const at = (name: string): number => HEADER.positions.get(name) as number;
const [SEX, AGE, VISIT, SUBMITTED, BEDS, POWER, WEIGHT, SYMPTOMS] = DETAILS.slice(0, 8).map(at) as [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];
const [WATER, NAME, DISTRICT, REGION, CODE, MALE, FEMALE] = DETAILS.slice(8).map(at) as [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];
const REGIONS = new Map([
  ['1', 'NORTH'],
  ['2', 'SOUTH'],
  ['3', 'EAST'],
]);
const YES = new Set(['yes', 'true', '1', 'oui', 'vrai']);
const NO = new Set(['no', 'false', '0', 'non', 'faux']);

function whole(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const number = Number(trimmed);
  if (!/^[+-]?\d+(\.0+)?$/.test(trimmed) || !Number.isSafeInteger(number)) throw new Error(`not whole: ${text}`);
  return number;
}

function yesNo(text: string): boolean {
  const word = text.trim().toLowerCase();
  if (YES.has(word)) return true;
  if (NO.has(word)) return false;
  throw new Error(`neither yes nor no: ${text}`);
}

function numberOf(text: string): number {
  if (!/^-?\d+(\.\d+)?([Ee][-+]?\d+)?$/.test(text)) throw new Error(`no number: ${text}`);
  return Number(text);
}

function choices(text: string): string[] {
  return text.trim().split(/\s+/);
}

function dayOf(text: string): string {
  const found = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text.trim());
  if (!found || !isRealDate(Number(found[3]), Number(found[2]), Number(found[1]))) throw new Error(`no date: ${text}`);
  return `${found[3]}-${found[2]}-${found[1]}`;
}

function isoDay(text: string): string {
  const found = /^(\d{4})-(\d{2})-(\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/.exec(
    text.trim(),
  );
  if (!found || !isRealDate(Number(found[1]), Number(found[2]), Number(found[3]))) throw new Error(`no date: ${text}`);
  return found[0].slice(0, 10);
}

function decimal(text: string): number {
  const number = text.trim().replace(',', '.');
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(number)) throw new Error(`no number: ${text}`);
  return Number(number);
}

/** Half to even, to one decimal, as $round has it. */
function round(value: number): number {
  const shifted = Number(`${value}e1`);
  let rounded = Math.round(shifted);
  if (Math.abs(rounded - shifted) === 0.5 && Math.abs(rounded % 2) === 1) rounded -= 1;
  return Number(`${rounded}e-1`);
}

const cell = (cells: readonly string[], position: number): string => cells[position] as string;

/** (b) Conditions, dates, numbers and select-multiples. */
export const MIXED_CASES: readonly BenchCase[] = [
  { expression: 'sex = "1" ? "MALE" : "FEMALE"', byHand: (c) => (cell(c, SEX) === '1' ? 'MALE' : 'FEMALE') },
  {
    expression: 'sex = "1" ? "M" : sex = "2" ? "F"',
    byHand: (c) => (cell(c, SEX) === '1' ? 'M' : cell(c, SEX) === '2' ? 'F' : undefined),
  },
  { expression: 'district ?: "UNKNOWN"', byHand: (c) => cell(c, DISTRICT) || 'UNKNOWN' },
  {
    expression: 'power != "yes" or water in ["piped", "well"]',
    byHand: (c) => cell(c, POWER) !== 'yes' || cell(c, WATER) === 'piped' || cell(c, WATER) === 'well',
  },
  {
    expression: '$number(age) >= 18 ? "ADULT" : "CHILD"',
    byHand: (c) => (numberOf(cell(c, AGE)) >= 18 ? 'ADULT' : 'CHILD'),
  },
  { expression: '$date(visit, "DD/MM/YYYY")', byHand: (c) => dayOf(cell(c, VISIT)) },
  { expression: '$date(submitted)', byHand: (c) => isoDay(cell(c, SUBMITTED)) },
  { expression: '$substring(submitted, 0, 10)', byHand: (c) => cell(c, SUBMITTED).slice(0, 10) },
  {
    expression: '$date(visit, "DD/MM/YYYY") > "2025-06-30" ? "H2" : "H1"',
    byHand: (c) => (dayOf(cell(c, VISIT)) > '2025-06-30' ? 'H2' : 'H1'),
  },
  { expression: '$int(beds) * 2', byHand: (c) => (whole(cell(c, BEDS)) as number) * 2 },
  {
    expression: '$int(beds) > 10 and power = "yes"',
    byHand: (c) => (whole(cell(c, BEDS)) as number) > 10 && cell(c, POWER) === 'yes',
  },
  { expression: '$decimal(weight, ",")', byHand: (c) => decimal(cell(c, WEIGHT)) },
  {
    expression: '$round($number(male) / ($number(male) + $number(female)) * 100, 1)',
    byHand: (c) => round((numberOf(cell(c, MALE)) / (numberOf(cell(c, MALE)) + numberOf(cell(c, FEMALE)))) * 100),
  },
  { expression: '$yesNo(power)', byHand: (c) => yesNo(cell(c, POWER)) },
  { expression: '"fever" in $choices(symptoms)', byHand: (c) => choices(cell(c, SYMPTOMS)).includes('fever') },
  { expression: '$count($choices(symptoms))', byHand: (c) => choices(cell(c, SYMPTOMS)).length },
  {
    expression: '$join($map($choices(symptoms), function($one) { $uppercase($one) }), ",")',
    byHand: (c) =>
      choices(cell(c, SYMPTOMS))
        .map((word) => word.toUpperCase())
        .join(','),
  },
  {
    expression: '$lookup({"1": "NORTH", "2": "SOUTH", "3": "EAST"}, region)',
    byHand: (c) => REGIONS.get(cell(c, REGION)),
  },
  {
    expression: '$contains(name, /clinic/i) ? "CLINIC" : "OTHER"',
    byHand: (c) => (/clinic/i.test(cell(c, NAME)) ? 'CLINIC' : 'OTHER'),
  },
  {
    expression: '$uppercase($trim(name)) & "-" & code',
    byHand: (c) => `${cell(c, NAME).replace(/\s+/g, ' ').trim().toUpperCase()}-${cell(c, CODE)}`,
  },
];
