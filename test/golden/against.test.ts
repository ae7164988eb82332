/** `etl plan --against`: what changes when the mapping does, before it is used. */
import { execFile } from 'node:child_process';
import { cp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { csv, rows, spec } from '../cli/outreach-files.ts';
import { makeWorld, type World } from '../cli/world.ts';
import { DATA_SET } from '../sinks/data-set.ts';
import { expectGolden } from './golden.ts';

const MAPPING = fileURLToPath(new URL('../pipelines/mapping', import.meta.url));
const FROM_VISITS = fileURLToPath(new URL('../pipelines/aggregate-from-visits', import.meta.url));
const run = promisify(execFile);

/** A folder with a pipeline and no DHIS2: none is needed. */
async function withFiles(files: Readonly<Record<string, string>>, use: (world: World) => Promise<void>): Promise<void> {
  const world = await makeWorld('http://127.0.0.1:9', { 'kobo.csv': csv(rows(4)), ...files });
  await cp(MAPPING, join(world.folder, 'mapping'), { recursive: true });
  try {
    await use(world);
  } finally {
    await world.remove();
  }
}

async function against(world: World, ...args: readonly string[]): Promise<string> {
  const { stdout, stderr, exitCode } = await world.etl(['plan', 'pipeline.yaml', '--against', ...args]);
  return `${stdout}${stderr}exit code ${exitCode}\n`;
}

const LOCAL = {
  lookups: { orgUnits: 'mapping/mapping_orgUnits.json' },
  mapping: 'mapping/mapping_generated.json',
};

async function git(world: World, ...args: readonly string[]): Promise<void> {
  const who = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false'];
  await run('git', ['-C', world.folder, ...who, ...args]);
}

async function edit(world: World, name: string, change: (text: string) => string): Promise<void> {
  await world.write(name, change(await readFile(join(world.folder, name), 'utf8')));
}

/** What the mapping is made from, changed, in a repository that has it as it was. */
async function withRepository(use: (world: World) => Promise<void>): Promise<void> {
  await withFiles({ 'pipeline.yaml': spec(LOCAL) }, async (world) => {
    await world.etl(['mapping', 'generate', 'pipeline.yaml']);
    await git(world, 'init', '--quiet');
    await git(world, 'add', '.');
    await git(world, 'commit', '--quiet', '-m', 'first');
    await use(world);
  });
}

test('a revision of git: nothing has changed', async () => {
  await withRepository(async (world) => {
    await expectGolden('against/nothing.txt', await against(world, 'HEAD'), world);
  });
});

test('a revision of git: an option is another, one is gone, a question is another column', async () => {
  await withRepository(async (world) => {
    await edit(world, 'mapping/mapping_optionSet.json', (text) =>
      text.replace('"2": "POOR"', '"2": "GOOD"').replace(/,\s*"3": "CLOSED"/, ''),
    );
    await edit(world, 'mapping/mapping_de.json', (text) =>
      text.replace('"village"', '"remarks"').replace(/"remarks": "DeRemarks01",\s*/, ''),
    );
    await expectGolden('against/mapping.txt', await against(world, 'HEAD'), world);
    const { stdout } = await world.etl(['plan', 'pipeline.yaml', '--against', 'HEAD', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      old: 'pipeline.yaml of HEAD',
      new: 'pipeline.yaml as it is now',
      counts: { read: 4, changed: 3, newlyRejected: 1, moved: 0 },
    });
  });
});

test('a revision of git: records move, `where` leaves others out, fields come and go', async () => {
  await withRepository(async (world) => {
    const transform = { occurredAt: '=$date("2025-04-01")', status: 'ACTIVE', completedAt: '=$date(visit_date)' };
    await world.write('pipeline.yaml', spec({ ...LOCAL, transform, source: { where: '=village != "Village 2"' } }));
    await expectGolden('against/spec.txt', await against(world, 'HEAD'), world);
  });
});

test('a generated mapping that was kept, and another spec', async () => {
  await withRepository(async (world) => {
    await cp(join(world.folder, 'mapping/mapping_generated.json'), join(world.folder, 'kept.json'));
    await edit(world, 'kept.json', (text) => text.replace('"3": "CLOSED"', '"3": "POOR"'));
    await expectGolden('against/kept-mapping.txt', await against(world, 'kept.json'), world);
    const lookups = { orgUnits: 'few.json' };
    await world.write('few.json', '{"Alpha Health Post": "OuAlpha0001"}');
    await world.write('other.yaml', spec({ ...LOCAL, lookups }));
    await expectGolden('against/other-spec.txt', await against(world, 'other.yaml'), world);
  });
});

test('the files that a person edits: columns, options', async () => {
  await withRepository(async (world) => {
    await cp(join(world.folder, 'mapping/mapping_de.json'), join(world.folder, 'my_de.json'));
    await edit(world, 'my_de.json', (text) =>
      text.replace('"village"', '"remarks"').replace(/"remarks": "DeRemarks01",\s*/, ''),
    );
    await expectGolden('against/columns-file.txt', await against(world, 'my_de.json'), world);
    await cp(join(world.folder, 'mapping/mapping_optionSet.json'), join(world.folder, 'my_options.json'));
    await edit(world, 'my_options.json', (text) => text.replace('"2": "POOR"', '"2": "GOOD"'));
    await expectGolden('against/options-file.txt', await against(world, 'my_options.json'), world);
    expect(await against(world, 'mapping/mapping_de.json')).not.toContain('changed');
  });
});

test('what cannot be compared is said', async () => {
  await withRepository(async (world) => {
    await expectGolden('against/no-revision.txt', await against(world, 'nowhere'), world);
    await expectGolden('against/no-mapping.txt', await against(world, 'mapping/mapping_orgUnits.json'), world);
    expect(await against(world, '--output=x')).toContain('exit code 2');
    await rm(join(world.folder, '.git'), { recursive: true });
    expect(await against(world, 'HEAD')).toContain('against/no-repository');
    const { stderr } = await world.etl(['plan', 'pipeline.yaml', '--against', 'HEAD'], { PATH: world.folder });
    expect(stderr).toContain('against/no-git');
  });
});

test('forms that are counted from rows, with DHIS2 and without it', async () => {
  const sandbox = await startSandbox({ metadata: DATA_SET });
  const world = await makeWorld(sandbox.url);
  try {
    await cp(FROM_VISITS, world.folder, { recursive: true });
    await cp(join(world.folder, 'pipeline.yaml'), join(world.folder, 'old.yaml'));
    await edit(world, 'pipeline.yaml', (text) =>
      text.replace('outcome = "died"', 'outcome != "died"').replace('"Monthly"', '"Yearly"'),
    );
    await expectGolden('against/forms.txt', await against(world, 'old.yaml'), world);
    await edit(world, 'pipeline.yaml', (text) => text.replace('"Yearly"', '"Monthly"'));
    const { stdout } = await world.etl(['plan', 'pipeline.yaml', '--against', 'old.yaml'], {
      DHIS2_URL: 'http://127.0.0.1:9',
    });
    await expectGolden('against/forms-unreached.txt', stdout, world);
  } finally {
    await sandbox.close();
    await world.remove();
  }
});
