/** Numbers, names and brackets that cannot give what was meant, whatever stands around them. */
import { finding } from '../finding.ts';
import { SUGGESTIONS } from '../helpers/helper-table.ts';
import { isFlat } from '../inference/infer-paths.ts';
import { toColumnName } from '../names/column-name.ts';
import { isRounded } from '../rounded.ts';
import type { Tree } from '../../jsonata/tree.ts';
import { KIND, kindName } from '../types.ts';
import type { Rule } from './rule.ts';

/** A number with more digits than are kept. */
const TOO_MANY_DIGITS: Rule = {
  on: ['number'],
  *find({ node, known: { spans } }) {
    const at = spans.token(node.position);
    const text = spans.textOf(at);
    if (isRounded(text)) yield finding('expression/too-many-digits', { text }, at);
  },
};

/** How many keys are shown. */
const MOST_KEYS = 8;

/** A name where the context is no record: in an object that is written out, or in what has no parts. */
const NAME_OF_NOTHING: Rule = {
  on: ['name'],
  *find({ node, scope: { context }, known: { spans } }) {
    const name = String(node.value);
    const column = toColumnName(name);
    const at = spans.token(node.position);
    if (context.keys && !context.keys.has(name)) {
      const known = [...context.keys.keys()].slice(0, MOST_KEYS).map((one) => JSON.stringify(one));
      const rewrite = `($lookup(${context.written ?? '{…}'}, ${column}) ?? "other")`;
      yield finding('expression/not-a-key', { name, column, known, rewrite }, at);
    } else if (!context.keys && isFlat(context))
      yield finding('expression/no-column-here', { name, column, context: kindName(context) }, at);
  },
};

/** `name.first`: a cell has no parts. */
const PART_OF_TEXT: Rule = {
  on: ['path'],
  *find({ node, type, known: { spans } }) {
    const [first, step] = node.steps as [Tree, Tree];
    const at = { start: spans.of(first).start, end: spans.token(step.position).end };
    const [text, part] = [String(type.cell), String(step.value)];
    yield finding('expression/no-part-of-text', { text, part, whole: `${text}.${part}` }, at);
  },
};

/** `name[1]`: a text is a list of one to JSONata. */
const INDEX_OF_TEXT: Rule = {
  on: ['brackets'],
  *find(part) {
    const filters = [...(part.node.stages ?? []), ...(part.node.predicate ?? [])];
    const filter = filters.find((stage) => stage.type === 'filter');
    const index = filter?.expr.type === 'number' ? Number(filter.expr.value) : undefined;
    if (index === undefined || !part.is(KIND.text) || part.literal !== undefined) return;
    const isAll = index === 0 || index === -1;
    const text = part.text.replace(/\s*\[[^[\]]*\]$/, '');
    // `visits.day[0]` is the day of each visit; that of the first is `(visits.day)[0]`.
    const behind = /[\w`$][\w`$.]*\.$/.exec(part.known.spans.textOf({ start: 0, end: part.span.start }))?.[0] ?? '';
    if (behind !== '' && !behind.startsWith('$')) {
      const of = `${behind}${text}`;
      yield finding('expression/index-of-each', { index: String(index), of }, part, isAll ? 'warning' : 'error');
      return;
    }
    const args = {
      text,
      index: String(index),
      verdict: isAll ? 'all of it' : 'never there',
      rewrite: part.type.words ? `${SUGGESTIONS.choices(text)}[${index}]` : `$substring(${text}, ${index}, 1)`,
    };
    yield finding('expression/index-of-text', args, part, isAll ? 'warning' : 'error');
  },
};

export const SINGLE_PARTS: readonly Rule[] = [TOO_MANY_DIGITS, NAME_OF_NOTHING, PART_OF_TEXT, INDEX_OF_TEXT];
