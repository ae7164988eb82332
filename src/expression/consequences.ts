/** What is told of all that was found, once everything is known: causes without their consequences. */
import type { Place } from '../base/document.ts';
import type { Problem } from '../base/problem.ts';

/** `$name` for a column: said once the columns of the source are known. */
export function withColumnsNamed(problems: readonly Problem[], columns: ReadonlySet<string>): Problem[] {
  return problems.map((one) => {
    const { code, args, place } = one;
    const name = String(args['name']);
    if (code !== 'expression/unknown-name' || args['isElsewhere'] === true || !columns.has(name)) return one;
    const isCalled = place !== undefined && /^\s*\(/.test(place.source.text.slice(place.end));
    return isCalled ? one : { ...one, args: { ...args, isColumn: true } };
  });
}

/** What can be pasted into an expression without quotes only with quotes around all of it: this is told then. */
export function withQuotesTold(problems: readonly Problem[]): Problem[] {
  return problems.map((one) => {
    const isCut = /^[^{].*(?: : | #|"[^"]*: [^"]*")/.test(String(one.args['rewrite'] ?? ''));
    return isCut && one.place && isPlain(one.place) ? { ...one, args: { ...one.args, isCutByYaml: true } } : one;
  });
}

/** Whether a place is in an expression that stands in YAML without quotes. */
function isPlain({ source, start }: Place): boolean {
  const before = source.text.slice(source.text.lastIndexOf('\n', start - 1) + 1, start);
  return /^[\s-]*(?:'[^']*'|"[^"]*"|[^'"=:]+):[ \t]+=/.test(before);
}

/**
 * What a slip makes of the rest is not worth a word: `group/question` is a column, so neither its division by text nor
 * the comparison around it is a fault.
 */
export function withoutConsequences(problems: readonly Problem[]): Problem[] {
  const errors = problems.filter((problem) => problem.severity === 'error');
  const roots = errors.filter((error) => ROOTS.has(error.code));
  const unknown = errors.filter((error) => error.code === 'expression/unknown-column');
  const arguing = errors.filter((error) => ABOUT_KINDS.has(error.code));
  const quoted = problems.filter((problem) => problem.code === 'expression/in-quotes');
  const calls = errors.filter((error) => error.code === 'expression/missing-dollar');
  const counted = errors.filter(
    (error) => error.code === 'expression/argument-count' && error.args['name'] === 'table',
  );
  const meant = new Set(
    errors.flatMap(({ code, args }) => (ABOUT_ELEMENTS.has(code) ? [String(args['nearest'] ?? '')] : [])),
  );
  const grouped = new Set(errors.map(({ code, args }) => code === 'group/not-in-source' && args['nearest']));
  const indexed = problems.filter((problem) => problem.code === 'expression/index-of-each');
  const broken = new Set(errors.map((error) => error.code === 'expression/syntax' && error.args['function']));
  const told = problems
    .map((one) => asGrave(one, errors))
    .filter((one) => {
      // `text.split(" ")` is a call, and no column; a look-up without its name lacks an argument.
      if (one.code === 'expression/split-column') return !calls.some((call) => isWithin(call.place, one.place));
      if (one.code === 'expression/table-name' && counted.some((call) => isOnLineOf(one, call))) return false;
      if (one.code === 'expression/unknown-column' && grouped.has(one.args['name'])) return false;
      if (ROOTS.has(one.code)) return true;
      if (one.code === 'generate/no-column') return !errors.some(({ code }) => ABOUT_ELEMENTS.has(code));
      if (one.code === 'generate/compulsory-without-column') return !meant.has(String(one.args['uid'] ?? ''));
      if (roots.some((root) => isWithin(one.place, root.place) || isAround(one, root))) return false;
      if (one.code === 'expression/unknown-name' && broken.has(one.args['name'])) return false;
      if (one.code === 'expression/result-value' && quoted.some((other) => isWithin(one.place, other.place)))
        return false;
      if (one.code === 'expression/result-many' && indexed.some((other) => isWithin(other.place, one.place)))
        return false;
      if (one.code === 'expression/result-type' && arguing.some((other) => isAround(one, other))) return false;
      return !unknown.some((other) => other !== one && isBuiltOn(one, other));
    });
  return eachColumnOnce(told);
}

/** A column that is not there is one slip, in however many expressions it stands: told at the first. */
function eachColumnOnce(problems: readonly Problem[]): Problem[] {
  const firsts = new Map<string, { problem: Problem; more: number }>();
  const others = problems.filter((one) => {
    if (one.code !== 'expression/unknown-column') return true;
    const id = JSON.stringify([one.place?.source.file, one.args]);
    const first = firsts.get(id);
    if (!first) firsts.set(id, { problem: one, more: 0 });
    else {
      first.more += 1;
      if ((one.place?.start ?? 0) < (first.problem.place?.start ?? 0)) first.problem = one;
    }
    return false;
  });
  const columns = [...firsts.values()].map(({ problem: one, more }) =>
    more === 0 ? one : { ...one, args: { ...one.args, more } },
  );
  return [...others, ...columns];
}

/** A column in quotes whose name is no value of the field: what is wrong is the quotes. */
function asGrave(one: Problem, errors: readonly Problem[]): Problem {
  const isGrave = (other: Problem): boolean =>
    other.code === 'expression/result-value' && isWithin(other.place, one.place);
  return one.code === 'expression/in-quotes' && errors.some(isGrave) ? { ...one, severity: 'error' } : one;
}

/** Slips that explain whatever else is found at their place. */
const ROOTS: ReadonlySet<string> = new Set([
  'expression/needs-backticks',
  'expression/missing-dollar',
  'expression/in-quotes',
  'expression/split-column',
  'expression/table-name',
  'expression/option-set-name',
  'expression/repeat-as-value',
]);

/** While these stand, an element that nothing fills is mostly the one that was meant. */
const ABOUT_ELEMENTS: ReadonlySet<string> = new Set([
  'generate/bad-uid',
  'generate/unknown-data-element',
  'generate/element-has-cells',
  'generate/two-columns',
  'mapping/unknown-data-element',
  'mapping/element-has-cells',
]);

/** While these stand, nobody knows what kind of value an expression will give. */
const ABOUT_KINDS: ReadonlySet<string> = new Set([
  'expression/not-a-number',
  'expression/argument-type',
  'expression/argument-count',
]);

/** Whether a problem repeats a misspelt column in its rewrite, or takes it for the text of a cell. */
function isBuiltOn({ code, severity, args, place }: Problem, unknown: Problem): boolean {
  const name = String(unknown.args['name']);
  if (code === 'expression/no-part-of-text') return isWithin(unknown.place, place);
  if (code === 'expression/no-column-here') return args['name'] === name || isBehind(place, unknown.place);
  if (severity === 'warning' && code.startsWith('expression/') && isWithin(unknown.place, place)) return true;
  return isWithin(unknown.place, place) && args['rewrite'] !== undefined && String(args['rewrite']).includes(name);
}

function isOnLineOf(inner: Problem, outer: Problem): boolean {
  return isBehind(inner.place, outer.place);
}

/** `visits[age < 5]`: where nobody knows what visits are, nobody knows what is in them; both stand in one line. */
function isBehind(inner: Place | undefined, outer: Place | undefined): boolean {
  if (!inner || !outer || inner.source.file !== outer.source.file || inner.start < outer.end) return false;
  return !inner.source.text.slice(outer.end, inner.start).includes('\n');
}

/** What is said of a comparison or a result that the slip is part of. */
function isAround(one: Problem, root: Problem): boolean {
  return one.code.startsWith('expression/') && isWithin(root.place, one.place);
}

function isWithin(inner: Place | undefined, outer: Place | undefined): boolean {
  if (!inner || !outer || inner.source.file !== outer.source.file) return false;
  return inner.start >= outer.start && inner.end <= outer.end;
}
