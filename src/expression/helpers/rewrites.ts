/** How a field could be written, so that a value on which it stumbles goes through. */
import { parseIsoDate } from '../../base/iso-date.ts';
import { Miss } from '../../base/miss.ts';
import { YES_WORDS } from '../../base/yes-no-words.ts';
import type { Code } from '../../messages/code-table.ts';
import { findCall } from '../find-call.ts';
import { parseByFormat } from './date-texts.ts';
import { HELPERS } from './helper-table.ts';

/** Formats in which people write days, the likelier ones first. */
const DAYS = [
  'YYYY-MM-DD',
  'DD/MM/YYYY',
  'MM/DD/YYYY',
  'DD-MM-YYYY',
  'DD.MM.YYYY',
  'YYYY/MM/DD',
  'D/M/YYYY',
  'M/D/YYYY',
  'D-M-YYYY',
  'D.M.YYYY',
  'YYYYMMDD',
];
const CLOCKS = [' HH:mm', ' HH:mm:ss', ' H:mm', 'THH:mm'];
const TIMED_DAYS = DAYS.flatMap((day) => CLOCKS.map((clock) => `${day}${clock}`));
const BOTH = '[",", "."]';

/** A value on which a field stumbled, and what of the field matters to whoever would write it otherwise. */
export interface Fault {
  /** The field's own expression, or its column as an expression names it. */
  readonly text: string;
  readonly isColumn: boolean;
  readonly value: string;
  /** Whether its target takes what an expression gives. */
  readonly takes: (result: unknown) => boolean;
  /** Its target is a date with a time; a whole number; an organisation unit. */
  readonly isTimed: boolean;
  readonly isWhole: boolean;
  readonly isUnit: boolean;
}

/**
 * The expression to write in place of a field's own. It takes the value at fault, as was tried, and what the field has taken
 * so far. Undefined where no expression helps, or where it would be a guess: then the answer is corrected at its source.
 */
export function rewriteFor(code: Code, fault: Fault): string | undefined {
  const found = REWRITES.get(code)?.(fault);
  return found === undefined || found === fault.text ? undefined : `=${found}`;
}

/** Whether there is anything to write for a code. */
export function canBeRewritten(code: Code): boolean {
  return REWRITES.has(code);
}

type Rewrite = (fault: Fault) => string | undefined;

const REWRITES: ReadonlyMap<Code, Rewrite> = new Map<Code, Rewrite>([
  ['value/date-format', ofDay],
  ['field/not-a-date', ofDay],
  ['field/date-with-offset', (fault) => wrapped(fault, 'date', [])],
  ['value/no-time', ofDayAlone],
  ['function/not-a-date', inDateCall],
  ['function/not-in-format', (fault) => inDateCall(fault) ?? inDateTimeCall(fault)],
  ['function/not-a-date-time', inDateTimeCall],
  ['value/number-format', (fault) => wrapped(fault, 'decimal', [BOTH])],
  ['function/not-a-number', inDecimalCall],
  ['value/leading-zeros', (fault) => wrapped(fault, 'int', []) ?? wrapped(fault, 'decimal', [])],
  ['value/not-whole', ({ text }) => `$round($decimal(${text}))`],
  ['function/not-whole', inIntCall],
  ['value/not-yes-no', ofAnswer],
  ['function/not-yes-or-no', inYesNoCall],
  ['value/not-a-time', (fault) => wrapped(fault, 'time', [])],
  ['value/time-with-seconds', (fault) => wrapped(fault, 'time', [])],
  ['field/not-a-geometry', (fault) => wrapped(fault, 'geoPoint', [])],
  ['field/not-a-uid', ofUnit],
  ['field/not-a-period', ofPeriod],
  ['option/no-match', (fault) => (/^-?\d+\.0+$/.test(fault.value) ? wrapped(fault, 'int', []) : undefined)],
]);

/** A call around the whole, where the target takes what comes of the value. */
function wrapped({ takes, text, value }: Fault, name: string, more: readonly string[]): string | undefined {
  const result = tried(name, value, more);
  return result !== undefined && takes(result) ? `$${name}(${[text, ...more].join(', ')})` : undefined;
}

/** What a helper makes of the value; undefined where it makes nothing. `more` are written as in the expression. */
function tried(name: string, value: unknown, more: readonly string[]): unknown {
  const call = HELPERS.get(name)?.bind({ table: () => undefined, options: () => undefined, tableNames: [] });
  try {
    return call?.(value, ...more.map((one): unknown => JSON.parse(one)));
  } catch (error) {
    if (error instanceof Miss) return undefined;
    throw error;
  }
}

/** A day in another format than ISO; the days that are ISO already go on being read. */
function ofDay(fault: Fault): string | undefined {
  const [name, known] = fault.isTimed ? (['dateTime', 'ISO'] as const) : (['date', 'YYYY-MM-DD'] as const);
  const format = formatOf(name, fault.value, [known]);
  return format && wrapped(fault, name, [listOf([known, format])]);
}

