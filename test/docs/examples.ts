import { readFileSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.join(import.meta.dirname, '../..');

/** A fenced block of a page. `info` is what follows the fence: a language, then words or `name=value`. */
export interface Example {
  readonly language: string;
  readonly words: ReadonlyMap<string, string>;
  readonly text: string;
  readonly line: number;
}

/** The fenced blocks of a page of the documentation, in order. */
export function examplesOf(page: string): Example[] {
  const text = readFileSync(path.join(ROOT, page), 'utf8');
  return [...text.matchAll(/^```([^\n]*)\n([\s\S]*?)^```$/gm)].map((found) => {
    const [, info = '', body = ''] = found;
    const [language = '', ...words] = info.trim().split(/\s+/);
    const named = words.map((word) => [word.split('=')[0] as string, word.split('=')[1] ?? ''] as const);
    return { language, words: new Map(named), text: body, line: text.slice(0, found.index).split('\n').length };
  });
}

/** First cells of the rows of all tables of a page that stand as code: the names they document. */
export function documentedNames(page: string): Set<string> {
  const rows = readFileSync(path.join(ROOT, page), 'utf8').matchAll(/^\| ((?:`[^`]+`(?:, )?)+) \|/gm);
  return new Set([...rows].flatMap(([, cell = '']) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)));
}
