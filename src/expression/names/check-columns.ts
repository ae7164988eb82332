/** Columns that an expression reads, against those of the source. */
import { columnSpeltLike, nearestColumn } from '../../base/nearest-column.ts';
import { problem, problemOf, type Problem } from '../../base/problem.ts';
import type { Header } from '../../contracts/record.ts';
import type { Near } from '../../messages/code-row.ts';
import type { ArgsOf } from '../../messages/code-table.ts';
import type { Mention, References } from '../analyse.ts';
import { localNames } from './check-names.ts';
import { checkQuoted, checkQuotedArguments } from './check-quoted.ts';
import { isPlainName, toColumnName } from './column-name.ts';
import { Spans } from '../inference/spans.ts';
import { SIGNATURES } from '../known-functions.ts';
import type { ExpressionText } from '../../base/expression-text.ts';

/** How a column that is meant is looked for. */
type Find = (name: string, columns: Iterable<string>) => string | undefined;

/** Checks the columns that an expression reads of the record against the source's; repeats count as such. */
export function checkColumnNames(
  text: ExpressionText,
  references: References,
  header: Pick<Header, 'repeats'> & { readonly columns: Iterable<string> },
  find: Find = nearestColumn,
): Problem[] {
  const { repeats } = header;
  const columns = new Set([...header.columns, ...(repeats?.keys() ?? [])]);
  // `a ?? b` reads a twice.
  const mentions = [...new Map(references.columns.map((column) => [column.start, column])).values()];
  const torn = findChains(text.text).flatMap((chain) => tornColumn(chain, mentions, columns, find) ?? []);
  const unknown = mentions.filter((one) => !columns.has(one.name) && !torn.some(({ chain }) => isIn(one, chain)));
  return [
    ...torn.map(({ chain, code, args }) => problem(code, args, text.placeOf(chain.start, chain.end))),
    ...unknown.map((mention) => {
      const { name, start, end } = mention;
      return problem(
        'expression/unknown-column',
        { name, ...(ofChild(name, repeats) ?? meantAs(mention, text, { columns, repeats }, find)) },
        text.placeOf(start, end),
      );
    }),
    ...checkQuoted(text, columns),
    ...checkQuotedArguments(text, columns),
  ];
}

/** Known columns, written in a way that makes something else of them: these are slips in any source. */
const AS_FOUND = new Set<string>(['expression/needs-backticks', 'expression/in-quotes', 'expression/column-in-quotes']);

/** Where the source is out of reach: names that are nearly those of a column that the mapping knows. */
export function guessColumnNames(text: ExpressionText, references: References, known: ReadonlySet<string>): Problem[] {
  return checkColumnNames(text, references, { columns: known }, columnSpeltLike).flatMap((slip) => {
    const { code, args, place } = slip;
    if (AS_FOUND.has(code)) return [slip];
    return args['nearest'] === undefined
      ? []
      : [problemOf({ code: 'expression/column-unsure', args }, place, 'warning')];
  });
}

