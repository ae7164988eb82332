/** What is known of an object that DHIS2 refuses, and the sentences that are made of it. */
import { didYouMean, row, type Near, type RejectRow, type Texts, type Who } from './code-row.ts';

/**
 * Facts about a refusal under one of DHIS2's own codes, whoever tells it: the server after it was sent, or we before. All
 * but `message` are there as far as they are known.
 */
export type ServerArgs = Near & {
  /** The words of DHIS2, or of the check that foresees it. */
  readonly message: string;
  /** Nothing was sent yet. */
  readonly foreseen?: boolean;
  /** The question, as its form calls it, with its UID; or the property. */
  readonly what?: string;
  /** The value, where it is a word of a vocabulary. */
  readonly value?: string;
  /** Cells of the source that say where the record belongs: `FACILITY = "North Hospital"`. */
  readonly facility?: string;
  readonly orgUnit?: string;
  readonly program?: string;
  readonly stage?: string;
  readonly dataSet?: string;
  readonly period?: string;
  readonly combo?: string;
  readonly user?: string;
  readonly version?: string;
  readonly valueType?: string;
  /** What its value type takes, in plain words. */
  readonly needed?: string;
  /** What a program rule of DHIS2 makes of the other answers. */
  readonly computed?: string;
  readonly optionSet?: string;
  /** The first of what is allowed; `options`: how many there are. */
  readonly allowed?: readonly string[];
  readonly options?: number;
  readonly least?: string;
  readonly most?: string;
  readonly days?: number;
  readonly featureType?: string;
  readonly type?: string;
  readonly isSeveral?: boolean;
  readonly isOption?: boolean;
  readonly usernames?: string;
};

export type ServerTexts = Texts<ServerArgs>;

/** Facts that a page about a code does without. */
const RARE = ['foreseen', 'isSeveral', 'isOption', 'usernames', 'differs', 'version', 'needed', 'message', 'computed'];

/** Declares a code of DHIS2's own. */
export function refusal(texts: {
  readonly who: Who;
  whoOf?(args: ServerArgs): Who | undefined;
  message(texts: ServerTexts, args: ServerArgs): string;
  hint?(texts: ServerTexts, args: ServerArgs): string;
  readonly valueIsPublic?: true;
}): RejectRow<ServerArgs> {
  return row<ServerArgs>({ ...texts, rareArgs: RARE });
}

/** People know no UIDs: a facility is named by its cell, the UID behind it. */
export function unit({ facility, orgUnit }: Pick<ServerTexts, 'facility' | 'orgUnit'>): string {
  if (facility) return orgUnit ? `${facility} (${orgUnit})` : facility;
  return orgUnit ? `organisation unit ${orgUnit}` : 'its organisation unit';
}

/** The same at the beginning of a sentence. */
export function Unit(texts: Pick<ServerTexts, 'facility' | 'orgUnit'>): string {
  return texts.facility ? unit(texts) : capital(unit(texts));
}

function capital(text: string): string {
  return text.replace(/^[a-z]/, (first) => first.toUpperCase());
}

export const what = (texts: ServerTexts, otherwise = 'this data element'): string => texts.what || otherwise;

/** A noun with its name, where the name is known. */
export const named = (noun: string, name: string): string => (name ? `${noun} ${name}` : `the ${noun}`);

/** The same at the beginning of a sentence. */
export const Named = (noun: string, name: string): string => capital(named(noun, name));

/** The user who sends. */
export const sender = (user: string): string => (user ? `user ${user}` : 'the sending user');
export const Sender = (user: string): string => capital(sender(user));

/** `1 day`, `5 days`, or some, where nobody says how many. */
export const daysText = (days: string): string => (days === '1' ? '1 day' : `${days || 'some'} days`);

/** The value in quotes, where it may be shown. */
export const it = ({ value }: ServerTexts): string => (value ? `"${value}"` : 'The value');

/** The nearest of what is allowed, else all of it, as far as it can be listed. */
export function allowed(texts: ServerTexts, { allowed: list = [], options = list.length }: ServerArgs): string {
  const near = didYouMean(texts);
  if (!texts.allowed) return near;
  const more = options > list.length ? ` and ${(options - list.length).toLocaleString('en')} more` : '';
  return [near, `Allowed: ${texts.allowed}${more}.`].filter(Boolean).join(' ');
}

/** Sentences one after the other; empty ones are left out. */
export const sentences = (...parts: readonly string[]): string => parts.filter(Boolean).join(' ');

/** What is left to say where nothing is known but the server's words. */
export const inItsWords = ({ message }: ServerTexts): string => `DHIS2 refused it: ${message}`;
