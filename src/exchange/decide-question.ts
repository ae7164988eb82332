/** Decisions on questions and data elements that have none, and on where and when a record belongs. Pure. */
import { columnText } from '../base/column-text.ts';
import { problem } from '../base/problem.ts';
import { ambiguous, toCandidate, type Nameable } from '../generate/sheet/resolve-names.ts';
import type { ProgramElement } from '../generate/place-metadata.ts';
import { parseExpression } from '../jsonata/parse.ts';
import type { SheetCell, SheetLine } from '../sheets/sheet-lines.ts';
import type { IgnoreChange, SpecChange } from './changes.ts';
import { nameOne } from './decide-value.ts';
import type { Claim, Deciding, Told } from './deciding.ts';
import { TO_DECIDE } from './decision-layout.ts';
import type { MappingState } from './mapping-state.ts';
import { readSpecValue } from './spec-edits.ts';
import { mostLikely } from './unmapped-places.ts';
import { readCandidates, wordsOf } from './written-candidates.ts';

/** Columns that a decision may name: by their name, without their group, and by the question. */
export function knownColumns({ columns }: MappingState, lines: readonly SheetLine[]): readonly Nameable[] {
  const mapped = columns.flatMap((file) => [...file.columns.keys()]);
  const listed = lines.flatMap((line) => {
    const [column, question] = [line.get(TO_DECIDE.column).text, line.get(TO_DECIDE.question).text.trim()];
    if (column.trim() === '') return [];
    return [{ name: column, code: column }, ...(question === '' ? [] : [{ name: question, code: column }])];
  });
  const all = [...mapped.map((column) => ({ name: column, code: column })), ...listed];
  return [...all, ...all.map(({ code }) => ({ name: code.split('/').at(-1) ?? code, code }))];
}

/** A question becomes a data element, or is ignored. */
export function decideQuestion(line: SheetLine, { state }: Deciding): Told {
  const [column, decision] = [line.get(TO_DECIDE.column).text, line.get(TO_DECIDE.decision)];
  const ignored = reasonToIgnore(line);
  if (ignored) return ignore('column', column, column, ignored, state);
  const elements = wordsOf(decision.text).flatMap((word) => state.names.elementsOf(word));
  const named = nameOne(decision, [state.names.elements.map(({ uid, name }) => ({ name, code: uid })), elements]);
  if ('several' in named) return { problem: ambiguous(decision.text.trim(), named.several, decision) };
  const element = named.one && state.names.elementOf(named.one.code);
  if (element) return pair(column, element, state);
  const known = state.names.elements.map(({ uid, name }) => ({ name, code: uid }));
  return refuse(decision, column, 'DHIS2', known);
}

/** A data element gets a question, an expression, or is ignored. */
export function decideElement(line: SheetLine, deciding: Deciding): Told {
  const { state } = deciding;
  const decision = line.get(TO_DECIDE.decision);
  const { found: element, problem: wrong } = state.names.element(line.get(TO_DECIDE.question), line.get(TO_DECIDE.uid));
  if (wrong || !element) return wrong ? { problem: wrong } : {};
  const ignored = reasonToIgnore(line);
  if (ignored) return ignore('element', element.uid, element.name, ignored, state);
  const expression = expressionIn(decision);
  if (expression === undefined) {
    const named = nameOne(decision, [deciding.columns]);
    if ('several' in named) return { problem: ambiguous(decision.text.trim(), named.several, decision) };
    return named.one ? pair(named.one.code, element, state) : refuseColumn(line, element.name, deciding);
  }
  const wrongly = faultOf(expression, decision);
  if (wrongly) return wrongly;
  const claim = { what: `element ${element.uid}`, name: element.name, is: expression };
  return inSpec(['transform', 'dataValues', element.uid], element.name, expression, deciding, claim);
}

/** Where, when, by which key: a column, or an expression of one's own. */
export function decidePlace(line: SheetLine, deciding: Deciding): Told {
  const [what, decision] = [line.get(TO_DECIDE.value).text.trim(), line.get(TO_DECIDE.decision)];
  const path = what === 'key' ? ['source', 'key'] : ['transform', what];
  const claim = (is: string): Claim => ({ what: `place ${what}`, name: what, is });
  const expression = expressionIn(decision);
  if (expression !== undefined && what !== 'key')
    return faultOf(expression, decision) ?? inSpec(path, '', expression, deciding, claim(expression));
  const named = nameOne(decision, [deciding.columns]);
  if ('several' in named) return { problem: ambiguous(decision.text.trim(), named.several, decision) };
  const column = named.one?.code;
  if (column === undefined) return refuseColumn(line, what, deciding);
  // What was taken, and is confirmed.
  const isTaken = column === line.get(TO_DECIDE.column).text;
  if (isTaken && readSpecValue(deciding.specText, path)?.includes(columnText(column)) !== false)
    return { claims: [claim(column)] };
  return inSpec(path, '', asPlace(what, column, deciding.specText), deciding, claim(column));
}

