/** What a spreadsheet changes in the files of a mapping, and what is wrong with it. Pure. */
import { isSlip } from '../base/nearest.ts';
import { problem, type Problem } from '../base/problem.ts';
import type { MappingSays, Said } from '../generate/sheet/mapping-lines.ts';
import { UNIT_LOOKUP } from '../generate/sheet/layout.ts';
import { findAlteredKeys } from './altered-keys.ts';
import type { MappingState } from './mapping-state.ts';

/** One member of one file; `before` and `after` as they stand there, undefined where nothing does. */
export interface Change {
  readonly of: 'question' | 'label' | 'choice' | 'unit' | 'look-up';
  readonly file: string;
  readonly shownAs: string;
  /** Form versions that the file is for; '' for all. */
  readonly version: string;
  /** Where it stands in the file: the column, the option set and the choice, or the key. */
  readonly path: readonly string[];
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** What it belongs to, for people: the option set, or the look-up. */
  readonly within: string;
  /** Names of what `before` and `after` stand for. */
  readonly beforeName: string | undefined;
  readonly afterName: string | undefined;
}

/** A line of `mapping.ignore`, which stands in the spec itself. */
export interface IgnoreChange {
  readonly of: 'ignored';
  readonly is: 'column' | 'element';
  readonly name: string;
  readonly label: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** A value of the spec itself: where, when or by which key a record belongs, or a data element that an expression fills. */
export interface SpecChange {
  readonly of: 'spec';
  /** Where it stands: `transform`, `orgUnit`. */
  readonly path: readonly string[];
  /** What people call it. */
  readonly label: string;
  readonly before: string | undefined;
  readonly after: string;
}

export interface Changes {
  readonly changes: readonly Change[];
  readonly ignored: readonly IgnoreChange[];
  readonly problems: readonly Problem[];
}

/** Holds what a spreadsheet says against what is there. */
export function compareMapping(state: MappingState, says: MappingSays): Changes {
  const problems: Problem[] = [...says.problems];
  const changes = [
    ...compareColumns(state, says, problems),
    ...compareLabels(state, says),
    ...compareOptions(state, says, problems),
    ...compareLookups(state, says, problems),
  ];
  return { changes, ignored: says.columns ? compareIgnored(state, says) : [], problems };
}

function compareColumns(
  { columns, names }: MappingState,
  { columns: said }: MappingSays,
  problems: Problem[],
): Change[] {
  if (!said) return [];
  problems.push(
    ...unknownVersions(
      said,
      columns.map(({ version }) => version),
      ([, one]) => one.versionPlace,
    ),
  );
  return columns.flatMap(({ path: file, shownAs, version, columns: now }) => {
    const wanted = said.get(version) ?? new Map<string, Said>();
    return [...new Set([...now.keys(), ...wanted.keys()])].flatMap((column): Change[] => {
      const [before, after] = [now.get(column), wanted.get(column)?.value];
      if (before?.uid === after) return [];
      const nameOf = (uid: string | undefined): string | undefined =>
        uid === undefined ? undefined : names.elementOf(uid)?.name;
      const named = { beforeName: nameOf(before?.uid), afterName: nameOf(after) };
      return [
        {
          of: 'question',
          file,
          shownAs,
          version,
          path: [column],
          before: before?.written,
          after,
          within: '',
          ...named,
        },
      ];
    });
  });
}

/**
 * What the form asks in each column. A spreadsheet without any of it says nothing of them, nor does one without the column, nor a
 * line that a person has begun, for a column that had none.
 */
function compareLabels(
  { columns: files, ignore, labels, labelsFile }: MappingState,
  { columns, ignored, labels: said }: MappingSays,
): Change[] {
  if (!columns || !labelsFile || said.columns.size === 0) return [];
  const { path: file, shownAs } = labelsFile;
  const lines = new Set([...columns.values()].flatMap((of) => [...of.keys()]));
  for (const { is, name } of ignored) if (is === 'column') lines.add(name);
  const had = new Set([...files.flatMap((one) => [...one.columns.keys()]), ...ignore.map(({ name }) => name)]);
  return [...new Set([...labels.columns.keys(), ...said.columns.keys()])].flatMap((column): Change[] => {
    const [before, after] = [labels.columns.get(column), said.columns.get(column)];
    if (before === after || (after === undefined && !(lines.has(column) && had.has(column)))) return [];
    const named = { beforeName: undefined, afterName: undefined };
    return [{ of: 'label', file, shownAs, version: '', path: [column], before, after, within: '', ...named }];
  });
}

function compareOptions(
  { options, names }: MappingState,
  { options: said }: MappingSays,
  problems: Problem[],
): Change[] {
  if (!said) return [];
  const first = ([, maps]: readonly [string, ReadonlyMap<string, ReadonlyMap<string, Said>>]) =>
    [...maps.values()].flatMap((map) => [...map.values()])[0]?.versionPlace;
  const known = options.map(({ version }) => version);
  for (const one of said) {
    const place = first(one);
    if (!known.includes(one[0]))
      problems.push(problem('sheet/unknown-version', { version: one[0], versions: known.map(inWords) }, place));
  }
  return options.flatMap(({ path: file, shownAs, version, options: now }) => {
    const wanted = said.get(version) ?? new Map<string, ReadonlyMap<string, Said>>();
    return [...new Set([...now.keys(), ...wanted.keys()])].flatMap((uid) => {
      const set = names.optionSetOf(uid);
      const [had, gets] = [now.get(uid), wanted.get(uid)];
      problems.push(...findAlteredKeys(had, gets));
      return [...new Set([...(had?.keys() ?? []), ...(gets?.keys() ?? [])])].flatMap((choice): Change[] => {
        const [before, after] = [had?.get(choice), gets?.get(choice)?.value];
        if (before === after) return [];
        const nameOf = (code: string | undefined): string | undefined =>
          code === undefined ? undefined : set?.names?.get(code);
        const named = { beforeName: nameOf(before), afterName: nameOf(after) };
        return [
          {
            of: 'choice',
            file,
            shownAs,
            version,
            path: [uid, choice],
            before,
            after,
            within: set?.name ?? uid,
            ...named,
          },
        ];
      });
    });
  });
}

function compareLookups(
  { lookups, names }: MappingState,
  { lookups: said }: MappingSays,
  problems: Problem[],
): Change[] {
  for (const [name, lines] of said) {
    if (lookups.some((lookup) => lookup.name === name)) continue;
    const candidates = names.likely(
      name,
      lookups.map((lookup) => ({ name: lookup.name, code: lookup.name })),
    );
    problems.push(problem('sheet/unknown-lookup', { name, candidates }, [...lines.values()][0]?.place));
  }
  return lookups.flatMap(({ name, path: file, shownAs, entries }) => {
    const wanted = said.get(name);
    if (!wanted) return [];
    problems.push(...findAlteredKeys(entries, wanted));
    const known = new Set(entries.values());
    const of = name === UNIT_LOOKUP ? 'unit' : 'look-up';
    return [...new Set([...entries.keys(), ...wanted.keys()])].flatMap((key): Change[] => {
      const [before, after] = [entries.get(key), wanted.get(key)?.value];
      if (before === after) return [];
      if (of === 'unit' && before && after && !known.has(after) && isSlip(after, before))
        problems.push(problem('sheet/unit-slip', { uid: after, key, before }, wanted.get(key)?.place));
      const named = { beforeName: undefined, afterName: undefined };
      return [{ of, file, shownAs, version: '', path: [key], before, after, within: name, ...named }];
    });
  });
}

function compareIgnored({ ignore, names }: MappingState, { ignored }: MappingSays): IgnoreChange[] {
  const keyOf = (is: string, name: string): string =>
    `${is} ${is === 'element' ? (names.elementOf(name)?.uid ?? name) : name}`;
  const [now, wanted] = [
    new Map(ignore.map((one) => [keyOf(one.is, one.name), one])),
    new Map(ignored.map((one) => [keyOf(one.is, one.name), one])),
  ];
  return [...new Set([...now.keys(), ...wanted.keys()])].flatMap((key): IgnoreChange[] => {
    const [before, after] = [now.get(key), wanted.get(key)];
    const one = before ?? after;
    if (!one || before?.reason === after?.reason) return [];
    const label = one.is === 'element' ? (names.elementOf(one.name)?.name ?? one.name) : one.name;
    return [{ of: 'ignored', is: one.is, name: one.name, label, before: before?.reason, after: after?.reason }];
  });
}

function unknownVersions(
  said: ReadonlyMap<string, ReadonlyMap<string, Said>>,
  known: readonly string[],
  placeOf: (entry: readonly [string, Said]) => Said['versionPlace'],
): Problem[] {
  return [...said].flatMap(([version, lines]) => {
    const [first] = lines;
    if (known.includes(version) || !first) return [];
    return [problem('sheet/unknown-version', { version, versions: known.map(inWords) }, placeOf(first))];
  });
}

const inWords = (version: string): string => version || '(blank)';
