import { knownCodes, type KnownCode } from '../messages/code-table.ts';
import { pageOf, type CodePage } from '../messages/code-page.ts';
import { WHO_WORDS } from '../messages/who.ts';
import { EtlError } from '../base/errors.ts';
import { nearest } from '../base/nearest.ts';
import { kindOfCode, KINDS, type CodeKind } from './code-kinds.ts';

/** What `etl codes --json` prints of a code. */
export interface ShownPage extends CodePage {
  readonly kind: CodeKind;
  readonly exitCode: number;
}

export interface Pages {
  readonly pages: readonly ShownPage[];
  readonly text: string;
}

/** Codes of DHIS2 itself are the server's: what they mean stands in its documentation. */
const OF_THE_SERVER = /^(?:dhis2\/)?E\d{4}$/i;

/**
 * The page of one code, or the list of an area. The area of a code may be left out where it is clear, and case does
 * not count. Throws EtlError.
 */
export function describeCodes(written: string): Pages | { readonly page: ShownPage; readonly text: string } {
  const codes = knownCodes();
  const wanted = written.trim().toLowerCase().replace(/\/$/, '');
  const ofArea = codes.filter((code) => areaOf(code) === wanted);
  if (ofArea.length > 0) return listCodes(ofArea);
  const matches = codes.filter((code) => [code, nameOf(code)].some((name) => name.toLowerCase() === wanted));
  const [code] = matches;
  if (code === undefined || matches.length > 1) {
    const isServers = OF_THE_SERVER.test(written);
    const near = matches.length > 1 ? matches.join(' or ') : (nearestCode(wanted, codes) ?? '');
    throw new EtlError('codes/unknown', { code: written, nearest: near, isServers });
  }
  const page = toShownPage(code);
  return { page, text: drawPage(page) };
}

/** Codes with their messages, by area; all of them, unless some are given. */
export function listCodes(codes: readonly KnownCode[] = knownCodes()): Pages {
  const pages = codes.map(toShownPage);
  const areas = Map.groupBy(pages, (page) => areaOf(page.code));
  const text = [...areas].map(([area, own]) => [area, ...own.map(drawLine)].join('\n')).join('\n\n');
  return { pages, text: `${text}\n\netl codes CODE explains one.` };
}

function nearestCode(wanted: string, codes: readonly KnownCode[]): string | undefined {
  const whole = nearest(wanted, codes);
  if (whole !== undefined || wanted.includes('/')) return whole;
  const area = nearest(wanted, codes.map(areaOf));
  const name = nearest(wanted, codes.map(nameOf));
  return area ?? codes.find((code) => nameOf(code) === name);
}

function toShownPage(code: KnownCode): ShownPage {
  const kind = kindOfCode(code);
  return { ...pageOf(code), kind, exitCode: KINDS[kind].exitCode };
}

function areaOf(code: KnownCode): string {
  return code.slice(0, code.indexOf('/'));
}

function nameOf(code: KnownCode): string {
  return code.slice(code.indexOf('/') + 1);
}

function drawLine({ code, message }: CodePage): string {
  return `  ${code.padEnd(36)} ${message}`;
}

function drawPage({ code, message, hint, explanation, kind, who }: ShownPage): string {
  const parts = [`${code}: ${message}`];
  if (explanation) {
    parts.push(explanation.meaning, `Wrong:\n${indent(explanation.wrong)}`, `Right:\n${indent(explanation.right)}`);
  }
  // A hint that only fills a gap has its example above.
  if (hint && !(explanation && /<\w+>/.test(hint))) parts.push(`What to do: ${hint}`);
  if (who) parts.push(`Who can do it: ${WHO_WORDS[who]}`);
  parts.push(KINDS[kind].meaning);
  return parts.join('\n\n');
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}