/** The first format that reads the value, and not like one of those that are known. */
function formatOf(name: 'date' | 'dateTime', value: string, known: readonly string[]): string | undefined {
  const isTimed = name === 'dateTime';
  return (isTimed ? TIMED_DAYS : DAYS).find(
    (format) =>
      !known.includes(format) &&
      parseByFormat(value.trim(), format, isTimed) !== undefined &&
      tried(name, value, [listOf([...known, format])]) !== undefined,
  );
}

function ofDayAlone({ text, isColumn }: Fault): string | undefined {
  return isColumn ? `$length(${text}) = 10 ? ${text} & "T00:00" : ${text}` : undefined;
}

function inDateCall(fault: Fault): string | undefined {
  const call = findCall(fault.text, 'date');
  if (!call) return findCall(fault.text, 'dateTime') ? undefined : inPeriodCall(fault);
  return withFormat('date', 'YYYY-MM-DD', call, fault.value);
}

function inDateTimeCall({ text, value }: Fault): string | undefined {
  const call = findCall(text, 'dateTime');
  return call && withFormat('dateTime', 'ISO', call, value);
}

/** One format more in a call that has some; `otherwise`: that of a call without any. */
function withFormat(
  name: 'date' | 'dateTime',
  otherwise: string,
  {
    args: [subject = '', written = JSON.stringify(otherwise), ...more],
    with: put,
  }: NonNullable<ReturnType<typeof findCall>>,
  value: string,
): string | undefined {
  const known = textsIn(written);
  const format = known && formatOf(name, value, known);
  return known && format && put(`$${name}(${[subject, listOf([...known, format]), ...more].join(', ')})`);
}

function inPeriodCall({ text, value }: Fault): string | undefined {
  const call = findCall(text, 'period');
  const format = call && formatOf('date', value, ['YYYY-MM-DD']);
  if (!call || !format) return undefined;
  const [subject = '', ...more] = call.args;
  return call.with(`$period(${[`$date(${subject}, ${listOf(['YYYY-MM-DD', format])})`, ...more].join(', ')})`);
}

function inDecimalCall({ text, value }: Fault): string | undefined {
  const call = findCall(text, 'decimal');
  if (!call || tried('decimal', value, [BOTH]) === undefined) return undefined;
  return call.with(`$decimal(${call.args[0] ?? ''}, ${BOTH})`);
}

/** `$int` of a number that is not whole: the number itself where the target takes it, else rounded. */
function inIntCall({ isWhole, text, value }: Fault): string | undefined {
  const call = findCall(text, 'int');
  const more = [[], [BOTH]].find((each) => tried('decimal', value, each) !== undefined);
  if (!call || !more) return undefined;
  const number = `$decimal(${[call.args[0], ...more].join(', ')})`;
  return call.with(isWhole ? `$round(${number})` : number);
}

/** A word that people may use for yes; long ones are no words. */
function isWord(value: string): boolean {
  return value.length <= 20 && /^[\p{L}\p{N} '-]+$/u.test(value);
}

function ofAnswer({ takes, text, value }: Fault): string | undefined {
  if (!isWord(value) || !takes(true)) return undefined;
  return `$yesNo(${text}, ${listOf([...YES_WORDS, value])})`;
}

function inYesNoCall({ text, value }: Fault): string | undefined {
  const call = findCall(text, 'yesNo');
  if (!call || !isWord(value)) return undefined;
  const [subject = '', yes = listOf(YES_WORDS), ...no] = call.args;
  const words = textsIn(yes);
  return words && call.with(`$yesNo(${[subject, listOf([...words, value]), ...no].join(', ')})`);
}

function ofUnit({ isUnit, text }: Fault): string | undefined {
  return isUnit && !text.includes('$orgUnit') ? `$orgUnit(${text})` : undefined;
}

function ofPeriod(fault: Fault): string | undefined {
  const { text, value } = fault;
  if (text.includes('$period')) return undefined;
  if (parseIsoDate(value).is === 'date') return `$period(${text}, "Monthly")`;
  const format = formatOf('date', value, ['YYYY-MM-DD']);
  return format && `$period($date(${text}, ${listOf(['YYYY-MM-DD', format])}), "Monthly")`;
}

/** A text, or a list of texts, as an expression writes it; undefined where it is computed. */
function textsIn(written: string): readonly string[] | undefined {
  try {
    const value: unknown = JSON.parse(written.replaceAll("'", '"'));
    const texts = [value].flat();
    return texts.every((one) => typeof one === 'string') ? texts : undefined;
  } catch {
    return undefined;
  }
}

function listOf(texts: readonly string[]): string {
  return `[${texts.map((one) => JSON.stringify(one)).join(', ')}]`;
}
