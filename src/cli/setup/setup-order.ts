/** What `etl init` is to do: from flags and environment, and in a terminal from a person. */
import { readFile } from 'node:fs/promises';
import { EtlError } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import type { Secrets } from '../../base/secrets.ts';
import type { Account } from './ask-dhis2.ts';
import type { SetupOrder } from './make-setup.ts';
import type { SetupFlags } from './setup-flags.ts';

interface Tools {
  readonly log: Log;
  readonly secrets: Secrets;
}

/** Throws EtlError `init/no-password`, `init/no-place`, where nobody can be asked. */
export async function toOrder(
  flags: SetupFlags,
  { asks, ...tools }: Tools & { readonly asks: boolean },
): Promise<SetupOrder> {
  const env = { ...(await variablesOf(flags['env-file'])), ...process.env };
  const answers = asks && process.stdin.isTTY && process.stdout.isTTY ? await askPerson(flags, env, tools) : flags;
  const { folder, form, metadata, facility, date, name, force, program, 'data-set': dataSet } = answers;
  const word = program ?? dataSet;
  const of = dataSet === undefined ? 'program' : 'data set';
  return {
    folder,
    force,
    ...defined({ form, export: answers.export, metadata, facility, date, name }),
    ...(word !== undefined && { wanted: { of, word } }),
    ...(metadata === undefined && { account: toAccount(answers, env) }),
  };
}

type Environment = Readonly<Record<string, string | undefined>>;

async function variablesOf(file: string | undefined): Promise<Environment> {
  if (file === undefined) return {};
  const { parseEnvFile } = await import('../../pipeline/env-file.ts');
  const text = await readFile(file, 'utf8').catch(() => {
    throw new EtlError('file/not-found', { path: file });
  });
  return Object.fromEntries(parseEnvFile({ file, text }).variables);
}

function toAccount(
  { url, username, password }: SetupFlags & { readonly password?: string },
  env: Environment,
): Account {
  const address = url ?? env['DHIS2_URL'];
  if (!address) throw new EtlError('init/no-place', {});
  const token = env['DHIS2_TOKEN'];
  if (token && password === undefined && username === undefined) return { url: address, token };
  const user = username ?? env['DHIS2_USER'] ?? '';
  const secret = password ?? env['DHIS2_PASSWORD'] ?? '';
  if (secret === '' || user === '') throw new EtlError('init/no-password', { username: user });
  return { url: address, username: user, password: secret };
}

async function askPerson(
  flags: SetupFlags,
  env: Environment,
  tools: Tools,
): Promise<SetupFlags & { readonly password?: string }> {
  const { askMissing } = await import('./ask-person.ts');
  return askMissing(flags, env, tools);
}

function defined<T extends object>(members: T): { [N in keyof T]?: NonNullable<T[N]> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never;
}