/** What a column is for a property of the record, as `etl init` writes it. */
function asPlace(what: string, column: string, specText: string): string {
  const text = columnText(column);
  switch (what) {
    case 'key':
      return column;
    case 'orgUnit':
      return `=$orgUnit(${text})`;
    case 'geometry':
      return `=$geoPoint(${text})`;
    case 'period': {
      const [, type = 'Monthly'] =
        /,\s*"(\w+)"\s*\)\s*$/.exec(readSpecValue(specText, ['transform', 'period']) ?? '') ?? [];
      return `=$period(${text}, "${type}")`;
    }
    default:
      return `=$date(${text})`;
  }
}

/** An expression as it is written, or as it stands in a candidate. */
function expressionIn({ text }: SheetCell): string | undefined {
  return wordsOf(text).find((word) => /^=./.test(word));
}

function faultOf(expression: string, { place }: SheetCell): Told | undefined {
  const parsed = parseExpression(expression.slice(1));
  if (parsed.ok) return undefined;
  return { problem: problem('sheet/bad-expression', { expression, reason: parsed.error.message }, place) };
}

interface Ignored {
  readonly text: string;
  readonly cell: SheetCell;
}

/** `ignore` with a reason beside it or behind it; undefined where the decision says something else. */
function reasonToIgnore(line: SheetLine): Ignored | undefined {
  const cell = line.get(TO_DECIDE.decision);
  const said = /^ignor(?:ed?|er|é)(?:\s*[:,;–-]\s*(.*))?$/is.exec(cell.text.trim());
  if (!said) return undefined;
  return { text: said[1]?.trim() || line.get(TO_DECIDE.reason).text.trim(), cell };
}

function ignore(
  is: IgnoreChange['is'],
  name: string,
  label: string,
  { text, cell }: Ignored,
  { ignore: now, names }: MappingState,
): Told {
  if (text === '') return { problem: problem('sheet/no-reason', { what: label }, cell.place) };
  const isOf = (word: string): boolean => word === name || (is === 'element' && names.elementOf(word)?.uid === name);
  const before = now.find((one) => one.is === is && isOf(one.name))?.reason;
  return {
    decided: { of: 'ignored', is, name, label, before, after: text },
    claims: [{ what: `${is} ${name}`, name: label, is: `ignored: ${text}` }],
  };
}

function pair(column: string, { uid, name }: ProgramElement, { columns, names }: MappingState): Told {
  const file = columns.find(({ version }) => version === '') ?? columns[0];
  if (!file) return {};
  const before = file.columns.get(column);
  return {
    decided: {
      of: 'question',
      file: file.path,
      shownAs: file.shownAs,
      version: file.version,
      path: [column],
      before: before?.uid === uid ? uid : before?.written,
      after: uid,
      within: '',
      beforeName: before && names.elementOf(before.uid)?.name,
      afterName: name,
    },
    claims: [
      { what: `column ${column}`, name: column, is: uid },
      { what: `element ${uid}`, name, is: `column ${column}` },
    ],
  };
}

function inSpec(path: readonly string[], label: string, after: string, { specText }: Deciding, claim: Claim): Told {
  const decided: SpecChange = { of: 'spec', path, label, before: readSpecValue(specText, path), after };
  return { decided, claims: [claim] };
}

function refuse({ text, place }: SheetCell, value: string, table: string, known: readonly Nameable[]): Told {
  const decision = text.trim();
  const candidates = mostLikely(decision, known).map(toCandidate);
  return { problem: problem('sheet/unknown-decision', { decision, value, table, candidates }, place) };
}

/** A column that nobody has named yet is written as an expression: only the export knows whether it has one. */
function refuseColumn(line: SheetLine, value: string, { columns }: Deciding): Told {
  const { text, place } = line.get(TO_DECIDE.decision);
  const listed = readCandidates(line.get(TO_DECIDE.candidates).text);
  const candidates = mostLikely(text.trim(), [...columns, ...listed]).map(({ code }) => code);
  return { problem: problem('sheet/unknown-column', { decision: text.trim(), value, candidates }, place) };
}
