/** The dictionary of a spec in French. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readSheets } from '../../src/sheets/read-sheets.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { csv, rows, spec } from '../cli/outreach-files.ts';
import { outreachMetadata } from '../cli/outreach.ts';
import { makeWorld } from '../cli/world.ts';
import { readableTexts } from '../pages/page-text.ts';

const ENGLISH =
  /\b(?:What|Required|Written|Reads|Tested|Column|fills|Search|Look-ups?|Answers?|Option code|Key|Value|Made from|Everything|entries|left out|always|program|Choices|When|Because|File)\b/;

it('says nothing in English but what the spec and DHIS2 do', async () => {
  const sandbox = await startSandbox({ metadata: outreachMetadata() });
  const world = await makeWorld(sandbox.url, { 'pipeline.yaml': spec({ language: 'fr' }), 'kobo.csv': csv(rows(2)) });
  try {
    const cases = { cases: [{ name: 'Un cas', row: { facility: 'x' }, rejects: [{ code: 'lookup/no-match' }] }] };
    await world.write('pipeline.cases.yaml', JSON.stringify(cases));
    expect(await world.etl(['docs', 'pipeline.yaml'])).toMatchObject({ exitCode: 0 });
    const page = await world.read('outreach-dictionary.html');
    expect(page).toContain('<html lang="fr">');
    expect(page).toContain('Ce que DHIS2 reçoit');
    expect(readableTexts(page).filter((text) => ENGLISH.test(text))).toEqual([]);
    const sheets = await readSheets(join(world.folder, 'outreach-dictionary.xlsx'));
    const titles = sheets.flatMap(({ name, rows: [heading] }) => [name, ...(heading?.cells ?? [])]);
    expect(titles).toContain('Élément de données');
    expect(titles.filter((title) => ENGLISH.test(title))).toEqual([]);
  } finally {
    await world.remove();
    await sandbox.close();
  }
});
