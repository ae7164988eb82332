import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { Place, SourceText } from '../base/document.ts';
import { problem, warning, type Problem } from '../base/problem.ts';
import type { OptionCode } from '../mapping/generated-schema.ts';
import type { OptionMap } from './generate-inputs.ts';
import type { ProgramOptionSet, ProgramStage } from './place-metadata.ts';

/**
 * `decisions.csv`, beside a mapping: that an answer which changed its meaning between form versions was looked at, by
 * somebody with a reason. `versions` lists names separated by blanks, `optionSet` is a name or UID; what the answer
 * meant then and means now are the names of the options that it is mapped to (`meansNow` is blank where the common
 * mapping does not know the value).
 */
const DECISION_COLUMNS = ['versions', 'optionSet', 'value', 'meantThen', 'meansNow', 'reason'] as const;

export type Decision = Readonly<Record<(typeof DECISION_COLUMNS)[number], string>> & { readonly place: Place };

/** Parses `decisions.csv`; a line without a reason, or of the wrong width, decides nothing and is a problem. */
export function parseDecisions(source: SourceText): {
  readonly decisions: readonly Decision[];
  readonly problems: readonly Problem[];
} {
  const bad = (reason: string, place: Place): Problem =>
    problem('generate/bad-decisions', { file: source.file, reason, heading: DECISION_COLUMNS.join(',') }, place);
  const start: Place = { source, start: 0, end: 0 };
  let rows: readonly { readonly record: readonly string[]; readonly info: { readonly lines: number } }[];
  try {
    const options = { bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true } as const;
    rows = parse(source.text, options) as unknown as typeof rows;
  } catch (error) {
    return { decisions: [], problems: [bad(error instanceof Error ? error.message : String(error), start)] };
  }
  const [heading, ...lines] = rows;
  const at = DECISION_COLUMNS.map((column) => heading?.record.indexOf(column) ?? -1);
  const absent = DECISION_COLUMNS.filter((_, index) => at[index] === -1);
  if (absent.length > 0) return { decisions: [], problems: [bad(`the heading lacks ${absent.join(', ')}`, start)] };

  const decisions: Decision[] = [];
  const problems: Problem[] = [];
  for (const { record, info } of lines) {
    const place = placeOfLine(source, info.lines);
    const cells = at.map((index) => record[index] ?? '');
    const decision = Object.fromEntries(DECISION_COLUMNS.map((column, index) => [column, cells[index]])) as Omit<
      Decision,
      'place'
    >;
    if (record.length !== heading?.record.length) problems.push(bad(`this line has ${record.length} cells`, place));
    else if (decision.reason === '') problems.push(bad('this line has no reason', place));
    else decisions.push({ ...decision, place });
  }
  return { decisions, problems };
}

/**
 * Answers of a form version that mean something else, in terms of DHIS2 options, than in the common mapping, and that
 * no decision confirms. All are warnings: they may well be right, but somebody has to say so.
 */
export function findUnconfirmedMeanings(
  version: { readonly name: string; readonly options: ReadonlyMap<string, OptionMap> },
  common: ReadonlyMap<string, OptionMap>,
  stages: readonly ProgramStage[],
  decisions: readonly Decision[],
  decisionsFile: string,
): Problem[] {
  return [...version.options.values()].flatMap((map) => {
    const users = stages.flatMap((stage) => stage.elements).filter((element) => element.optionSet?.uid === map.uid);
    const set = users[0]?.optionSet;
    if (!set) return [];
    const now = new Map(common.get(map.uid)?.entries.map(({ value, code }) => [value, code]));
    return map.entries.flatMap(({ value, code, place }) => {
      if (now.get(value) === code) return [];
      const [meantThen, meansNow] = [nameOf(set, code), nameOf(set, now.get(value))];
      const args = { version: version.name, optionSet: set.name, value, meantThen, meansNow };
      const line = decisions.find((decision) => isAbout(decision, version.name, set, value));
      if (!line) {
        const elements = users.map((element) => element.name);
        const newLine = stringify([[version.name, set.name, value, meantThen, meansNow, '…']]).trimEnd();
        return [warning('generate/meaning-changed', { ...args, elements, file: decisionsFile, line: newLine }, place)];
      }
      if (line.meantThen === meantThen && line.meansNow === meansNow) return [];
      const confirmed = { confirmedThen: line.meantThen, confirmedNow: line.meansNow };
      return [warning('generate/decision-outdated', { ...args, ...confirmed }, line.place)];
    });
  });
}

function isAbout(decision: Decision, version: string, set: ProgramOptionSet, value: string): boolean {
  return (
    decision.versions.split(/\s+/).includes(version) &&
    (decision.optionSet === set.uid || decision.optionSet === set.name) &&
    decision.value === value
  );
}

function nameOf(set: ProgramOptionSet, code: OptionCode | undefined): string {
  if (code === undefined || code === null) return '';
  return (set.names?.get(String(code)) ?? String(code)).trim();
}

function placeOfLine(source: SourceText, line: number): Place {
  let start = 0;
  for (let at = 1; at < line; at += 1) start = source.text.indexOf('\n', start) + 1;
  const end = source.text.indexOf('\n', start);
  return { source, start, end: end === -1 ? source.text.length : end };
}
