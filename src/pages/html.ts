/**
 * HTML by a tagged template: whatever is put into it is escaped, unless it is HTML made the same way. What comes from a
 * file, a server or a person can therefore be shown anywhere between tags and in attributes with quotes around them.
 */
import { printable } from '../base/printable.ts';

/** Made by `html` alone. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may be shown; lists one after the other, and nothing for what is absent. */
export type Shown = Html | string | number | null | undefined | false | readonly Shown[];

export function html(parts: TemplateStringsArray, ...values: readonly Shown[]): Html {
  return new Html(parts.map((part, at) => (at === 0 ? part : toText(values[at - 1]) + part)).join(''));
}

/** HTML that is known to be some: a style, a script. */
export function trusted(text: string): Html {
  return new Html(text);
}

function toText(value: Shown): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map(toText).join('');
  return escapeHtml(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Nothing of a text is markup, and nothing in it turns the direction of what is read. */
export function escapeHtml(text: string): string {
  return printable(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
}
