import { drawField } from './draw-field.ts';
import { drawReason, drawValues } from './draw-values.ts';
import type { ExplainedRow, Explanation } from './explanation.ts';
import { drawEntries, drawSent, drawThere } from './draw-past.ts';
import { printableLine } from '../base/printable.ts';
import { section, shownValue, wrapped } from './layout.ts';

/** An explanation for a terminal of 80 columns. */
export function drawExplanation(explanation: Explanation): string {
  const { pipeline, asked, matches, targets } = explanation;
  if (matches.length > 0) return drawMatches(explanation);
  const head = [...wrapped('', `${pipeline}: ${asked}`), ...drawRecord(explanation)];
  const body = targets
    ? targets.flatMap((target) => drawField(target, explanation))
    : [
        ...section('Its values', drawValues(explanation.record?.fields ?? [])),
        ...section('What a run would do now', drawVerdict(explanation)),
        ...section('What was sent', drawSent(explanation)),
        ...section('What the index says', drawEntries(explanation)),
        ...section('What DHIS2 has now', drawThere(explanation)),
        ...section('Where these differ', drawDifferences(explanation)),
      ];
  return [...head, ...body].join('\n');
}

/** Several rows are meant: which is for the person to say. */
function drawMatches({ pipeline, asked, matches, source }: Explanation): string {
  const lines = matches.flatMap((match) => wrapped('  ', `${placeOf(match)}: ${match.ids.join(', ')}`, 4));
  return [
    ...wrapped('', `${pipeline}: ${asked} is in ${matches.length} rows:`),
    ...sourceOf(source),
    ...lines,
    '',
    `Name one of them: "row ${matches[0]?.row ?? 1}".`,
  ].join('\n');
}

function placeOf({ row, line, sheet }: ExplainedRow): string {
  if (!line) return `row ${row}`;
  return sheet === undefined ? `row ${row} (${line} in Excel)` : `row ${row} (${line} of sheet ${sheet})`;
}

/** Where a record stands, what it is called, and how it is read. */
export function drawRecord({ record, source }: Pick<Explanation, 'record' | 'source'>): string[] {
  if (!record && source.problem !== null) return wrapped('  ', `The source cannot be read: ${source.problem}`);
  if (!record) return ['  It is not in the source:', ...sourceOf(source)];
  const { key, ids, group, where, version } = record;
  const others = ids.filter((id) => id !== key);
  return [
    ...wrapped('  ', group ? `a group of the rows ${group.rows.join(', ')}` : placeOf(record), 4),
    ...sourceOf(source),
    ...wrapped('  ', `key ${key ?? '(none)'}${others.length > 0 ? `, also called ${others.join(', ')}` : ''}`, 4),
    ...(version ? wrapped('  ', `form version ${version.name}: ${version.when}`, 4) : []),
    ...(where ? wrapped('  ', `\`where\` ${where.holds ? 'lets it through' : 'leaves it out'}: ${where.text}`, 4) : []),
  ];
}

/** A path is not broken over lines: people copy it. */
function sourceOf({ location }: Explanation['source']): string[] {
  return location === null ? [] : [`  source ${printableLine(location)}`];
}

const ACTIONS: Readonly<Record<string, string>> = {
  create: 'Send it: it is new.',
  update: 'Send it: it has changed.',
  leave: 'Nothing: it is as it was sent.',
  adopt: 'Nothing: DHIS2 has it just so already.',
  returned: 'Send nothing: it is back in the source.',
  hold: 'Send nothing: it waits for a person.',
  excluded: 'Send nothing: `where` leaves it out.',
  reject: 'Send nothing: it cannot go as it is.',
  missing: 'Send nothing: its record is not in the source any more.',
};

function drawVerdict({ verdict, server, source }: Explanation): string[] {
  if (verdict)
    return [
      ...wrapped(
        '  ',
        `${ACTIONS[verdict.action] ?? verdict.action}${verdict.address === null ? '' : ` (${verdict.address})`}`,
      ),
      ...verdict.reasons.flatMap((reason) => drawReason(reason)),
    ];
  if (server.problem !== null) return wrapped('  ', `Not known. ${server.problem}`);
  return source.problem === null ? wrapped('  ', 'Nothing: there is nothing left to do about it.') : [];
}

function drawDifferences({ differences }: Explanation): string[] {
  return differences.flatMap((difference) => {
    const sides = [
      ['the record', difference.record, ''],
      ['last sent', difference.sent, ''],
      ['DHIS2', difference.there, difference.wasEdited ? '  changed there since it was sent' : ''],
    ] as const;
    return [
      ...wrapped('  ', difference.label),
      ...sides.flatMap(([name, value, note]) =>
        value === undefined ? [] : wrapped(`    ${name.padEnd(12)}`, `${shownValue(value)}${note}`),
      ),
    ];
  });
}
