import { createHash } from 'node:crypto';
import { html, trusted, type Html, type Shown } from './html.ts';
import { STYLE } from './style.ts';

export interface Page {
  /** Language of its words: `en`, `fr`. */
  readonly language: string;
  readonly title: string;
  /** What stands above the first heading: where the page belongs. */
  readonly above?: Shown;
  /** Everything below the first heading, which is the title. */
  readonly body: Html;
  /** At the end, in small print. */
  readonly footer?: Shown;
  /** More rules, for this page alone. */
  readonly style?: string;
  /** Runs by its hash alone; without one no script can run. Ours, never made of data. */
  readonly script?: string;
  /** Whether it shows pictures that stand beside it. */
  readonly hasPictures?: boolean;
}

/**
 * A whole page in one text: it asks nobody for anything, and nothing in it can run. Whoever made a cell that looks like
 * a script is kept out twice: the cell is escaped, and the page forbids all scripts.
 */
export function toPage(page: Page): string {
  const { language, title, above, body, footer, style = '', script } = page;
  const css = STYLE + style;
  const { text } = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${toPolicy(page)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        <style>
          ${trusted(css)}
        </style>
      </head>
      <body>
        <header>
          ${above !== undefined && html`<p class="above">${above}</p>`}
          <h1>${title}</h1>
        </header>
        <main>${body}</main>
        ${footer !== undefined && html`<footer>${footer}</footer>`} ${script !== undefined && toScript(script)}
      </body>
    </html> `;
  return text;
}

/** Not a sign more than its hash is of. */
function toScript(script: string): Html {
  return trusted(`<script>${script}</script>`);
}

/** What the page may load: its own style, the one script that it names, and pictures beside it where it has some. */
function toPolicy({ script, hasPictures = false }: Page): string {
  const hash = script === undefined ? '' : createHash('sha256').update(script).digest('base64');
  const own = hash && `; script-src 'sha256-${hash}'`;
  const pictures = hasPictures ? "; img-src 'self'" : '';
  return `default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'${own}${pictures}`;
}

export interface Column {
  readonly title: string;
  /** Numbers stand at the right. */
  readonly isNumber?: boolean;
}

/** A table that scrolls by itself where a screen is narrow; `label` says what is in it. */
export function table(label: string, columns: readonly Column[], rows: readonly (readonly Shown[])[]): Html {
  const as = columns.map(({ isNumber }) => (isNumber === true ? trusted(' class="number"') : ''));
  return html`<div class="scroll" role="group" aria-label="${label}" tabindex="0">
    <table>
      <thead>
        <tr>
          ${columns.map(({ title }, at) => html`<th scope="col" ${as[at]}>${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (cells) =>
            html`<tr>
              ${cells.map((cell, at) => html`<td${as[at]}>${cell}</td>`)}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Something that opens on demand, and is open in print. */
export function fold(summary: Shown, content: Shown, isOpen = false): Html {
  return html`<details${isOpen && trusted(' open')}><summary>${summary}</summary>${content}</details>`;
}
