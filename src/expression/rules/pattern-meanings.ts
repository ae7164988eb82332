/** Patterns that take too long, or mean something else than was meant, and what takes the place of what they find. */
import { finding, type Finding } from '../finding.ts';
import { literalText, type Part } from '../inference/part.ts';
import { riskOfPattern } from '../../jsonata/patterns/regex-safety.ts';
import { callRule, type Rule } from './rule.ts';

/** Refuses a pattern that may take too long, or of which it cannot be told; warns of one that gets slow. */
const RISKY_PATTERN: Rule = {
  on: ['pattern'],
  *find(part) {
    const risk = riskOfPattern(patternOf(part));
    const at = tokenOf(part);
    if (risk.is === 'beyond') yield finding('expression/pattern-not-understood', { what: risk.what }, at);
    if (risk.is === 'crawls') yield finding('expression/pattern-too-slow', { part: risk.part }, at);
    if (risk.is === 'explodes') yield finding('expression/pattern-explodes', { part: risk.part }, at);
    if (risk.is === 'slow') yield finding('expression/pattern-slow', { part: risk.part }, at, 'warning');
  },
};

function patternOf({ node }: Part): RegExp {
  return node.value as RegExp;
}

function tokenOf({ node, known }: Part): Finding['at'] {
  return known.spans.token(node.position);
}

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

/** What other languages read otherwise. */
const MISREAD_PATTERN: Rule = {
  on: ['pattern'],
  *find(part) {
    const { source, flags } = patternOf(part);
    for (const [misread, meaning] of MISREAD) {
      const [first] = source.matchAll(misread);
      if (!first) continue;
      const other = source.replace(misread, (found, name: string, at: number) => inWords(name, source, at) ?? found);
      const rewrite = other.search(misread) >= 0 ? {} : { rewrite: `/${other}/${flags.replace(/[^im]/g, '')}` };
      const args = { part: first[0], meaning, ...rewrite };
      yield finding('expression/pattern-misread', args, tokenOf(part), 'warning');
    }
  },
};

/** What a part is written like in JavaScript; undefined where it is not known. */
function inWords(name: string, source: string, at: number): string | undefined {
  if (name.startsWith(',')) return `{0${name}}`;
  const signs = source.charAt(at + 1) === 'P' ? undefined : CLASSES.get(name);
  const isInside = source.lastIndexOf('[', at - 1) > source.lastIndexOf(']', at - 1);
  return signs === undefined || isInside ? signs : `[${signs}]`;
}

/** A sign that nobody looks for. */
const NOBODYS = '\u0001';

/** A pattern that every text fits; empty of any other. */
function* fittingAll(part: Part, effect: string, severity: 'warning' | 'error'): Iterable<Finding> {
  const { source, flags } = patternOf(part);
  if (new RegExp(source, flags.replace(/[gy]/g, '')).exec(NOBODYS)?.[0] !== '') return;
  const bars = source.replace(/^\|+|\|+$/g, '');
  const rewrite = bars !== '' && bars !== source ? { rewrite: `/${bars}/` } : {};
  yield finding('expression/pattern-fits-all', { effect, ...rewrite }, tokenOf(part), severity);
}

const FITS_ALL: Rule = {
  on: ['pattern'],
  find: (part) => fittingAll(part, 'every text has it', 'warning'),
};

/** Built-ins that go from one place where a pattern is found to the next. */
const GOING_ON = new Set(['replace', 'split', 'match']);

/** The pattern of a call, and the third argument of $replace: `$1` for what the first brackets found. */
const GOES_ON_FOR_EVER: Rule = callRule(function* (call) {
  const { name, args } = call;
  if (!GOING_ON.has(name)) return;
  const at = args.findIndex((argument) => argument.node.type === 'regex');
  const pattern = args[at];
  if (!pattern) return;
  yield* fittingAll(pattern, `$${name} stops with an error at every row`, 'error');
  const replacement = args[at + 1];
  if (name === 'replace' && replacement) yield* wrongReplacement(pattern, replacement);
});

function* wrongReplacement(pattern: Part, at: Part): Iterable<Finding> {
  const { literal } = at;
  if (typeof literal !== 'string') return;
  const groups = (new RegExp(`${patternOf(pattern).source}|`).exec('')?.length ?? 1) - 1;
  const [slashed] = /\\\d/.exec(literal) ?? [];
  if (slashed !== undefined) {
    const rewrite = literalText(literal.replace(/\\(\d)/g, '$$$1'));
    const reason = 'brackets are told by a dollar sign';
    yield finding('expression/replacement', { part: slashed, reason, rewrite }, at, 'warning');
    return;
  }
  for (const [part, dollars, number = ''] of literal.matchAll(/(\$\$)|\$([1-9])/g)) {
    if (dollars !== undefined || Number(number) <= groups) continue;
    const count = groups === 0 ? 'no brackets' : groups === 1 ? 'one pair of brackets' : `${groups} pairs of brackets`;
    const args = { part, reason: `${pattern.text} has ${count}` };
    yield finding('expression/replacement', args, at, 'warning');
  }
}

export const PATTERNS: readonly Rule[] = [MISREAD_PATTERN, FITS_ALL, RISKY_PATTERN, GOES_ON_FOR_EVER];
