/** Workbooks that are spoilt in a part, or as a whole. */
import { writeZip } from '../../scripts/sample/write-zip.ts';
import { COLUMNS, rows } from '../cli/outreach-files.ts';
import { partsOf, type Cell } from '../sources/xlsx/write-workbook.ts';
import { spoilText } from './mutate.ts';
import type { Random } from './random.ts';

const JOINING = ['_index', '_parent_table_name', '_parent_index', '_submission__uuid'];

function makeParts(random: Random): Record<string, string> {
  const submissions = rows(12);
  const main = submissions.map((one, at): Cell[] => [
    ...COLUMNS.map((column) =>
      column === 'visit_date' ? { xml: `<c s="1"><v>${45_718 + at}</v></c>` } : (one[column] ?? ''),
    ),
    at + 1,
  ]);
  const members = submissions.map((one, at): Cell[] => [`Name ${at}`, at + 1, 'Outreach', at + 1, one['_uuid'] ?? '']);
  return partsOf({
    sheets: [
      { name: 'Outreach', rows: [[...COLUMNS, '_index'], ...main] },
      { name: 'members', rows: [['household/members/name', ...JOINING], ...members] },
    ],
    formats: ['yyyy-mm-dd'],
    isInline: random.chance(0.5),
  });
}

/** One part spoilt as a text, or some bytes of the archive. */
export function spoiltWorkbook(random: Random): Buffer {
  const parts = makeParts(random);
  if (random.chance(0.3)) return spoilBytes(writeZip(parts), random);
  const name = random.pick(Object.keys(parts));
  if (random.chance(0.1)) {
    const { [name]: _, ...others } = parts;
    return writeZip(others);
  }
  return writeZip({ ...parts, [name]: spoilText(parts[name] ?? '', random) });
}

function spoilBytes(bytes: Buffer, random: Random): Buffer {
  if (random.chance(0.3)) return bytes.subarray(0, random.below(bytes.length));
  for (let times = 1 + random.below(8); times > 0; times -= 1) bytes[random.below(bytes.length)] = random.below(256);
  return bytes;
}
