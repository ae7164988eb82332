import { escapeHtml, html, trusted, type Html, type Shown } from '../../pages/html.ts';
import type { Args } from '../../base/problem.ts';
import type { Json } from '../../base/json.ts';
import { loadTell, type Language, type Tell } from '../../messages/language.ts';
import { inPlace } from '../../engine/in-place.ts';
import type { NamedRows } from '../plan-view/words.ts';
import { ENGLISH, type PageWords } from './words.ts';

/** How a page is to speak, and what of cells it may show. */
export interface PageSettings {
  readonly language: Language;
  /** IANA zone of the times. */
  readonly timeZone: string;
  /** Whether it shows what stands in cells. */
  readonly personalData: boolean;
}

/** Something that a code says: as it was written, and with what it can be said anew. */
export interface Told {
  readonly code: string | null;
  readonly message: string;
  readonly hint?: string | null;
  /** Reports of earlier releases have none. */
  readonly args?: Args;
  readonly about?: string | null;
  readonly column?: string | null;
  readonly label?: string | null;
}

/** Characters of a value that are shown. */
const LONGEST = 120;

/** Says everything on a page in its language: words, numbers, times, and what codes mean. */
export class Teller {
  readonly words: PageWords;
  readonly settings: PageSettings;
  readonly #tell: Tell;
  readonly #number: Intl.NumberFormat;
  readonly #time: Intl.DateTimeFormat;
  readonly #day: Intl.DateTimeFormat;

  private constructor(settings: PageSettings, words: PageWords, tell: Tell) {
    this.settings = settings;
    this.words = words;
    this.#tell = tell;
    const { timeZone } = settings;
    this.#number = new Intl.NumberFormat(words.locale, { maximumFractionDigits: 1 });
    this.#time = new Intl.DateTimeFormat(words.locale, { timeZone, dateStyle: 'long', timeStyle: 'short' });
    this.#day = new Intl.DateTimeFormat(words.locale, { timeZone: 'UTC', dateStyle: 'medium' });
  }

  static async load(settings: PageSettings): Promise<Teller> {
    const words = settings.language === 'fr' ? (await import('./words-fr.ts')).FRENCH : ENGLISH;
    return new Teller(settings, words, await loadTell(settings.language));
  }

  readonly number = (value: number): string => this.#number.format(value);

  /** A day and an hour, as the clock on the wall of the spec's zone shows it. */
  time(instant: string): string {
    return this.#time.format(new Date(instant));
  }

  /** A day, `yyyy-MM-dd`. */
  day(day: string): string {
    const at = new Date(`${day.slice(0, 10)}T00:00:00Z`);
    return Number.isNaN(at.getTime()) ? day : this.#day.format(at);
  }

  duration({ startedAt, finishedAt }: { readonly startedAt: string; readonly finishedAt: string }): string {
    const seconds = Math.max(0, Math.round((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000));
    if (seconds < 60) return this.words.duration(this.number(seconds), undefined);
    return this.words.duration(this.number(seconds % 60), this.number(Math.floor(seconds / 60)));
  }

  records(count: number): string {
    return this.words.records(this.number(count), count === 1);
  }

  /** What a code says. Where the language has no words for it, as it was written, marked as English. */
  message({ code, message, args, ...place }: Told): Html {
    const told = code === null || !args ? undefined : this.#tell(code, args)?.message;
    if (told === undefined) return this.asWritten(message);
    return this.text(inPlace(told, place, this.words.colon));
  }

  /** What to do about it. */
  hint({ code, hint, args }: Told): Html | undefined {
    const told = code === null || !args ? undefined : this.#tell(code, args);
    const text = told ? told.hint : hint;
    if (!text) return undefined;
    return html`<p class="hint">${told ? this.text(text) : this.asWritten(text)}</p>`;
  }

  /** Plain text in which `…` stands for code. */
  text(text: string): Html {
    return trusted(escapeHtml(text).replace(/`([^`]{1,200})`/g, '<code>$1</code>'));
  }

  /** A value of a cell or of DHIS2, where it may be shown. */
  value(value: Json | undefined): Shown {
    const { words, settings } = this;
    if (value === null || value === undefined || value === '') return html`<span class="soft">${words.blank}</span>`;
    if (!settings.personalData) return html`<span class="soft">${words.hidden}</span>`;
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  }

  /** What is filled: where and when a record belongs has names of this language. */
  target(target: string): string {
    return this.words.properties.get(target) ?? target;
  }

  /** The first rows of several records. */
  rows({ rows, lines = [], sheet }: NamedRows, isMore: boolean): string {
    const list = (numbers: readonly number[]): string =>
      numbers.length === 0 ? '' : `${numbers.map(this.number).join(', ')}${isMore ? ', …' : ''}`;
    return this.words.rows(list(rows), list(lines), rows.length === 1, sheet);
  }

  place({
    row,
    line,
    sheet,
  }: {
    readonly row: number | null;
    readonly line: number | null;
    readonly sheet?: string | undefined;
  }): string {
    if (row === null || row < 1) return '';
    return this.words.place(this.number(row), line === null || line < 1 ? null : this.number(line), sheet);
  }

  /** A remark on source or index: where the language has no words for it, as it was written. */
  remark(remark: string): Html {
    const told = this.words.remark(remark);
    return told === undefined ? this.asWritten(remark) : this.text(told);
  }

  /** English, and marked as such on a page of another language. */
  asWritten(text: string): Html {
    return this.settings.language === 'en' ? this.text(text) : html`<span lang="en">${this.text(text)}</span>`;
  }
}

/** An object in DHIS2, for people: `{1}`, `{2}` of the template are the parts of its UID or place. */
export function linkTo(template: string | null | undefined, uid: string): string | undefined {
  if (!template || !/^https?:\/\//.test(template)) return undefined;
  const parts = uid.split(':');
  return template.replaceAll(/\{(\d)\}/g, (_, place: string) => encodeURIComponent(parts[Number(place) - 1] ?? ''));
}

/** A record by its key, which leads to its object where that is known. */
export function drawKey(key: string | null, uid: string | null | undefined, template: string | null | undefined): Html {
  const shown = html`<span class="id">${key ?? '–'}</span>`;
  const href = uid ? linkTo(template, uid) : undefined;
  return href === undefined ? shown : html`<a href="${href}" rel="noreferrer">${shown}</a>`;
}
