/** Patterns that mean something else than was meant, and what takes the place of what they find. */
import type { Severity } from '../../base/problem.ts';
import { literalText, written, type Inspection } from '../inference/part.ts';
import type { Tree } from '../../jsonata/tree.ts';
import type { Type } from '../types.ts';

/** What other languages have for classes of letters. */
const CLASSES: ReadonlyMap<string, string> = new Map([
  ['alpha', 'A-Za-z'],
  ['digit', '0-9'],
  ['alnum', 'A-Za-z0-9'],
  ['upper', 'A-Z'],
  ['lower', 'a-z'],
  ['space', String.raw`\s`],
  ['L', 'A-Za-zÀ-ÿ'],
  ['Lu', 'A-ZÀ-Þ'],
  ['Ll', 'a-zß-ÿ'],
  ['N', '0-9'],
  ['Nd', '0-9'],
]);

/** Parts with their name, and what they are taken for. */
const MISREAD: readonly (readonly [part: RegExp, meaning: string])[] = [
  [/\[:(\w+):\]/g, 'these letters, one by one'],
  [/(?<!\\)\\[pP]\{(\w+)\}/g, 'the letter p, and what stands behind it'],
  [/(?<!\\)\{(,\d+)\}/g, 'these signs, one by one'],
];

/** Warns of what other languages read otherwise, and of a pattern that every text fits. */
export function checkMeaning(inspection: Inspection, node: Tree, pattern: RegExp): void {
  const { source, flags } = pattern;
  for (const [part, meaning] of MISREAD) {
    const [first] = source.matchAll(part);
    if (!first) continue;
    const other = source.replace(part, (found, name: string, at: number) => inWords(name, source, at) ?? found);
    const rewrite = other.search(part) >= 0 ? {} : { rewrite: `/${other}/${flags.replace(/[^im]/g, '')}` };
    const args = { part: first[0], meaning, ...rewrite };
    inspection.report('expression/pattern-misread', args, inspection.spans.token(node.position), 'warning');
  }
  reportFitsAll(inspection, node, pattern, 'every text has it', 'warning');
}

/** What a part is written like in JavaScript; undefined where it is not known. */
function inWords(name: string, source: string, at: number): string | undefined {
  if (name.startsWith(',')) return `{0${name}}`;
  const signs = source.charAt(at + 1) === 'P' ? undefined : CLASSES.get(name);
  const isInside = source.lastIndexOf('[', at - 1) > source.lastIndexOf(']', at - 1);
  return signs === undefined || isInside ? signs : `[${signs}]`;
}

function reportFitsAll(inspection: Inspection, node: Tree, pattern: RegExp, effect: string, severity: Severity): void {
  if (!fitsAll(pattern)) return;
  const bars = pattern.source.replace(/^\|+|\|+$/g, '');
  const rewrite = bars !== '' && bars !== pattern.source ? { rewrite: `/${bars}/` } : {};
  inspection.report(
    'expression/pattern-fits-all',
    { effect, ...rewrite },
    inspection.spans.token(node.position),
    severity,
  );
}

/** A sign that nobody looks for. */
const NOBODYS = '\u0001';

function fitsAll({ source, flags }: RegExp): boolean {
  return new RegExp(source, flags.replace(/[gy]/g, '')).exec(NOBODYS)?.[0] === '';
}

/** Built-ins that go from one place where a pattern is found to the next. */
const GOING_ON = new Set(['replace', 'split', 'match']);

/** The pattern of a call, and the third argument of $replace: `$1` for what the first brackets found. */
export function checkPatternCall(
  inspection: Inspection,
  name: string,
  args: readonly Tree[],
  types: readonly Type[],
): void {
  if (!GOING_ON.has(name)) return;
  const at = args.findIndex((one) => one.type === 'regex');
  const pattern = args[at]?.value;
  if (!(pattern instanceof RegExp)) return;
  reportFitsAll(inspection, args[at] as Tree, pattern, `$${name} stops with an error at every row`, 'error');
  const node = args[at + 1];
  const literal = types[at + 1]?.literal;
  if (name !== 'replace' || !node || typeof literal !== 'string') return;
  const groups = (new RegExp(`${pattern.source}|`).exec('')?.length ?? 1) - 1;
  const span = inspection.spans.of(node);
  const [slashed] = /\\\d/.exec(literal) ?? [];
  if (slashed !== undefined) {
    const rewrite = literalText(literal.replace(/\\(\d)/g, '$$$1'));
    const reason = 'brackets are told by a dollar sign';
    inspection.report('expression/replacement', { part: slashed, reason, rewrite }, span, 'warning');
    return;
  }
  for (const [found, dollars, number = ''] of literal.matchAll(/(\$\$)|\$([1-9])/g)) {
    if (dollars !== undefined || Number(number) <= groups) continue;
    const count = groups === 0 ? 'no brackets' : groups === 1 ? 'one pair of brackets' : `${groups} pairs of brackets`;
    const shown = { part: found, reason: `${written(inspection, args[at] as Tree)} has ${count}` };
    inspection.report('expression/replacement', shown, span, 'warning');
  }
}
