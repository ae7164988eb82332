/** Problems as people read them: where, what, the line with a caret under it, and what to do. */
import { styleText } from 'node:util';
import { describe } from '../messages/describe.ts';
import { lineAt, toLineColumn, toReference, type Place } from '../base/document.ts';
import type { Problem, Severity } from '../base/problem.ts';
import type { Secrets } from '../base/secrets.ts';
import { printable, printableLine } from '../base/printable.ts';
import { hideSecrets } from './hidden-line.ts';
import { toCells, widthOf, type Cell } from './text-width.ts';

export interface DrawOptions {
  readonly color: boolean;
  /** Secrets known by now: none of them is shown. */
  readonly secrets?: Secrets | undefined;
}

type Style = Parameters<typeof styleText>[0];

/** Columns of source text in a frame; longer lines are clipped around the caret. */
const FRAME_WIDTH = 100;
/** Characters of a line, before and after the place, among which secrets are looked for before the line is clipped. */
const AROUND = 4096;

/** Draws a problem, with its line and a caret where it has a place. No line end after it. */
export function drawProblem(problem: Problem, options: DrawOptions): string {
  const { message, hint } = describe(problem.code, problem.args);
  const paint = (style: Style, text: string): string =>
    options.color ? styleText(style, text, { validateStream: false }) : text;
  const hide = (text: string): string => printable(options.secrets?.mask(text) ?? text);
  const tone: Style = problem.severity === 'error' ? ['bold', 'red'] : ['bold', 'yellow'];
  const reference = problem.place ? `${paint('bold', printableLine(toReference(problem.place)))} ` : '';
  const head = `${reference}${paint(tone, `${problem.severity} ${problem.code}`)}: ${hide(message)}`;
  const [first, ...more] = hint === undefined ? [] : hide(hint).split('\n');
  const frame = problem.place ? drawFrame(problem, problem.place, options, paint) : undefined;
  const margin = ' '.repeat(frame?.margin ?? 0);
  const hints = first === undefined ? [] : [`${margin}= ${first}`, ...more.map((line) => `${margin}  ${line}`)];
  return [head, ...(frame?.lines ?? []), ...hints].join('\n');
}

/** More problems than these nobody reads at once; the others are counted. Errors are shown before warnings are. */
const MOST_DRAWN = 100;

/** Draws all problems, each once, in the order of files and lines, and how many there are. */
export function drawProblems(problems: readonly Problem[], options: DrawOptions): string {
  const each = [...new Map(problems.map((problem) => [identityOf(problem), problem])).values()];
  const errors = each.filter((problem) => problem.severity === 'error');
  const warnings = each.filter((problem) => problem.severity === 'warning');
  const shown = each.length <= MOST_DRAWN ? each : [...errors.sort(byPlace), ...warnings.sort(byPlace)];
  const drawn = new Map(
    shown
      .slice(0, MOST_DRAWN)
      .sort(byPlace)
      .map((problem) => [drawProblem(problem, options), problem.severity]),
  );
  const left = Math.max(0, each.length - MOST_DRAWN);
  const more = left > 0 ? [`… and ${left.toLocaleString('en')} more.`] : [];
  const count = (severity: Severity, all: readonly Problem[]): number =>
    left > 0 ? all.length : [...drawn.values()].filter((drawnAs) => drawnAs === severity).length;
  const counts = [plural(count('error', errors), 'error'), plural(count('warning', warnings), 'warning')]
    .filter(Boolean)
    .join(', ');
  return [...drawn.keys(), ...more, ...(counts ? [`${counts}.`] : [])].join('\n\n');
}

/** The same for two problems that would be drawn the same way. */
function identityOf({ code, args, severity, place }: Problem): string {
  return JSON.stringify([code, severity, args, place?.source.file, place?.start, place?.end]);
}

function plural(count: number, word: string): string {
  if (count === 0) return '';
  return count === 1 ? `1 ${word}` : `${count} ${word}s`;
}

function byPlace(a: Problem, b: Problem): number {
  if (!a.place || !b.place) return Number(Boolean(a.place)) - Number(Boolean(b.place));
  const byFile = a.place.source.file < b.place.source.file ? -1 : Number(a.place.source.file > b.place.source.file);
  const bySheet = sheetOf(a.place) < sheetOf(b.place) ? -1 : Number(sheetOf(a.place) > sheetOf(b.place));
  return byFile || bySheet || a.place.start - b.place.start || a.place.end - b.place.end;
}

/** Of a spreadsheet: its sheets come one after the other. */
function sheetOf({ source }: Place): string {
  return source.cellAt?.(0) ?? '';
}

function drawFrame(
  problem: Problem,
  place: Place,
  options: DrawOptions,
  paint: (style: Style, text: string) => string,
): { readonly lines: string[]; readonly margin: number } {
  const { source, start } = place;
  const { line } = toLineColumn(source.text, start);
  const whole = lineAt(source.text, line);
  const lineStart = start === 0 ? 0 : source.text.lastIndexOf('\n', start - 1) + 1;
  // Of a line of megabytes (JSON on one line) what is far from the place is never looked at.
  const at = Math.min(start - lineStart, whole.length);
  const cut = Math.max(0, at - AROUND);
  const text = whole.slice(cut, at + AROUND);
  const hidden = hideSecrets(text, place, lineStart + cut, problem.code, options.secrets);
  const { shown, before, under } = clip(toCells(hidden.text), hidden.from, hidden.to);
  const number = String(line);
  const margin = number.length + 1;
  const bar = `${' '.repeat(margin)}${paint('dim', '|')}`;
  const caret = paint(problem.severity === 'error' ? 'red' : 'yellow', '^'.repeat(Math.max(under, 1)));
  const lines = [bar, `${paint('dim', `${number} |`)} ${shown}`.trimEnd(), `${bar} ${' '.repeat(before)}${caret}`];
  return { lines, margin };
}

/** The part of a line that fits, how many columns stand before the caret, and how wide it is. */
function clip(
  cells: readonly Cell[],
  from: number,
  to: number,
): { readonly shown: string; readonly before: number; readonly under: number } {
  const first = cells.findIndex((cell) => cell.start >= from);
  const caret = first === -1 ? cells.length : first;
  const next = cells.findIndex((cell) => cell.start >= to);
  const caretEnd = next === -1 ? cells.length : next;
  const begin = widthOf(cells) <= FRAME_WIDTH ? 0 : Math.max(0, caret - Math.floor(FRAME_WIDTH / 3));
  let finish = begin;
  for (let width = 0; finish < cells.length; finish += 1) {
    width += cells[finish]?.width ?? 0;
    if (width > FRAME_WIDTH) break;
  }
  const shown = cells
    .slice(begin, finish)
    .map((cell) => cell.text)
    .join('');
  const lead = begin > 0 ? '…' : '';
  return {
    shown: `${lead}${shown}${finish < cells.length ? '…' : ''}`,
    before: lead.length + widthOf(cells.slice(begin, caret)),
    under: widthOf(cells.slice(caret, Math.min(caretEnd, finish))),
  };
}
