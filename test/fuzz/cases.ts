/** Five families of spoilt input. A case is told by seed, family and number alone, so that each can be tried again. */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { EtlError, ProblemsError } from '../../src/base/errors.ts';
import { parseJsonDocument } from '../../src/base/json-document.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { outreachMetadata } from '../cli/outreach.ts';
import { CANARIES, type Ended, type Home } from './home.ts';
import { spoilCsv, spoilJson, spoilText } from './mutate.ts';
import { Random } from './random.ts';
import { spoiltWorkbook } from './workbooks.ts';

export const FAMILIES = ['csvs', 'workbooks', 'specs', 'files', 'answers'] as const;
export type Family = (typeof FAMILIES)[number];

type Case = (home: Home, random: Random, number: number) => Promise<Ended>;

const SPEC = 'pipeline.yaml';
const GENERATE = 'mapping generate';

/** Plays one case in a home that is as it was. */
export async function playCase(home: Home, family: Family, seed: number | string, number: number): Promise<Ended> {
  await home.restore();
  try {
    return await CASES[family](home, new Random(seed, family, number), number);
  } finally {
    home.answerWith(undefined);
  }
}

const CASES: Readonly<Record<Family, Case>> = {
  async csvs(home, random) {
    await spoil(home, random, 'kobo.csv', spoilCsv);
    if (random.chance(0.3)) await writeFile(join(home.folder, 'index.json'), '{}');
    const accept = ['new-index', 'empty-source', 'header'].flatMap((one) => ['--accept', one]);
    if (random.chance(0.15)) return home.run(['plan', SPEC, '--out', 'out.ndjson', ...accept]);
    if (random.chance(0.1)) return home.run(['check', SPEC]);
    if (random.chance(0.1)) return home.run(['eval', '$orgUnit(facility)', '--spec', SPEC, '--row', '1']);
    if (random.chance(0.1)) return home.run(['explain', SPEC, 'row 1', ...json(random)]);
    return home.run(['run', SPEC, ...accept, ...json(random)]);
  },

  async workbooks(home, random) {
    const spec = home.files.get(SPEC)?.toString('utf8') ?? '';
    await writeFile(
      join(home.folder, SPEC),
      spec.replace('kind: csv', 'kind: xlsx').replace('path: kobo.csv', 'path: kobo.xlsx'),
    );
    await writeFile(join(home.folder, 'kobo.xlsx'), spoiltWorkbook(random));
    await writeFile(join(home.folder, 'index.json'), '{}');
    const accept = ['new-index', 'empty-source', 'header'].flatMap((one) => ['--accept', one]);
    if (random.chance(0.2)) return home.run(['plan', SPEC, ...accept]);
    if (random.chance(0.1)) return home.run(['check', SPEC]);
    if (random.chance(0.1)) return home.run(['eval', '$count(members)', '--spec', SPEC, '--row', '1']);
    if (random.chance(0.1)) return home.run(['explain', SPEC, 'row 1', ...json(random)]);
    return home.run(['run', SPEC, ...accept, ...json(random)]);
  },

  async specs(home, random) {
    const name = random.pick([SPEC, SPEC, SPEC, 'connections.yaml', 'my.env', 'credentials.ini']);
    const text = await spoil(home, random, name, name.endsWith('.yaml') && random.chance(0.5) ? spoilYaml : spoilText);
    // A spoilt address or budget may make a run wait, as it should: there the check must do.
    const mayWait = !/giveUpAfter"?: "?0\.1 s/.test(text) && !text.includes('DHIS2_URL') && name.endsWith('.yaml');
    if (random.chance(0.4) || mayWait) return home.run(['check', SPEC, ...json(random)]);
    const command = random.pick(['plan', 'run', 'eval', GENERATE, 'unlock']);
    if (command === 'eval')
      return home.run(['eval', '$twice($int(team_size))', '--spec', SPEC, '--row', '1', ...json(random)]);
    if (command === 'unlock') return home.run(['unlock', SPEC, '--yes']);
    return home.run([...command.split(' '), SPEC, ...json(random)]);
  },

  async files(home, random, number) {
    // In turn, so that a few cases have them all.
    const [name, how, commands] = FILES[number % FILES.length] as Kind;
    if (name === 'metadata of the sandbox') return startSpoiltSandbox(random);
    const text = await spoil(home, random, name, how);
    // Its digest is looked at first: what comes behind that is tried, too.
    if (name === 'night.ndjson' && random.chance(0.7)) await bindPlan(home, text);
    const command = random.pick(commands);
    if (command === 'apply') return home.run(['apply', SPEC, '--plan', 'night.ndjson', ...json(random)]);
    if (command === 'unlock') return home.run(['unlock', SPEC, '--yes', ...json(random)]);
    if (command === 'explain') return home.run(['explain', SPEC, 'row 2', ...json(random)]);
    return home.run([...command.split(' '), SPEC, ...json(random)]);
  },

  async answers(home, random, number) {
    const path = PATHS[number % PATHS.length] as (typeof PATHS)[number];
    const from = random.chance(0.8) ? 0 : random.below(3);
    let seen = 0;
    home.answerWith((request, reply) => {
      if (!request.path.startsWith(path.path) || request.method !== path.method || (seen += 1) <= from) return reply;
      const status = random.chance(0.15) ? random.pick([200, 400, 401, 403, 404, 409, 500, 503]) : reply.status;
      return { ...reply, status, body: spoilJson(reply.body, random, TOLD_BACK).toString('utf8') };
    });
    return home.run(['run', SPEC, ...json(random)]);
  },
};

