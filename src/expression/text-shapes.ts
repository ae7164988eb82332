/** What texts look like, where that is known before there is a row: the words of a list, or the form of a helper. */
import { nearest } from '../base/nearest.ts';

export interface Shape {
  /** How people call it: `a day as yyyy-MM-dd`. */
  readonly name: string;
  /** All the texts there are, where they are known. */
  readonly values?: ReadonlySet<string>;
  /** A text of this shape, where one can be given. */
  readonly sample?: string;
  /** The word that stands for a blank, where there is one. */
  readonly blank?: string;
  /** What is in every one of them. */
  readonly holds?: string;
  /** It holds by custom only: cells may hold what the mapping does not know. */
  readonly isCustom?: true;
  readonly fits: (text: string) => boolean;
  /** Whether a text has its place in an order of these. */
  orders?(text: string): boolean;
  /** Whether a text fits, but hardly was meant. */
  isDoubtful?(text: string): boolean;
  /** What was probably meant by a text that does not fit. */
  readonly mend?: (text: string) => string | undefined;
}

/** How many words are shown. */
const MOST_LISTED = 8;

/** One of these words; `translate` knows words that stand for one of them. */
export function oneOf(values: ReadonlySet<string>, translate?: (text: string) => string | undefined): Shape {
  const listed = [...values].slice(0, MOST_LISTED).map((one) => JSON.stringify(one));
  const rest = values.size > MOST_LISTED ? ', …' : '';
  return {
    name: values.size === 1 ? `always ${listed.join('')}` : `one of ${listed.join(', ')}${rest}`,
    values,
    fits: (text) => values.has(text),
    mend: (text) => (values.has(text.trim()) ? text.trim() : (nearest(text, values) ?? translate?.(text))),
  };
}

/** The cell of a select-multiple: some of these words, with blanks between them. */
export function someOf({ name, fits, mend }: Shape): Shape {
  return {
    name: name.replace(/^one of|^always/, 'made of'),
    isCustom: true,
    fits: (text) => text.split(' ').every(fits),
    ...(mend && { mend }),
  };
}

/** The beginning of a day, or of a day and a time: these are in an order of their own. */
function beginsDay(text: string): boolean {
  return /^\d{4}(?:-(?:\d\d(?:-(?:\d\d(?:T.*)?)?)?)?)?$/.test(text);
}

export const DAY_SHAPE: Shape = {
  name: 'a day as yyyy-MM-dd',
  sample: '2025-03-14',
  fits: (text) => /^\d{4}-\d\d-\d\d$/.test(text),
  orders: beginsDay,
  mend: (text) => {
    const [, day, month, year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text) ?? [];
    if (day !== undefined && month !== undefined && year !== undefined)
      return Number(month) > 12 ? toDay(year, day, month) : toDay(year, month, day);
    const [, first, second, third] = /^(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})$/.exec(text) ?? [];
    return first !== undefined && second !== undefined && third !== undefined ? toDay(first, second, third) : undefined;
  },
};

function toDay(year: string, month: string, day: string): string {
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

export const DATE_TIME_SHAPE: Shape = {
  name: 'a day and a time as yyyy-MM-ddTHH:mm:ss',
  sample: '2025-03-14T10:15:00',
  fits: (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text),
  orders: beginsDay,
};

export const TIME_SHAPE: Shape = {
  name: 'a time of day as HH:mm',
  sample: '10:15',
  fits: (text) => /^\d\d:\d\d$/.test(text),
  orders: (text) => /^\d\d(?::(?:\d\d)?)?$/.test(text),
  mend: (text) => (/^\d:\d\d$/.test(text) ? `0${text}` : undefined),
};

export const UID_SHAPE: Shape = {
  name: 'a UID of DHIS2',
  fits: (text) => /^[A-Za-z][A-Za-z0-9]{10}$/.test(text),
};

/** Texts that a change leaves as they are: those of $uppercase, say. */
export function unchangedBy(name: string, change: (text: string) => string): Shape {
  return { name, fits: (text) => change(text) === text, mend: change };
}

/** Written as the sample is, with other digits: `2025W11`. */
export function like(sample: string): Shape {
  const source = sample.replace(/\d+|[^\d]+/g, (part) =>
    /\d/.test(part) ? (part.length > 3 ? `\\d{${part.length}}` : '\\d{1,2}') : part.replace(/[^A-Za-z]/g, '\\$&'),
  );
  const pattern = new RegExp(`^${source}$`);
  return {
    name: `written like ${JSON.stringify(sample)}`,
    sample,
    fits: (text) => pattern.test(text),
    mend: (text) => {
      const tight = text.replace(/[-/ ]/g, '');
      return pattern.test(tight) ? tight : undefined;
    },
  };
}

/** Texts of which these are always a part. */
export function holding(parts: readonly string[]): Shape {
  const shown = parts.map((one) => JSON.stringify(one)).join(' and ');
  return {
    name: `a text with ${shown} in it`,
    holds: parts.join(''),
    fits: () => true,
  };
}

/** At most so many characters. */
export function upTo(length: number): Shape {
  return {
    name: `at most ${length === 1 ? 'one character' : `${length} characters`} long`,
    fits: (text) => Array.from(text).length <= length,
    // Of months and days the zero in front is forgotten.
    isDoubtful: (text) => /^\d+$/.test(text) && text.length < length,
    mend: (text) => (/^\d+$/.test(text) && text.length < length ? text.padStart(length, '0') : undefined),
  };
}
