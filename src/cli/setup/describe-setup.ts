/** What `etl init` says of what it has made. */
import type { OpenPoint } from '../../setup/open-point.ts';
import { labelOf } from '../../setup/form.ts';
import type { MadeSetup } from './make-setup.ts';

/** How much is sure, and how much is left. */
export interface SetupCounts {
  readonly questions: Count;
  readonly elements: Count & { readonly compulsoryLeft: number };
  readonly choices: Count;
  readonly units: Count;
}

interface Count {
  readonly sure: number;
  readonly left: number;
}

export function countSetup({ setup, asked }: Pick<MadeSetup, 'setup' | 'asked'>): SetupCounts {
  const open = (is: OpenPoint['is']): number => setup.open.filter((point) => point.is === is).length;
  const pairs = setup.columns.size + setup.byHand.length;
  const choices = [...setup.options.values()].reduce((sum, map) => sum + map.size, 0);
  const units = setup.units.filter(({ unit }) => unit).length;
  const compulsoryLeft = setup.open.filter((point) => point.is === 'element' && point.target.isCompulsory).length;
  return {
    questions: { sure: pairs, left: open('question') },
    elements: { sure: asked.place.targets.length - open('element'), left: open('element'), compulsoryLeft },
    choices: { sure: choices, left: open('choice') },
    units: { sure: units, left: open('unit') },
  };
}

/** What is asked several times a record: a CSV leaves it out, a workbook has it on sheets of its own. */
function repeatsOf({ setup: { repeats }, source }: MadeSetup): string[] {
  if (repeats.length === 0) return [];
  const names = repeats.join(', ');
  return /\.csv$/i.test(source)
    ? [
        `  Asked several times a record, and not in a CSV: ${names}.`,
        '  An export as XLSX has it, and so has KoboToolbox itself (kind: http-json).',
      ]
    : [`  Asked several times a record: ${names}. Expressions make one value of it: =$count(${repeats[0]})`];
}

/** The same for people, with the first of what is left. */
export function describeSetup(made: MadeSetup): string[] {
  const { questions, elements, choices, units } = countSetup(made);
  const { setup, asked, spec } = made;
  const what = asked.place.of === 'program' ? 'data elements' : 'cells';
  const line = (name: string, { sure, left }: Count): string[] =>
    sure + left === 0
      ? []
      : [`  ${name.padEnd(15)}${String(sure).padStart(4)} sure${left > 0 ? `, ${left} to decide` : ''}`];
  return [
    `${asked.place.name}: what is sure is filled in.`,
    ...line('questions', questions),
    ...line(what, elements),
    ...line('answers', choices),
    ...line('facilities', units),
    ...placesOf(setup.open),
    ...(elements.compulsoryLeft > 0
      ? [
          `  Compulsory, and nothing fills it: ${setup.open.flatMap((point) => (point.is === 'element' && point.target.isCompulsory ? [point.target.name] : [])).join('; ')}`,
        ]
      : []),
    ...repeatsOf(made),
    ...(setup.open.length > 0
      ? ['', `To decide: ${setup.open.length} lines in ${spec.replace(/pipeline\.yaml$/, 'to-decide.xlsx')}`]
      : []),
    ...setup.open.slice(0, SHOWN).map((point) => `  ${describePoint(point, asked.place.of === 'data set')}`),
    ...(setup.open.length > SHOWN ? [`  and ${setup.open.length - SHOWN} more`] : []),
  ];
}

const SHOWN = 8;

function placesOf(open: readonly OpenPoint[]): string[] {
  return open.flatMap((point) =>
    point.is === 'place'
      ? [
          `  ${point.what}: ${point.column === undefined ? 'nothing was taken' : `${point.column} was taken`}; ${point.why}.`,
        ]
      : [],
  );
}

function describePoint(point: OpenPoint, isForm: boolean): string {
  const first = 'suggestions' in point ? point.suggestions[0] : undefined;
  const perhaps = first
    ? ` Perhaps ${first.name} (${first.id}), ${Math.min(100, Math.round(first.score))} of 100.`
    : '';
  switch (point.is) {
    case 'place':
      return `${point.what}: ${point.why}.`;
    case 'element':
      return `${isForm ? 'Cell' : 'Data element'} ${point.target.name}${point.target.isCompulsory ? ' (compulsory)' : ''}: no question.${perhaps}`;
    case 'question':
      return `Question ${point.question.column} (${labelOf(point.question)}): ${point.why ? `${point.why}.` : 'nothing to fill.'}${perhaps}`;
    case 'choice':
      return `Answer ${point.choice.value} (${point.choice.labels[0]}) of ${point.question.column}: no option.${perhaps}`;
    default: {
      const [unit] = point.unit.suggestions;
      return `Facility ${point.unit.label}: no organisation unit.${unit ? ` Perhaps ${unit.name} (${unit.id}), ${Math.round(unit.score)} of 100.` : ''}`;
    }
  }
}

/** What comes next, in its order; each line as a shell takes it. */
export function nextSteps(
  { setup, written }: Pick<MadeSetup, 'setup' | 'written'>,
  { spec, hasExport }: { readonly spec: string; readonly hasExport: boolean },
): string[] {
  const folder = spec.replace(/pipeline\.yaml$/, '');
  const hasOpen = setup.open.length > 0;
  const hasCases = written.some((path) => path.endsWith('.cases.yaml'));
  return [
    ...(hasExport ? [] : [`# put the export there: ${folder}export.csv`]),
    `cp ${folder}example.env ${folder}.env  # and fill it in`,
    ...(hasOpen ? [`# write decisions into ${folder}to-decide.xlsx`] : []),
    ...(hasOpen ? [`etl mapping import ${spec} ${folder}to-decide.xlsx --write`] : []),
    `etl check ${spec}`,
    // What is decided changes what comes of the row in the first case.
    ...(hasCases ? [`etl test ${spec}${hasOpen ? ' --update  # and look at its case' : ''}`] : []),
    `etl plan ${spec}`,
  ];
}
