/** What people read on a page: its texts and labels, without what is marked as English and what is code or a name. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunReport } from '../../src/report/report.ts';
import { drawRunPage } from '../../src/report/page/run-page.ts';
import { lastRunIn } from './nights.ts';

/** The last run of a folder, as its own page and in both languages. */
export interface TwoPages {
  readonly own: string;
  readonly english: string;
  readonly french: string;
  readonly report: RunReport;
}

/** The same night told twice: what differs is language alone. */
export async function inBothLanguages(
  folder: string,
  change: (report: RunReport) => RunReport = (report) => report,
): Promise<TwoPages> {
  const runFolder = await lastRunIn(folder);
  const report = change(JSON.parse(await readFile(join(runFolder, 'report.json'), 'utf8')) as RunReport);
  const draw = (language: 'en' | 'fr'): Promise<string> =>
    drawRunPage(report, { folder, runFolder, settings: { language, timeZone: 'UTC', personalData: true } });
  const own = await readFile(join(runFolder, 'report.html'), 'utf8');
  return { own, english: await draw('en'), french: await draw('fr'), report };
}

/** Texts between tags, and of the attributes that are read aloud. */
export function readableTexts(page: string): string[] {
  const body = page
    .replace(/<style>[^]*?<\/style>/g, '')
    .replace(/<span lang="en">[^]*?<\/span>/g, '')
    .replace(/<code>[^]*?<\/code>/g, '')
    .replace(/<span class="id">[^]*?<\/span>/g, '');
  const labels = [...body.matchAll(/aria-label="([^"]*)"/g)].map(([, label = '']) => label);
  const texts = body.replace(/<[^>]*>/g, '\n').split('\n');
  return [...new Set([...labels, ...texts].map((text) => decoded(text).trim()).filter(Boolean))];
}

const SIGNS: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };

function decoded(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39);/g, (sign) => SIGNS[sign] ?? sign);
}

/** Words that no French sentence has. */
const ENGLISH_WORD =
  /\b(?:the|is|are|was|were|has|have|had|not|and|with|this|that|which|cannot|should|there|they|its|from|nothing|somebody|nobody|more|what|when|where|been|here|of|or|it|to|by|rows?|records?|values?|missing|sent|changed|user|at)\b/i;

/** What is left of English on the French page: what stands there as in the English one, or has an English word. */
export function leftInEnglish({ english, french }: TwoPages, allowed: RegExp): string[] {
  const same = new Set(readableTexts(english));
  return readableTexts(french).filter((text) => {
    const words = text.replaceAll(allowed, '').trim();
    if (!/\p{L}/u.test(words)) return false;
    return same.has(text) || ENGLISH_WORD.test(words);
  });
}