/** A server or a proxy that tells back what it was told. */
const TOLD_BACK = [
  CANARIES.password,
  `Authorization: Basic ${Buffer.from(`admin:${CANARIES.password}`).toString('base64')}`,
  `${'x'.repeat(290)}${CANARIES.password}`,
  encodeURIComponent(CANARIES.password),
];

const PATHS = [
  { method: 'GET', path: '/api/me' },
  { method: 'GET', path: '/api/system/info' },
  { method: 'GET', path: '/api/programs/' },
  { method: 'GET', path: '/api/tracker/events' },
  { method: 'POST', path: '/api/tracker' },
  { method: 'POST', path: '/api/tracker' },
];

type Spoil = (text: string, random: Random) => Buffer;
type Kind = readonly [name: string, how: Spoil, commands: readonly string[]];

const FILES: readonly Kind[] = [
  ['index.json', spoilJson, ['run', 'plan', 'apply', 'explain']],
  ['index.json', spoilJson, ['run', 'plan', 'apply', 'explain']],
  ['index.json.etl.json', spoilJson, ['run', 'plan', 'apply', 'explain']],
  ['index.json.journal.ndjson', spoilLines, ['run', 'plan', 'explain']],
  ['index.json.etl.rows', spoilText, ['run', 'plan', 'explain']],
  ['night.ndjson', spoilLines, ['apply']],
  ['night.ndjson', spoilLines, ['apply']],
  ['night.ndjson.meta.json', spoilJson, ['apply']],
  ['units.csv', spoilCsv, ['check', 'plan']],
  ['mapping/mapping_orgUnits.json', spoilJson, ['check', 'plan', 'run']],
  ['mapping/mapping_de.json', spoilJson, [GENERATE]],
  ['mapping/mapping_optionSet.json', spoilJson, [GENERATE]],
  ['mapping/options_v2.json', spoilJson, [GENERATE]],
  ['mapping/retrieved_program_metadata.json', spoilJson, [GENERATE]],
  ['mapping/decisions.csv', spoilCsv, [GENERATE]],
  ['mapping/mapping_generated.json', spoilJson, ['check', 'plan', 'run', GENERATE]],
  ['kept.json', spoilJson, ['plan --against kept.json']],
  ['pipeline.cases.yaml', spoilYaml, ['test', 'test --update', 'docs --to out']],
  ['pipeline.cases.yaml', spoilText, ['test', 'test --update', 'test --coverage', 'docs --to out']],
  ['index.json.lock', spoilJson, ['run', 'unlock']],
  ['metadata of the sandbox', spoilJson, []],
];

async function bindPlan(home: Home, plan: string): Promise<void> {
  const name = 'night.ndjson.meta.json';
  const binding = JSON.parse(home.files.get(name)?.toString('utf8') ?? '{}') as object;
  const planDigest = createHash('sha256').update(plan).digest('base64url');
  await writeFile(join(home.folder, name), JSON.stringify({ ...binding, planDigest }));
}

/** A YAML file in its structure; written as JSON, which is YAML, too. */
function spoilYaml(text: string, random: Random): Buffer {
  return spoilJson(JSON.stringify(parse(text)), random);
}

/** Some lines of JSON, each for itself. */
function spoilLines(text: string, random: Random): Buffer {
  const lines = text.trimEnd().split('\n');
  const at = random.below(lines.length);
  return Buffer.from(lines.with(at, spoilJson(lines[at] ?? '', random).toString()).join('\n'));
}

async function startSpoiltSandbox(random: Random): Promise<Ended> {
  const started = performance.now();
  const end = (exitCode: number, output: string): Ended => ({ exitCode, output, ms: performance.now() - started });
  try {
    // As `etl sandbox --metadata` takes it.
    const text = spoilJson(JSON.stringify(outreachMetadata()), random).toString();
    const { value, problems } = parseJsonDocument({ file: 'metadata.json', text });
    if (problems.length > 0) return end(2, '');
    await (await startSandbox({ metadata: value })).close();
    return end(0, '');
  } catch (error) {
    if (error instanceof EtlError || error instanceof ProblemsError) return end(2, error.message);
    return end(70, (error as Error).stack ?? String(error));
  }
}

const NO_LOCK = JSON.stringify({
  id: 'left-behind',
  pid: 999_999_999,
  host: 'elsewhere',
  process: null,
  since: '2026-01-01T00:00:00Z',
});

async function spoil(home: Home, random: Random, name: string, how: Spoil): Promise<string> {
  const bytes = how(home.files.get(name)?.toString('utf8') ?? NO_LOCK, random);
  await writeFile(join(home.folder, name), bytes);
  return bytes.toString('utf8');
}

function json(random: Random): string[] {
  return random.chance(0.3) ? ['--json'] : [];
}
