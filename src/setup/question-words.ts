/** What of a question's label says what it is about. */
import { toNamedWords } from '../matching/named-words.ts';

/** How questions of a form are numbered: `B2. `, `C10) `, `A-1: `, `(a) `. */
const NUMBERING = /^\s*\(?[a-z](?:[.-]?\d+(?:[.-]\d+)*[a-z]?\s*[.):–-]+|[.)])\s+(?=\p{L})/iu;

/** Words around it: how one asks, in four languages. */
const ASKING = [
  /^\s*(?:q(?:uestion)?\s*)?\d+(?:[.)]\d*)*[.):a-z]?[.):-]?\s+(?=\p{L})/iu,
  /^\s*q\d+[a-z]?[.):_ -]+/i,
  /\b(?:please|kindly|specify|select|enter|record|indicate|veuillez|svp|indiquez|por favor|indique)\b/giu,
  /\b(?:does|do|did|has|have|had|is|was)\s+(?:the|this|your)\s+(?:health\s+)?(?:facility|cent(?:er|re)|structure|hospital|clinic)\b/giu,
  /\b(?:today|now|currently|aujourd['’]hui|actuellement|en ce moment)(?=\s*\?)/giu,
  /\b(?:what|which|how|where|who|when)\b(?:['’]s| is| are| was| were| many| much)?/giu,
  /\b(?:is|are|was|were|does|do|did|has|have|had|there|been|your|you|this|that|its|it)\b/giu,
  /\b(?:la|le|l['’]|votre|cette|cet|ce)\s*(?:fosa|formation sanitaire|structure(?: de santé)?|établissement|centre(?: de santé)?)\s+(?:dispose|possède|a|est)(?:-t-(?:elle|il))?(?:\s*(?:d['’]|de(?=\s)|une?(?=\s)))*/giu,
  /\b(?:quel(?:le)?s?|combien|est-ce|qu['’]|que|quoi|y a-t-il(?: eu)?|existe-t-il|avez-vous|votre|vos|cette?|ce)\b/giu,
  /(?:^|\s)(?:¿|cuál(?:es)?|cuánt[oa]s?|qué|hay|su|qual|quais|quant[oa]s?|há|tem)(?=\s)/giu,
];
/** What is counted is what matters; that it is counted the type says. */
const COUNTING =
  /\b(?:(?:total\s+)?(?:number|count|no\.?|nombre|número|numero|nº)\s+(?:total\s+)?(?:of|de|d['’])|(?<=^\s*)total(?:\s+(?:of|de))?)\b/giu;

/** Nothing is called by more than that; labels that are longer explain. */
const LONGEST = 80;

/** A label in the ways in which it may be what a data element is called, each once. */
export function waysToSay(label: string): string[] {
  const bare = withoutAsides(label);
  const first = bare.split(/[?;]|:\s*$/)[0] ?? bare;
  const about = [label, bare, first].map(withoutAsking);
  const ways = [label, ...about, ...about.map((text) => text.replace(COUNTING, ' ').trim())];
  const each = [...new Set(ways.map((text) => text.replace(/\s+/g, ' ').trim()))].filter((text) => text !== '');
  const short = each.filter((text) => text.length <= LONGEST);
  return short.length > 0 ? short : each.slice(-1).map((text) => text.slice(0, LONGEST));
}

/** The same of a question, whose label may be numbered; what a data element is called keeps its `P1.` or `T2:`. */
export function waysToAsk(label: string): string[] {
  return [...new Set([label, label.replace(NUMBERING, '')].flatMap(waysToSay))];
}

const ASIDES = /\([^()]*\)|\[[^[\]]*\]/g;

/** What stands in brackets explains; but a number there, or one of two opposites, tells names apart. */
export function withoutAsides(text: string): string {
  return text.replace(ASIDES, (aside) => (tellsApart(aside) ? aside : ' ')).trim();
}

function tellsApart(aside: string): boolean {
  const { poles, isNegated } = toNamedWords(aside);
  return poles.size > 0 || isNegated || /\d/.test(aside);
}

/** What stands in brackets, without them. */
export function asidesOf(text: string): string[] {
  return (text.match(ASIDES) ?? []).map((aside) => aside.slice(1, -1));
}

function withoutAsking(text: string): string {
  return ASKING.reduce((left, pattern) => left.replace(pattern, ' '), text).trim();
}

/** A date is of something; that it is its date the type says. */
export function withoutDate(text: string): string {
  return text.replace(/\bdate\s+(?:of|de|du|des|d['’])/giu, ' ').trim();
}

/** Names without what most of them start with: `SIPCA - `, `MAL_`, `PAL `. It tells nothing of them. */
export function withoutCommonStart(names: readonly string[]): (name: string) => string {
  const starts = new Map<string, number>();
  for (const name of names) {
    const start = startOf(name);
    if (start !== undefined) starts.set(start, (starts.get(start) ?? 0) + 1);
  }
  const [common] = [...starts]
    .filter(([, count]) => count > 2 && count > names.length * 0.6)
    .sort((a, b) => b[1] - a[1]);
  return (name) => (common !== undefined && startOf(name) === common[0] ? name.slice(common[0].length) : name);
}

function startOf(name: string): string | undefined {
  const marked = /^(?:\S+ ?){1,3}?(?:\s[-–—:|]\s|:\s|_|\/|\s*-\s+)(?=\S)/u.exec(name)?.[0];
  return marked ?? /^\p{Lu}[\p{Lu}\p{N}]+ (?=\S)/u.exec(name)?.[0];
}
