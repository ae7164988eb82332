/** Nights of the outreach pipeline that leave everything a page can tell: the last of them is looked at. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { csv, row, rows, spec, type Row, type SpecParts } from '../cli/outreach-files.ts';
import { run, type World } from '../cli/world.ts';

export const HOSTILE = '<script>document.title="taken"</script><img src=x onerror="document.title=1">';

/** Without guards, which a case of few records would trip. */
const FREE = { guard: { changed: '100%', created: '100%', missing: '100%' } };

/** Three nights: all new; some changed, gone and wrong; the same again. Gives the folder of the last one. */
export async function threeNights(world: World, parts: SpecParts = {}, hostile = HOSTILE): Promise<string> {
  await world.write('pipeline.yaml', spec({ reconcile: { ...FREE, grace: '0 minutes' }, ...parts }));
  const first: Row[] = rows(30).map((one, at) => ({ ...one, remarks: `Remark ${at}`, follow_up: 'yes' }));
  await world.write('kobo.csv', csv(first));
  await run(world);
  const second: Row[] = first.map((one, at) => ({
    ...one,
    remarks: at < 6 ? '' : at < 9 ? hostile : (one['remarks'] ?? ''),
    follow_up: at < 12 ? 'no' : 'yes',
    facility: at === 13 ? hostile : at === 14 ? 'Gamma Health Post' : (one['facility'] ?? ''),
    visit_date: at === 15 ? '2025-02-30' : (one['visit_date'] ?? ''),
    team_size: at === 16 ? 'many' : (one['team_size'] ?? ''),
  }));
  const changed = [...second.filter((_, at) => at !== 20 && at !== 21), row(31), row(32, { road: '9' })];
  await world.write('kobo.csv', csv(changed));
  await run(world);
  await run(world);
  return lastRun(world);
}

/** Folder of the last run. */
export function lastRun(world: World): Promise<string> {
  return lastRunIn(join(world.folder, 'runs', 'outreach'));
}

/** The same of a folder of runs. */
export async function lastRunIn(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}-/.test(name)).sort();
  return join(folder, names.at(-1) ?? '');
}
