/** The pages of the documentation site: which Markdown file becomes which page, and in which order people find them. */
import { readdirSync } from 'node:fs';

export interface SitePage {
  /** Markdown, by its path in the project. */
  readonly file: string;
  /** Page of the site. */
  readonly page: string;
  /** What it is called in the navigation. */
  readonly name: string;
}

export interface Section {
  readonly title: string;
  readonly pages: readonly SitePage[];
}

const EXAMPLES = readdirSync(new URL('../../examples', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => ({ file: `examples/${name}/README.md`, page: `example-${name}.html`, name }));

function doc(name: string, title: string): SitePage {
  return { file: `docs/${name}.md`, page: `${name}.html`, name: title };
}

export const SECTIONS: readonly Section[] = [
  {
    title: 'Start',
    pages: [
      { file: 'README.md', page: 'index.html', name: 'What it is, and a tour' },
      doc('tutorial', 'Tutorial: from a form to DHIS2'),
      doc('how-to', 'How to'),
    ],
  },
  {
    title: 'Examples',
    pages: [{ file: 'examples/README.md', page: 'examples.html', name: 'All of them' }, ...EXAMPLES],
  },
  {
    title: 'Guides',
    pages: [
      doc('shapes', 'Which shape for which job'),
      doc('expressions', 'Expressions'),
      doc('workbooks', 'Excel workbooks'),
      doc('spreadsheets', 'Mappings in a spreadsheet'),
      doc('testing', 'Tests of a pipeline'),
      doc('moving-in', 'Moving in'),
    ],
  },
  {
    title: 'Operations',
    pages: [
      doc('nights', 'Nights: what to look at, and what to do'),
      doc('the-report', 'The report page'),
      doc('the-index', 'The index'),
      doc('dhis2', 'What we rely on in DHIS2'),
    ],
  },
  {
    title: 'Reference',
    pages: [
      doc('reference', 'Keys, functions, codes, commands'),
      doc('json', 'What --json prints'),
      { file: 'CHANGELOG.md', page: 'changelog.html', name: 'Changelog' },
      { file: 'CONTRIBUTING.md', page: 'contributing.html', name: 'Contributing' },
    ],
  },
];

export const PAGES: readonly SitePage[] = SECTIONS.flatMap(({ pages }) => pages);
