/** `etl init` from its flags to its files. */
import { basename, join, resolve } from 'node:path';
import { EtlError } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import type { Secrets } from '../../base/secrets.ts';
import { planSetup, type Setup } from '../../setup/plan-setup.ts';
import { askFile, askServer, openDhis2, type Account, type AskedPlace, type WantedPlace } from './ask-dhis2.ts';
import { loadColumns, loadForm } from './read-form.ts';
import { sourceFrom, writeSetup } from './write-setup.ts';

/** What a person has said, with flags or in answer to questions. */
export interface SetupOrder {
  readonly folder: string;
  readonly form?: string;
  readonly export?: string;
  readonly metadata?: string;
  readonly wanted?: WantedPlace;
  readonly account?: Account;
  readonly name?: string;
  readonly facility?: string;
  readonly date?: string;
  readonly force: boolean;
}

export interface MadeSetup {
  readonly setup: Setup;
  readonly asked: AskedPlace;
  /** Absolute or from where the command stands. */
  readonly written: readonly string[];
  readonly spec: string;
  /** The export, or where it will be. */
  readonly source: string;
}

/** Reads, asks, decides and writes. Throws EtlError `init/*`, and what files and DHIS2 have to say. */
export async function makeSetup(order: SetupOrder, log: Log, secrets: Secrets): Promise<MadeSetup> {
  if (order.form === undefined && order.export === undefined) throw new EtlError('init/nothing-asked', {});
  const form = order.form === undefined ? undefined : await loadForm(order.form, log);
  const columns = order.export === undefined ? [] : await loadColumns(order.export, log, secrets);
  const asked = await askFor(order, log, secrets);
  const { facility, date } = order;
  const setup = planSetup({
    ...(form && { form }),
    columns,
    place: asked.place,
    units: asked.units,
    named: { ...(facility !== undefined && { unit: facility }), ...(date !== undefined && { date }) },
  });
  const source = order.export ?? join(order.folder, 'export.csv');
  const written = await writeSetup(setup, asked, {
    folder: order.folder,
    facts: {
      name: order.name ?? toName(form?.title ?? basename(resolve(order.folder))),
      form: form?.title ?? basename(order.form ?? source).replace(/\.\w+$/, ''),
      isThere: order.export !== undefined,
      isReviewed: columns.some(({ name }) => name === '_validation_status'),
      usesToken: order.account?.token !== undefined,
    },
    source,
    account: order.account ?? { url: '' },
    ...(order.metadata !== undefined && { metadata: order.metadata }),
    force: order.force,
  });
  const spec = join(order.folder, 'pipeline.yaml');
  const generated = await generate(spec, order.account, secrets);
  const cases =
    order.export === undefined ? undefined : await writeCase(spec, source, order.folder, { talk: log, secrets });
  return { setup, asked, spec, source, written: [...written, ...generated, ...(cases === undefined ? [] : [cases])] };
}

async function writeCase(
  spec: string,
  source: string,
  folder: string,
  tools: { readonly talk: Log; readonly secrets: Secrets },
): Promise<string | undefined> {
  const { writeFirstCase } = await import('./write-first-case.ts');
  return writeFirstCase(spec, sourceFrom({ folder, source }), tools);
}

async function askFor({ metadata, wanted, account }: SetupOrder, log: Log, secrets: Secrets): Promise<AskedPlace> {
  if (metadata !== undefined) return askFile(metadata, wanted, { log, secrets });
  if (!account || !wanted) throw new EtlError('init/no-place', {});
  return askServer(await openDhis2(account, { log, secrets }), wanted, log);
}

/** The generated mapping, as `etl mapping generate` makes it; what it finds is what stands in to-decide.xlsx. */
async function generate(spec: string, account: Account | undefined, secrets: Secrets): Promise<readonly string[]> {
  const { loadSpecFile } = await import('../load-pipeline.ts');
  const { generateMappingFiles } = await import('../../generate/generate-files.ts');
  // Nobody is asked and nothing is sent: the connection needs values, whichever they are.
  const env = {
    DHIS2_URL: account?.url || 'https://dhis2.invalid',
    DHIS2_USER: '-',
    DHIS2_PASSWORD: '-',
    DHIS2_TOKEN: '-',
  };
  const flags = { 'env-file': undefined, connections: undefined };
  const loaded = await loadSpecFile(spec, flags, secrets, env);
  const { written } = await generateMappingFiles(loaded.spec);
  return written;
}

/** A name as a spec takes it: letters, digits and dashes. */
function toName(title: string): string {
  const plain = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  return plain || 'pipeline';
}
