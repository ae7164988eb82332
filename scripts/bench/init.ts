/**
 * How much `etl init` finds by itself, and what of it is wrong: of SIPCA, whose mapping is known, and of two forms of the
 * tests. `--form FILE`: the XLSForm of SIPCA, whose labels and lists are then used beside the names of its columns.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Form } from '../../src/setup/form.ts';
import type { SeenColumn } from '../../src/setup/match-header.ts';
import { parseXlsForm, type FormSheet } from '../../src/setup/parse-xlsform.ts';
import { planSetup, type SetupInput } from '../../src/setup/plan-setup.ts';
import { toSetupPlace, type SetupPlace } from '../../src/setup/target.ts';
import { readSheets } from '../../src/sheets/read-sheets.ts';
import { measureSetup, type Truth } from '../../test/setup/measure.ts';

const SIPCA = resolve(import.meta.dirname, '../../mappings/sipca');

const loadSipca = (name: string): unknown => JSON.parse(readFileSync(join(SIPCA, name), 'utf8'));

/** Prints for each form how many questions, answers and facilities are right, wrong, and left to a person. */
export async function benchInit(form: string | undefined): Promise<void> {
  console.log(
    `${''.padEnd(38)}${'right'.padStart(7)}${'wrong'.padStart(7)}${'open'.padStart(7)}${'CPU s'.padStart(9)}`,
  );
  const questions = loadSipca('mapping_de.json') as Record<string, string>;
  const choices = loadSipca('mapping_optionSet.json') as Truth['choices'];
  const place = toSetupPlace(loadSipca('retrieved_program_metadata.json'), undefined, { id: 'P', name: 'SIPCA' });
  const columns = seenIn(questions, choices, place);
  const units = loadSipca('mapping_orgUnits.json') as Record<string, string>;
  show('SIPCA, names of columns alone', { columns, place, units: [] }, { questions, choices, units: {} });
  if (form !== undefined) {
    const read = parseXlsForm((await readSheets(resolve(form))).map(withNames), form);
    show('SIPCA, with its form', { form: read, columns, place, units: [] }, { questions, choices, units: {} });
  }
  // Names of units as DHIS2 would have them: the first way in which the look-up writes each.
  const named = new Map(
    Object.entries(units)
      .map(([name, id]) => [id, name])
      .reverse() as [string, string][],
  );
  const facilities: Form = {
    questions: [
      {
        column: 'FACILITY',
        name: 'FACILITY',
        labels: ['Facility'],
        groups: [],
        kind: 'choice',
        choices: Object.keys(units).map((value) => ({ value, labels: [value] })),
      },
    ],
  };
  const known = [...named].map(([id, name]) => ({ id, name: name.replace(/^[^,]+, /, '') }));
  const seen: SeenColumn = { name: 'FACILITY', values: Object.keys(units), filled: 500, isUnique: false };
  show(
    'SIPCA, facilities without their region',
    { form: facilities, columns: [seen], place, units: known },
    { questions: {}, choices: {}, units },
  );
}

function show(name: string, input: SetupInput, truth: Truth): void {
  const start = process.cpuUsage();
  const found = measureSetup(planSetup(input), truth);
  const seconds = (process.cpuUsage(start).user / 1e6).toFixed(1);
  console.log(`${name.padEnd(61)}${seconds.padStart(7)}`);
  for (const [what, { right, wrong, open }] of Object.entries(found)) {
    if (right + wrong.length + open === 0) continue;
    const cells = [right, wrong.length, open].map((count) => String(count).padStart(7)).join('');
    console.log(`  ${what.padEnd(36)}${cells}`);
    for (const one of wrong) console.log(`    wrong: ${one}`);
  }
}

function seenIn(questions: Record<string, string>, choices: Truth['choices'], { targets }: SetupPlace): SeenColumn[] {
  const setOf = new Map(targets.map(({ id, optionSet }) => [id, optionSet?.id ?? '']));
  return Object.entries(questions).map(([name, id]) => {
    const values = Object.keys(choices[setOf.get(id) ?? ''] ?? {});
    return { name, values, filled: 500, isUnique: false };
  });
}

/** The form of several years has a column of names for each version. */
function withNames(sheet: FormSheet): FormSheet {
  const [heading, ...rows] = sheet.rows;
  if (!heading || sheet.name !== 'survey' || heading.cells.includes('name')) return sheet;
  const cells = heading.cells.map((cell) => (/_v3$/i.test(cell) ? 'name' : cell));
  return { ...sheet, rows: [{ ...heading, cells }, ...rows] };
}
