/** Four families of spoilt input. A case is told by seed, family and number alone, so that each can be tried again. */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import Apply from '../../src/commands/apply.ts';
import Check from '../../src/commands/check.ts';
import Eval from '../../src/commands/eval.ts';
import Generate from '../../src/commands/mapping/generate.ts';
import Plan from '../../src/commands/plan.ts';
import Run from '../../src/commands/run.ts';
import Unlock from '../../src/commands/unlock.ts';
import { EtlError, ProblemsError } from '../../src/base/errors.ts';
import { parseJsonDocument } from '../../src/base/json-document.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { outreachMetadata } from '../cli/outreach.ts';
import { CANARIES, type Home } from './home.ts';
import type { Ended, Runnable } from './in-process.ts';
import { spoilCsv, spoilJson, spoilText } from './mutate.ts';
import { Random } from './random.ts';

export const FAMILIES = ['csvs', 'specs', 'files', 'answers'] as const;
export type Family = (typeof FAMILIES)[number];

type Case = (home: Home, random: Random) => Promise<Ended>;

const SPEC = 'pipeline.yaml';

/** Plays one case in a home that is as it was. */
export async function playCase(home: Home, family: Family, seed: number | string, number: number): Promise<Ended> {
  await home.restore();
  try {
    return await CASES[family](home, new Random(seed, family, number));
  } finally {
    home.answerWith(undefined);
  }
}

const CASES: Readonly<Record<Family, Case>> = {
  async csvs(home, random) {
    await spoil(home, random, 'kobo.csv', spoilCsv);
    if (random.chance(0.3)) await writeFile(join(home.folder, 'index.json'), '{}');
    const accept = ['new-index', 'empty-source', 'header'].flatMap((one) => ['--accept', one]);
    if (random.chance(0.15)) return home.run(Plan, [SPEC, '--out', 'out.ndjson', ...accept]);
    if (random.chance(0.1)) return home.run(Check, [SPEC]);
    if (random.chance(0.1)) return home.run(Eval, [SPEC, '$orgUnit(facility)', '--row', '1']);
    return home.run(Run, [SPEC, ...accept, ...json(random)]);
  },

  async specs(home, random) {
    const name = random.pick([SPEC, SPEC, SPEC, 'connections.yaml', 'my.env', 'credentials.ini']);
    const text = await spoil(home, random, name, name.endsWith('.yaml') && random.chance(0.5) ? spoilYaml : spoilText);
    // A spoilt address or budget may make a run wait, as it should: there the check must do.
    const mayWait = !/giveUpAfter"?: "?1 s/.test(text) && !text.includes('DHIS2_URL') && name.endsWith('.yaml');
    if (random.chance(0.4) || mayWait) return home.run(Check, [SPEC, ...json(random)]);
    const command = random.pick([Plan, Run, Eval, Generate, Unlock]);
    if (command === Eval) return home.run(Eval, [SPEC, '$twice($int(team_size))', '--row', '1', ...json(random)]);
    if (command === Unlock) return home.run(Unlock, [SPEC, '--yes']);
    return home.run(command, [SPEC, ...json(random)]);
  },

  async files(home, random) {
    const [name, how, commands] = random.pick(FILES);
    if (name === 'metadata of the sandbox') return startSpoiltSandbox(random);
    const text = await spoil(home, random, name, how);
    // Its digest is looked at first: what comes behind that is tried, too.
    if (name === 'night.ndjson' && random.chance(0.7)) await bindPlan(home, text);
    const command = random.pick(commands);
    if (command === Apply) return home.run(Apply, [SPEC, '--plan', 'night.ndjson', ...json(random)]);
    if (command === Unlock) return home.run(Unlock, [SPEC, '--yes', ...json(random)]);
    return home.run(command, [SPEC, ...json(random)]);
  },

  async answers(home, random) {
    const path = random.pick(PATHS);
    const from = random.chance(0.8) ? 0 : random.below(3);
    let seen = 0;
    home.answerWith((request, reply) => {
      if (!request.path.startsWith(path.path) || request.method !== path.method || (seen += 1) <= from) return reply;
      const status = random.chance(0.15) ? random.pick([200, 400, 401, 403, 404, 409, 500, 503]) : reply.status;
      return { ...reply, status, body: spoilJson(reply.body, random, TOLD_BACK).toString('utf8') };
    });
    return home.run(Run, [SPEC, ...json(random)]);
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
type Kind = readonly [name: string, how: Spoil, commands: readonly Runnable[]];

const FILES: readonly Kind[] = [
  ['index.json', spoilJson, [Run, Plan, Apply]],
  ['index.json', spoilJson, [Run, Plan, Apply]],
  ['index.json.etl.json', spoilJson, [Run, Plan, Apply]],
  ['index.json.journal.ndjson', spoilLines, [Run, Plan]],
  ['night.ndjson', spoilLines, [Apply]],
  ['night.ndjson', spoilLines, [Apply]],
  ['night.ndjson.meta.json', spoilJson, [Apply]],
  ['units.csv', spoilCsv, [Check, Plan]],
  ['mapping/mapping_orgUnits.json', spoilJson, [Check, Plan, Run]],
  ['mapping/mapping_de.json', spoilJson, [Generate]],
  ['mapping/mapping_optionSet.json', spoilJson, [Generate]],
  ['mapping/options_v2.json', spoilJson, [Generate]],
  ['mapping/retrieved_program_metadata.json', spoilJson, [Generate]],
  ['mapping/decisions.csv', spoilCsv, [Generate]],
  ['mapping/mapping_generated.json', spoilJson, [Check, Plan, Run, Generate]],
  ['index.json.lock', spoilJson, [Run, Unlock]],
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
