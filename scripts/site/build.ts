/** Makes the documentation site of the Markdown files that people read in the repository too. */
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import MarkdownIt, { type Token } from 'markdown-it';
import { html, trusted, type Html } from '../../src/pages/html.ts';
import { toPage } from '../../src/pages/page.ts';
import { PAGES, SECTIONS, type SitePage } from './pages.ts';
import { SITE_STYLE } from './style.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A link that leads nowhere: `docs/x.md: the-index.md#nothing`. */
export type BrokenLink = string;

/** A page as parsed. */
interface Parsed extends SitePage {
  readonly title: string;
  readonly tokens: Token[];
  /** Anchors of its headings. */
  readonly anchors: ReadonlySet<string>;
}

const markdown = new MarkdownIt({ html: true });

/** Writes the site into a folder; returns the links that lead nowhere, in the order of pages. */
export async function buildSite(folder: string): Promise<readonly BrokenLink[]> {
  await mkdir(folder, { recursive: true });
  const pages = await Promise.all(PAGES.map(parsePage));
  const byFile = new Map(pages.map((page) => [page.file, page]));
  const broken: BrokenLink[] = [];
  for (const page of pages) {
    const pictures = new Set<string>();
    for (const token of withChildren(page.tokens)) {
      const name = token.type === 'link_open' ? 'href' : token.type === 'image' ? 'src' : undefined;
      const target = name === undefined ? null : token.attrGet(name);
      if (name === undefined || typeof target !== 'string' || /^[a-z]+:/.test(target)) continue;
      const led = lead(page, target, byFile);
      if (led === undefined) broken.push(`${page.file}: ${target}`);
      else token.attrSet(name, led.to);
      if (led?.picture !== undefined) pictures.add(led.picture);
    }
    for (const picture of pictures) await copyInto(folder, picture);
    await writeFile(join(folder, page.page), draw(page));
  }
  return broken;
}

async function parsePage(page: SitePage): Promise<Parsed> {
  const tokens = markdown.parse(await readFile(join(ROOT, page.file), 'utf8'), {});
  const anchors = new Set<string>();
  let title = page.name;
  for (const [at, token] of tokens.entries()) {
    if (token.type !== 'heading_open') continue;
    const text = textOf(tokens[at + 1]);
    const anchor = toAnchor(text, anchors);
    anchors.add(anchor);
    token.attrSet('id', anchor);
    if (token.tag === 'h1') title = text;
  }
  // The page has the title above it.
  const first = tokens.findIndex((token) => token.type === 'heading_open' && token.tag === 'h1');
  const body = first === -1 ? tokens : [...tokens.slice(0, first), ...tokens.slice(first + 3)];
  return { ...page, title, tokens: body, anchors };
}

/** A heading's text, as it is read. */
function textOf(inline: Token | undefined): string {
  return (inline?.children ?? []).map(({ content }) => content).join('');
}

/** The anchor that code hosts give a heading. */
function toAnchor(text: string, taken: ReadonlySet<string>): string {
  const plain = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
    .replaceAll(' ', '-');
  let anchor = plain;
  for (let n = 1; taken.has(anchor); n += 1) anchor = `${plain}-${n}`;
  return anchor;
}

/** Where a link leads on the site; files that are no pages stay in the repository. Undefined: nowhere. */
function lead(
  from: Parsed,
  target: string,
  byFile: ReadonlyMap<string, Parsed>,
): { readonly to: string; readonly picture?: string } | undefined {
  const [path = '', anchor] = target.split('#', 2);
  const file = path === '' ? from.file : posix.join(posix.dirname(from.file), path).replace(/\/$/, '');
  const page = byFile.get(file) ?? byFile.get(posix.join(file, 'README.md'));
  if (!page) {
    if (!existsSync(join(ROOT, file))) return undefined;
    return /\.(?:png|svg)$/.test(file) ? { to: file, picture: file } : { to: REPOSITORY + file };
  }
  if (anchor === undefined) return { to: page.page };
  return page.anchors.has(anchor) ? { to: `${page.page}#${anchor}` } : undefined;
}

/** Where files stand that are no pages. */
const REPOSITORY = 'https://github.com/msf-ocba/dhis2-etl/blob/main/';

async function copyInto(folder: string, file: string): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await cp(join(ROOT, file), join(folder, file));
}

function* withChildren(tokens: readonly Token[]): Generator<Token> {
  for (const token of tokens) {
    yield token;
    yield* withChildren(token.children ?? []);
  }
}

function draw(page: Parsed): string {
  const text = markdown.renderer.render(page.tokens, markdown.options, {});
  const body = html`<div class="site">
    ${navigation(page)}
    <article>${trusted(text)}</article>
  </div>`;
  return toPage({ language: 'en', title: page.title, above: 'dhis2-etl', body, style: SITE_STYLE });
}

function navigation({ page: here }: Parsed): Html {
  const toLink = ({ page, name }: SitePage): Html =>
    page === here
      ? html`<li><a href="${page}" aria-current="page">${name}</a></li>`
      : html`<li><a href="${page}">${name}</a></li>`;
  return html`<nav aria-label="Pages">
    ${SECTIONS.map(
      ({ title, pages }) =>
        html`<p>${title}</p>
          <ul>
            ${pages.map(toLink)}
          </ul>`,
    )}
  </nav>`;
}
