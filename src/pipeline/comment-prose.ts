/**
 * Comments beside secrets. A secret may stand in one (`# password: …`, or a password with ` #` in it that nobody has
 * quoted); what is plainly a sentence is none, and to take it for one would mask its words wherever they stand.
 */
import type { Stretch } from '../base/document.ts';

/** A word, an abbreviation or a year, with the signs that stand around words. */
const WORD = /^["'(`]?(?:\p{Lu}?\p{Ll}+(?:['’-]\p{Ll}+)*|\p{Lu}{1,5}\d?|\d{4})[)"'`]?[.,;!?:…]?$/u;
/** Behind these, and a colon or an equals sign, stands a secret however it reads. */
const OF_SECRETS = /(?:pass|pw|token|secret|sas|key|auth|user|cred|account|sig|pat|login|header)[\w-]*["']?\s*[:=]/i;
/** So many words in a row are a sentence, or a part of one. */
const FEWEST = 2;

/** Where the comment of a line begins; undefined where there is none, or it may be part of a text in quotes. */
export function commentStart(text: string): number | undefined {
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charAt(at);
    const isFirst = at === 0 || /[\s{[,:]/.test(text.charAt(at - 1));
    if (quote !== '') quote = sign === quote ? '' : quote;
    else if (isFirst && (sign === '"' || sign === "'")) quote = sign;
    else if (sign === '#' && (at === 0 || /\s/.test(text.charAt(at - 1)))) return at;
  }
  return undefined;
}

/** What of a comment is no prose. */
export function notProse(comment: string): Stretch[] {
  const shown = proseIn(comment, OF_SECRETS.exec(comment)?.index ?? comment.length);
  const ends = [...shown, { start: comment.length, end: comment.length }];
  let from = /^[#\s]*/.exec(comment)?.[0].length ?? 0;
  return ends.flatMap(({ start, end }) => {
    const between = { start: from, end: from + comment.slice(from, start).trimEnd().length };
    from = end + (/^\s*/.exec(comment.slice(end))?.[0].length ?? 0);
    return between.end > between.start ? [between] : [];
  });
}

/** Words in a row, before `until`. */
function proseIn(comment: string, until: number): Stretch[] {
  const runs: { readonly start: number; end: number; words: number }[] = [];
  let run: (typeof runs)[number] | undefined;
  for (const { 0: word, index: start } of comment.slice(0, until).matchAll(/[^\s#]\S*/g)) {
    if (!WORD.test(word)) {
      run = undefined;
      continue;
    }
    if (!run) runs.push((run = { start, end: start, words: 0 }));
    run.end = start + word.length;
    run.words += 1;
  }
  return runs.filter(({ words }) => words >= FEWEST);
}
