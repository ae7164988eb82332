/**
 * SIPCA end to end in three nights, on a real blob protocol and an embedded DHIS2. Exits 0 only if every number is as
 * it must be, and if DHIS2, read back, has exactly the right events.
 */
import { join, relative } from 'node:path';
import { legacyEvents } from '../sample/legacy-events.ts';
import { lostRows } from '../sample/legacy-index.ts';
import { loadForm, type Form } from '../sample/form.ts';
import { editedRow, sampleRow, sampleRows, type SampleRow } from '../sample/rows.ts';
import { CSV_NAME, exportColumns, INDEX_NAME, writeExport, writeSample } from '../sample/write-sample.ts';
import { drawSummary } from '../../src/report/summary.ts';
import { differencesOf } from './events.ts';
import { readJson, ROOT, SPEC, startWorld, type World } from './world.ts';

const SAMPLE = { seed: 1, rows: 300, bad: true } as const;
const FOLDER = join(ROOT, 'demo-output');

/** What each night must come to. The seed is fixed, and so are the numbers. */
const EXPECTED = [
  { created: 61, updated: 0, unchanged: 0, adopted: 235, excluded: 1, rejected: 3, missing: 2, live: 298 },
  { created: 0, updated: 0, unchanged: 296, adopted: 0, excluded: 1, rejected: 3, missing: 2, live: 298 },
  { created: 1, updated: 1, unchanged: 294, adopted: 0, excluded: 1, rejected: 3, missing: 3, live: 299 },
] as const;

const faults: string[] = [];

function say(text: string): void {
  console.log(text);
}

async function main(): Promise<void> {
  const form = loadForm();
  const world = await startWorld(FOLDER, form.programId);
  try {
    const rows = [...sampleRows(form, SAMPLE)];
    await firstNight(world, form, rows);
    await night(world, form, rows, 1, 'Second night: the same export again. Nothing is new, nothing is sent.');
    await thirdNight(world, form, rows);
    say(
      `\nOn disk: ${relative(ROOT, FOLDER)} (exports, index), runs/sipca (reports, log, payloads under today's names).`,
    );
    say(`The whole integration is ${SPEC} and mappings/sipca.`);
  } finally {
    await world.stop();
  }
  if (faults.length > 0) {
    say(`\nNot as it must be:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    process.exitCode = 1;
  } else say('\nEvery number is as it must be, and DHIS2, read back, has exactly one right event for each submission.');
}

/** An index and events that today's script left, and 300 submissions with one of each usual trouble. */
async function firstNight(world: World, form: Form, rows: readonly SampleRow[]): Promise<void> {
  await writeSample({ ...SAMPLE, out: FOLDER, form: 'tilde' });
  const index = await readJson<Parameters<typeof legacyEvents>[2]>(join(FOLDER, INDEX_NAME));
  await world.preload([...legacyEvents(form, [...rows, ...lostRows(form, SAMPLE)], index)]);
  await world.uploadExport(join(FOLDER, CSV_NAME));
  await world.uploadIndex(join(FOLDER, INDEX_NAME));
  await night(
    world,
    form,
    rows,
    0,
    'First night: 300 submissions, over the index and the events that an earlier tool left.',
  );
}

/** In Kobo one submission is edited (it gets a new _uuid), one comes in, one is deleted. */
async function thirdNight(world: World, form: Form, before: readonly SampleRow[]): Promise<void> {
  const index = await world.readIndex();
  const isSent = (row: SampleRow): boolean => index[row['_uuid'] ?? '']?.uploaded === true;
  const edited = before.findIndex((row) => row['__version__'] === '3' && isSent(row));
  const deleted = before.findIndex((row, at) => at > edited && isSent(row));
  const answer = before[edited]?.['IPC_MANAGER'] === '1' ? '2' : '1';
  const rows = before.map((row, at) => (at === edited ? editedRow(row, { IPC_MANAGER: answer }, 1) : row));
  rows.splice(deleted, 1);
  rows.push(sampleRow(form, SAMPLE, SAMPLE.rows));
  const path = join(FOLDER, 'third_night.csv');
  await writeExport(path, exportColumns(form), rows);
  await world.uploadExport(path);
  await night(world, form, rows, 2, 'Third night: in Kobo one submission was edited, one came in, one was deleted.');
}

async function night(
  world: World,
  form: Form,
  rows: readonly SampleRow[],
  number: 0 | 1 | 2,
  title: string,
): Promise<void> {
  const { report, ms, exitCode } = await world.run();
  say(`\n${title}`);
  say(number === 0 ? drawSummary(report) : drawSummary({ ...report, tasks: [] }));
  if (number > 0)
    say(
      `  to do: ${report.tasks.length} things, as the report says: ${report.artifacts.find((path) => path.endsWith('report.json'))}`,
    );
  say(`  ${(ms / 1000).toFixed(1)} s, exit code ${exitCode} (1: done, and somebody must act)`);
  const events = await world.readEvents();
  const { live, ...counts } = EXPECTED[number];
  for (const [name, expected] of Object.entries(counts)) {
    const got = report.counts[name as keyof typeof counts];
    if (got !== expected) faults.push(`night ${number + 1}: ${name} is ${got}, not ${expected}`);
  }
  if (exitCode !== 1 || report.exitCode !== 1) faults.push(`night ${number + 1}: exit code ${exitCode}, not 1`);
  if (events.length !== live) faults.push(`night ${number + 1}: DHIS2 has ${events.length} events, not ${live}`);
  faults.push(
    ...differencesOf(form, rows, await world.readIndex(), events).map(
      (difference) => `night ${number + 1}: ${difference}`,
    ),
  );
}

await main();
