/** Peak memory of a plan over groups: ten times the rows in as many groups, beside each other. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { measure, type Usage } from './measure.ts';
import { cachedSample, CLI, startSandboxProcess } from './workspace.ts';

/** Facilities and months: 2000 groups. */
const FACILITIES = 200;
const MONTHS = 10;

/** Plans 20,000 and 200,000 rows (`rows`) of 2000 groups. */
export async function benchGroups(cache: string, rows: number): Promise<void> {
  const sandbox = await startSandboxProcess(await cachedSample(cache, 1000));
  try {
    const few = await planGroups(cache, Math.round(rows / 10), sandbox.url);
    const many = await planGroups(cache, rows, sandbox.url);
    const perRow = ((many.peakMiB - few.peakMiB) * 1024) / (rows * 0.9);
    console.log(`${perRow.toFixed(2)} KiB for each further row`);
  } finally {
    await sandbox.stop();
  }
}

async function planGroups(cache: string, rows: number, url: string): Promise<Usage> {
  const folder = path.join(cache, 'groups');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeRows(path.join(folder, 'visits.csv'), rows);
  const spec = path.join(folder, 'groups.yaml');
  await writeFile(spec, SPEC.replace('URL', url));
  const used = await measure([CLI, 'plan', spec, '--quiet'], folder);
  const shown = `${rows.toLocaleString('en')} rows in ${(FACILITIES * MONTHS).toLocaleString('en')} groups`;
  console.log(
    `${shown.padEnd(34)} ${(used.wallMs / 1000).toFixed(1)} s, CPU ${(used.cpuMs / 1000).toFixed(1)} s, peak ${Math.round(used.peakMiB)} MiB`,
  );
  return used;
}

async function writeRows(file: string, rows: number): Promise<void> {
  const stream = createWriteStream(file);
  stream.write('id,place,day,age,result,village,note\n');
  for (let row = 0; row < rows; row += 1) {
    const place = `OuPlace${String(row % FACILITIES).padStart(4, '0')}`;
    const month = String((Math.floor(row / FACILITIES) % MONTHS) + 1).padStart(2, '0');
    const day = String((row % 28) + 1).padStart(2, '0');
    const line = `visit-${row}-${'0'.repeat(24)},${place},2025-${month}-${day},${row % 60},${row % 3 ? 'neg' : 'pos'},Village ${row % 97},${'a remark '.repeat(10)}\n`;
    if (!stream.write(line)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'close');
}

const SPEC = `name: groups
connections:
  hmis: { kind: dhis2, url: "URL", username: admin, password: "\${BENCH_PASSWORD:-district}" }
source:
  kind: csv
  path: visits.csv
  key: id
  group:
    by: [place, '=$period(day, "Monthly")']
    as: visits
transform:
  orgUnit: =place
  occurredAt: =$substring(period, 0, 4) & "-" & $substring(period, 4, 2) & "-01"
  dataValues:
    DeUnderFive: =$count(visits[result = "pos" and $int(age) < 5])
    DeOlder0001: =$count(visits[result = "pos" and $int(age) >= 5])
    DeVillages1: =$count($distinct(visits.village))
sink: { kind: dhis2-events, connection: hmis, program: Nep6qUpNTNn }
index: { path: index.json }
`;
