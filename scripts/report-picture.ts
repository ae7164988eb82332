/**
 * Draws the pictures of a plan's and a report's page for README and docs: nights of the SIPCA sample on the sandbox, in a
 * browser. `node scripts/report-picture.ts [FOLDER]`, default docs/images: plan.png and report.png.
 */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startSandbox } from '../src/sandbox/sandbox.ts';
import { etl } from '../test/cli/in-process.ts';
import { startBrowser, withPage } from '../test/pages/browser.ts';
import { lastRunIn } from '../test/pages/nights.ts';
import { writeSample } from './sample/write-sample.ts';

const SAMPLE = { seed: 1, form: 'tilde', uuidOnly: false, noIndex: true } as const;
const ROOT = resolve(import.meta.dirname, '..');
const target = resolve(process.argv[2] ?? join(ROOT, 'docs/images'));
const folder = await mkdtemp(join(tmpdir(), 'etl-picture-'));
const out = join(folder, 'sample');
await writeSample({ ...SAMPLE, rows: 100, out, bad: false });
const metadata = JSON.parse(await readFile(join(out, 'sandbox_metadata.json'), 'utf8')) as object;
const sandbox = await startSandbox({ metadata });
try {
  await writeFile(
    join(out, 'local.yaml'),
    JSON.stringify({
      datalakeSource: { kind: 'file', folder: '.' },
      datalakeIndex: { kind: 'file', folder: '.' },
      hmis: { kind: 'dhis2', url: sandbox.url, username: 'admin', password: '${SIPCA_DHIS2_PASSWORD}' },
    }),
  );
  const spec = (await readFile(join(ROOT, 'pipelines/sipca.yaml'), 'utf8')).replace(
    /folder: .*runs.*/,
    `folder: ${join(folder, 'runs')}`,
  );
  await cp(join(ROOT, 'mappings'), join(folder, 'mappings'), { recursive: true });
  await mkdir(join(folder, 'pipelines'));
  await writeFile(join(folder, 'pipelines/sipca.yaml'), spec);
  const env = { SIPCA_DHIS2_PASSWORD: 'district' };
  const command = async (name: 'plan' | 'run', ...args: readonly string[]): Promise<void> => {
    const usual =
      '--connections sample/local.yaml --accept new-index --accept created=999 --accept changed=999 --accept missing=999';
    const ended = await etl([name, 'pipelines/sipca.yaml', ...usual.split(' '), ...args], { cwd: folder, env });
    if (ended.exitCode !== 0 && ended.exitCode !== 1) throw new Error(ended.stderr);
  };
  const nights = [150, 165, 170, 182, 190, 200];
  for (const [at, rows] of nights.entries()) {
    // The last export has the planted faults.
    await writeSample({ ...SAMPLE, rows, out, bad: at === nights.length - 1 });
    if (at === nights.length - 1) await command('plan', '--html', 'plan.html');
    await command('run');
  }
  const browser = await startBrowser();
  try {
    await mkdir(target, { recursive: true });
    const pages = {
      'report.png': join(await lastRunIn(join(folder, 'runs')), 'report.html'),
      'plan.png': join(folder, 'plan.html'),
    };
    for (const [picture, page] of Object.entries(pages)) {
      // Where this machine keeps its temporary files is nobody's business.
      await writeFile(page, (await readFile(page, 'utf8')).replaceAll(`${folder}/`, ''));
      await withPage(browser, pathToFileURL(page).href, { width: 900 }, async (opened) => {
        const clip = { x: 0, y: 0, width: 900, height: 1150 };
        await opened.page.screenshot({ path: join(target, picture), clip, fullPage: true });
      });
    }
  } finally {
    await browser.close();
  }
} finally {
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
}