/** A chain of bare names with / - or . between them, as somebody would write a column without its backticks. */
interface Chain {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

interface Torn {
  readonly chain: Chain;
  readonly code: 'expression/needs-backticks' | 'expression/split-column';
  readonly args: ArgsOf<'expression/needs-backticks'> & Near;
}

/** A chain that is a column, or nearly one while it makes no sense by itself. */
function tornColumn(
  chain: Chain,
  mentions: readonly Mention[],
  columns: ReadonlySet<string>,
  find: Find,
): Torn | undefined {
  const { name } = chain;
  const readAs = name.includes('/') ? 'a division' : name.includes('-') ? 'a difference' : 'a part of an object';
  if (columns.has(name)) return { chain, code: 'expression/needs-backticks', args: { name, readAs } };
  const own = mentions.filter((one) => isIn(one, chain));
  const isFaulty = own.some((one) => !columns.has(one.name)) || (own.length > 0 && name.includes('.'));
  const possible = isFaulty ? [...columns].filter((column) => !isPlainName(column)) : [];
  const near = find(name, possible);
  if (near === undefined) return undefined;
  return { chain, code: 'expression/split-column', args: { name, readAs, nearest: toColumnName(near) } };
}

function isIn(inner: Mention, { start, end }: Chain): boolean {
  return inner.start >= start && inner.end <= end;
}

/** A name that is not quoted, and no variable; behind a slash it may begin with a digit. */
const WORD = /^[^$"'`\s.[\]{}(),@#;:?+\-*/%|=<>^&!~]/u;
const LINK = /^[/.-]$/;

function findChains(text: string): Chain[] {
  const chains: Chain[] = [];
  let open: Chain | undefined;
  for (const { start, end } of new Spans(text).tokens) {
    const token = text.slice(start, end);
    const fits = WORD.test(token) || (LINK.test(token) && !LINK.test(text.charAt(start - 1)));
    if (open?.end === start && fits) {
      open = { name: open.name + token, start: open.start, end };
      chains.splice(-1, 1, open);
    } else {
      open = WORD.test(token) && !/^\d/.test(token) ? { name: token, start, end } : undefined;
      if (open) chains.push(open);
    }
  }
  return chains.filter(({ name }) => /[/.-]/.test(name) && !LINK.test(name.slice(-1)));
}

type Meant = Omit<ArgsOf<'expression/unknown-column'>, 'name'>;

/** As `meantBy`; what is read like a list is the only list that there is. */
function meantAs(
  mention: Mention,
  text: ExpressionText,
  { columns, repeats }: { readonly columns: ReadonlySet<string>; readonly repeats: Header['repeats'] },
  find: Find,
): Meant {
  const meant = meantBy(mention, text, columns, find);
  const [only, ...others] = repeats?.keys() ?? [];
  const isList =
    /^\s*(?:\.|\[[^\]])/.test(text.text.slice(mention.end)) || /\$count\(\s*$/.test(text.text.slice(0, mention.start));
  const isSole = only !== undefined && others.length === 0 && isList;
  return isSole && Object.keys(meant).length === 0 ? { nearest: toColumnName(only) } : meant;
}

/** What somebody meant who wrote a name that is no column. */
function meantBy({ name, start, end }: Mention, text: ExpressionText, columns: ReadonlySet<string>, find: Find): Meant {
  const straight = /^[“”„«‘’](.+)[“”»‘’]$/u.exec(name)?.[1];
  if (straight !== undefined) return { meant: 'text', rewrite: JSON.stringify(straight) };
  if (/^(?:true|false)$/i.test(name)) return { meant: 'constant', rewrite: name.toLowerCase() };
  // What a blank cell is in other languages.
  if (/^(?:null|none|nil|undefined)$/i.test(name)) return { meant: 'blank' };
  if (localNames(text.text).includes(name)) return { nearest: `$${name}` };
  // `row.consent`: others go into the row first.
  const [, , quoted, plain] = /^\.(`([^`]+)`|([^\s`.()[\]]+))/.exec(text.text.slice(end)) ?? [];
  const part = quoted ?? plain ?? '';
  if (part !== '' && columns.has(part)) return { meant: 'part', rewrite: toColumnName(part) };
  const isApplied = /~>\s*$/.test(text.text.slice(0, start));
  if (isApplied && SIGNATURES.has(name)) return { nearest: `$${name}` };
  return neighbour(name, columns, find);
}

/** A column that is one of a repeat. */
function ofChild(name: string, repeats: Header['repeats']): Meant | undefined {
  for (const [repeat, { columns }] of repeats ?? [])
    if (columns.includes(name)) return { meant: 'child', rewrite: `${toColumnName(repeat)}.${toColumnName(name)}` };
  return undefined;
}

/** The nearest column, as an expression has to write it; and what differs where nobody can see it. */
function neighbour(name: string, columns: ReadonlySet<string>, find: Find): Meant {
  const near = find(name, columns);
  if (near === undefined) return {};
  const unseen = looks(name) === looks(near) ? [hidden('here', name), hidden('in the source', near)] : [];
  const differs = unseen.filter((one) => one !== '').join(', ');
  return { nearest: toColumnName(near), ...(differs !== '' && { meant: 'unseen', differs }) };
}

/** How a name looks: whatever its accents, blanks and invisible characters are made of. */
function looks(name: string): string {
  return name
    .normalize('NFC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Zs}/gu, ' ')
    .trim();
}

function hidden(where: string, name: string): string {
  const codes = [...name.matchAll(/(?! )[\p{Cf}\p{Zs}]/gu)].map(([sign]) => toCodePoint(sign));
  const parts = [
    name.normalize('NFC') === name ? '' : 'accents that are characters of their own',
    codes.length > 0 ? `an unseen ${[...new Set(codes)].join(' and ')}` : '',
  ].filter((one) => one !== '');
  return parts.length === 0 ? '' : `${where} it has ${parts.join(' and ')}`;
}

function toCodePoint(sign: string): string {
  return `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
