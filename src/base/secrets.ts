import { toDecodedTexts, type DecodedText } from './decoded-text.ts';
import type { Stretch } from './document.ts';
import { Pieces } from './secret-pieces.ts';
import { toSecretForms, type SecretForms } from './secret-forms.ts';

/** Shorter texts are left: masking them would ruin prose. */
const SHORTEST = 4;
const MASK = '***';
/** Of texts that are remembered: how long they may be, and how many there may be. */
const LONGEST_REMEMBERED = 200;
const MOST_REMEMBERED = 20_000;
/** What is secret wherever it stands, known or not: the signature of a SAS token, the key of an account. */
const TELLTALE = /((?:[?&;]|^|&amp;|\\u0026|%26)sig(?:=|%3d|\\u003d)|AccountKey=)[^&\s"'<>;\\]+/gi;
/** Without an escape nothing of it stands in a text otherwise than this. */
const MAY_TELL = /(?:sig|AccountKey)=/i;
const MAY_BE_ESCAPED = /[%\\&]/;
const BASE64 = /[A-Za-z0-9+/_=-]/;

/**
 * The secrets of this run: passwords, tokens, signatures. Whatever is written for people or machines goes through
 * `mask` first: it finds them as they are, escaped for a URL, for JSON or for HTML, in base64 (also in the middle of a
 * longer text), and pieces of six characters or more that somebody's cut has left.
 */
export class Secrets {
  readonly #plain = new Pieces();
  readonly #base64 = new Pieces();
  /** Both, for a quick look. */
  readonly #any = new Pieces();
  /** What texts have become: ids, options and answers come again and again, and to look for secrets takes long. */
  readonly #masked = new Map<string, string>();

  /** Remembers a secret. `before` is what often stands right before it: `name:` in a Basic header. */
  add(secret: string, before = ''): void {
    if (secret.length < SHORTEST) return;
    this.#remember(toSecretForms(secret, { before }));
    if (before !== '') this.#remember(toSecretForms(before + secret, { isWhole: true }));
  }

  /** Takes every known secret, every piece of one, and every SAS signature, out of a text. */
  mask(text: string): string {
    const known = this.#masked.get(text);
    if (known !== undefined) return known;
    const masked = this.#mask(text);
    if (text.length > LONGEST_REMEMBERED) return masked;
    if (this.#masked.size >= MOST_REMEMBERED) this.#masked.clear();
    this.#masked.set(text, masked);
    return masked;
  }

  #mask(text: string): string {
    const masked = text.replace(TELLTALE, `$1${MASK}`);
    return replaceStretches(masked, this.#find(masked));
  }

  /**
   * JSON text of a value, with every known secret taken out of its texts and, unless they are words, its keys. Short
   * numbers, true and false stay: a password may well look like one of them.
   */
  toJson(value: unknown, indent?: number): string | undefined {
    // To look at each text by itself takes ten times as long, and what is sent has nearly never anything to hide.
    const json = JSON.stringify(value, undefined, indent) as string | undefined;
    return json === undefined || this.#isSurelyClean(json) ? json : this.#toMaskedJson(value, indent);
  }

  /** Gives JSON texts of a value and of its parts, as `toJson` does, and looks for secrets once. */
  toJsonOf(whole: object): (part: unknown, indent?: number) => string {
    const json = JSON.stringify(whole);
    if (!this.#isSurelyClean(json)) return (part, indent) => this.#toMaskedJson(part, indent) ?? 'null';
    return (part, indent) => (part === whole && indent === undefined ? json : JSON.stringify(part, undefined, indent));
  }

  /** No text in it is escaped but for quotes, so that each stands there letter by letter; and no piece of a secret does. */
  #isSurelyClean(json: string): boolean {
    // Messages quote cells: without the quotes' own escapes they are as their readers see them.
    const text = json.includes('\\"') ? json.replaceAll('\\"', '"') : json;
    if (MAY_BE_ESCAPED.test(text) || MAY_TELL.test(text)) return false;
    return !this.#any.mayBeIn(text);
  }

  #toMaskedJson(value: unknown, indent?: number): string | undefined {
    return JSON.stringify(
      value,
      (_, value: unknown) => {
        if (typeof value === 'string') return this.mask(value);
        if (typeof value === 'number' && String(value).length >= 6 && this.#plain.has(String(value))) return MASK;
        return value !== null && typeof value === 'object' && !Array.isArray(value)
          ? this.#withMaskedKeys(value)
          : value;
      },
      indent,
    );
  }

  #remember(forms: SecretForms): void {
    this.#masked.clear();
    for (const form of [...forms.opaque, ...forms.opaqueBase64]) this.#any.add(form);
    for (const form of [...forms.whole, ...forms.wholeBase64]) this.#any.addWhole(form);
    for (const form of forms.opaque) this.#plain.add(form);
    for (const form of forms.whole) this.#plain.addWhole(form);
    for (const form of forms.opaqueBase64) this.#base64.add(form);
    for (const form of forms.wholeBase64) this.#base64.addWhole(form);
  }

  #find(text: string): Stretch[] {
    if (this.#plain.isEmpty) return [];
    return toDecodedTexts(text).flatMap((level) =>
      [
        ...this.#plain.find(level.text).filter((piece) => piece.isTelling || isEscaped(level, piece)),
        ...this.#base64.find(level.text).map((piece) => wholeRun(level.text, piece)),
      ].map((piece) => toOriginal(level, piece)),
    );
  }

  #withMaskedKeys(value: object): object {
    const keys = Object.keys(value);
    // A key that is a word is a key of ours, or of DHIS2: nobody can tell a secret by it.
    const masked = keys.map((key) => (/^\p{L}+$/u.test(key) ? key : this.mask(key)));
    if (masked.every((key, at) => key === keys[at])) return value;
    const copy = Object.create(null) as Record<string, unknown>;
    for (const [at, key] of masked.entries()) {
      const free = Object.hasOwn(copy, key) ? `${key}${at}` : key;
      copy[free] = (value as Record<string, unknown>)[keys[at] as string];
    }
    return copy;
  }
}

/** Of base64 the characters before and after hold bits of the secret too. */
function wholeRun(text: string, { start, end }: Stretch): Stretch {
  let [from, to] = [start, end];
  while (from > 0 && BASE64.test(text.charAt(from - 1))) from -= 1;
  while (to < text.length && BASE64.test(text.charAt(to))) to += 1;
  return { start: from, end: to };
}

/** Nobody writes a word, a date or a number in escapes. */
function isEscaped(level: DecodedText, found: Stretch): boolean {
  const { start, end } = toOriginal(level, found);
  return end - start >= 2 * (found.end - found.start);
}

function toOriginal(level: DecodedText, { start, end }: Stretch): Stretch {
  return { start: level.startOf(start), end: level.endOf(end - 1) };
}

function replaceStretches(text: string, stretches: readonly Stretch[]): string {
  if (stretches.length === 0) return text;
  let masked = '';
  let from = 0;
  for (const { start, end } of stretches.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (start >= from) masked += `${text.slice(from, start)}${MASK}`;
    from = Math.max(from, end);
  }
  return masked + text.slice(from);
}
