/** Makes the documentation site of the Markdown files that people read in the repository too. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import MarkdownIt, { type Token } from 'markdown-it';
import { html, trusted, type Html } from '../../src/pages/html.ts';
import { toPage } from '../../src/pages/page.ts';
import { PAGES, SECTIONS, type SitePage } from './pages.ts';
import { listOfFiles, SiteFiles } from './site-files.ts';
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
const { rules } = markdown.renderer;
// What is wider than the screen scrolls by itself, also for people without a mouse.
rules['fence'] = (tokens, at) =>
  `<pre tabindex="0"><code>${markdown.utils.escapeHtml(tokens[at]?.content ?? '')}</code></pre>\n`;
rules['table_open'] = () => '<div class="scroll" role="group" aria-label="Table" tabindex="0"><table>\n';
// A corner that says nothing is no heading.
rules['th_open'] = (tokens, at) => (tokens[at + 1]?.content === '' ? '<td>' : '<th scope="col">');
rules['th_close'] = (tokens, at) => (tokens[at - 1]?.content === '' ? '</td>' : '</th>');
rules['table_close'] = () => '</table></div>\n';

/** Writes the site into a folder; returns the links that lead nowhere, in the order of pages. */
export async function buildSite(folder: string): Promise<readonly BrokenLink[]> {
  await mkdir(folder, { recursive: true });
  const pages = await Promise.all(PAGES.map(parsePage));
  const byFile = new Map(pages.map((page) => [page.file, page]));
  const files = new SiteFiles(ROOT);
  const broken: BrokenLink[] = [];
  for (const page of pages) {
    for (const token of withChildren(page.tokens)) {
      const name = token.type === 'link_open' ? 'href' : token.type === 'image' ? 'src' : undefined;
      const target = name === undefined ? null : token.attrGet(name);
      if (name === undefined || typeof target !== 'string' || /^[a-z]+:/.test(target)) continue;
      const address = await lead(page, target, byFile, files);
      if (address === undefined) broken.push(`${page.file}: ${target}`);
      else token.attrSet(name, address);
    }
    await writeFile(join(folder, page.page), draw(page, await filesBeside(page, files)));
  }
  await files.copyTo(folder);
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

/** Where a link leads on the site; files that are no pages come with it. Undefined: nowhere. */
async function lead(
  from: Parsed,
  target: string,
  byFile: ReadonlyMap<string, Parsed>,
  files: SiteFiles,
): Promise<string | undefined> {
  const [path = '', anchor] = target.split('#', 2);
  const file = path === '' ? from.file : posix.join(posix.dirname(from.file), path).replace(/\/$/, '');
  const page = byFile.get(file) ?? byFile.get(posix.join(file, 'README.md'));
  if (!page) return anchor === undefined ? files.add(file) : undefined;
  if (anchor === undefined) return page.page;
  return page.anchors.has(anchor) ? `${page.page}#${anchor}` : undefined;
}

/** The files of an example, to look at or to take: its page is the README of a folder. */
async function filesBeside({ file }: Parsed, files: SiteFiles): Promise<Html | undefined> {
  const folder = posix.dirname(file);
  if (!folder.startsWith('examples/')) return undefined;
  await files.add(folder);
  return html`<h2>Its files</h2>
    ${listOfFiles(await files.filesIn(folder), folder)}`;
}

function* withChildren(tokens: readonly Token[]): Generator<Token> {
  for (const token of tokens) {
    yield token;
    yield* withChildren(token.children ?? []);
  }
}

function draw(page: Parsed, after: Html | undefined): string {
  const text = markdown.renderer.render(page.tokens, markdown.options, {});
  const body = html`<div class="site">
    ${navigation(page)}
    <article>${trusted(text)} ${after}</article>
  </div>`;
  return toPage({ language: 'en', title: page.title, above: 'dhis2-etl', body, style: SITE_STYLE, hasPictures: true });
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
