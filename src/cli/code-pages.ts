import { knownCodes, pageOf, type CodePage, type KnownCode } from '../base/codes.ts';
import { EtlError, EXIT } from '../base/errors.ts';
import { nearest } from '../base/nearest.ts';

export type { CodePage } from '../base/codes.ts';

/** Codes of DHIS2 itself are the server's: what they mean stands in its documentation. */
const OF_THE_SERVER = /^(?:dhis2\/)?E\d{4}$/i;

/** The page of one code, as people read it. `expression/…` may be left out where it is clear. Throws EtlError. */
export function describeCode(written: string): { readonly page: CodePage; readonly text: string } {
  const codes = knownCodes();
  const matches = codes.filter((one) => one === written || one.split('/')[1] === written);
  const [code] = matches;
  if (code === undefined || matches.length > 1) {
    const isServers = OF_THE_SERVER.test(written);
    const near = matches.length > 1 ? matches.join(' or ') : (nearest(written, codes) ?? '');
    throw new EtlError('codes/unknown', { code: written, nearest: near, isServers }, { exitCode: EXIT.usage });
  }
  const page = pageOf(code);
  return { page, text: drawPage(page) };
}

/** All codes with their messages, by area. */
export function listCodes(): { readonly pages: readonly CodePage[]; readonly text: string } {
  const pages = knownCodes().map(pageOf);
  const areas = Map.groupBy(pages, (one) => areaOf(one.code));
  const text = [...areas].map(([area, own]) => [area, ...own.map(drawLine)].join('\n')).join('\n\n');
  return { pages, text: `${text}\n\netl codes CODE explains one.` };
}

function areaOf(code: KnownCode): string {
  return code.slice(0, code.indexOf('/'));
}

function drawLine({ code, message }: CodePage): string {
  return `  ${code.padEnd(36)} ${message}`;
}

function drawPage({ code, message, hint, explanation }: CodePage): string {
  const parts = [`${code}: ${message}`];
  if (explanation) {
    parts.push(explanation.meaning, `Wrong:\n${indent(explanation.wrong)}`, `Right:\n${indent(explanation.right)}`);
  }
  // A hint that only fills a gap has its example above.
  if (hint && !(explanation && /<\w+>/.test(hint))) parts.push(`What to do: ${hint}`);
  return parts.join('\n\n');
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}
