/** Questions of `etl init` to whoever sits at the terminal, for what the flags do not say; a wrong answer is asked for again. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { EtlError } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import type { Secrets } from '../../base/secrets.ts';
import { askMenu, openDhis2 } from './ask-dhis2.ts';
import { StoppedByPerson } from '../stopped-by-person.ts';
import type { SetupFlags } from './setup-flags.ts';
import { filesInWay } from './setup-file-names.ts';

type Answers = SetupFlags & { readonly password?: string };
type Environment = Readonly<Record<string, string | undefined>>;

interface Tools {
  readonly log: Log;
  readonly secrets: Secrets;
}

/** Asks for what is missing. Throws StoppedByPerson where they leave, and what DHIS2 has to say. */
export async function askMissing(flags: SetupFlags, env: Environment, tools: Tools): Promise<Answers> {
  try {
    return await ask(flags, env, tools);
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError') throw new StoppedByPerson();
    throw error;
  }
}

async function ask(flags: SetupFlags, env: Environment, { log, secrets }: Tools): Promise<Answers> {
  const { confirm, password, select } = await import('@inquirer/prompts');
  const answers: { -readonly [N in keyof Answers]: Answers[N] } = { ...flags };
  const there = flags.force ? [] : filesInWay(flags);
  if (there.length > 0) {
    const message = `${there.join(', ')}: there already. Replace?`;
    if (!(await confirm({ message, default: false }))) throw new EtlError('init/exists', { files: there });
    answers.force = true;
  }
  if (answers.form === undefined && answers.export === undefined) {
    answers.form = await askText('The form, an XLSForm (.xlsx); nothing where there is none:', fileOrNothing);
    answers.export = await askText(
      'An export of its answers (.csv, .xlsx); nothing where there is none yet:',
      answers.form === undefined ? fileOf : fileOrNothing,
    );
  }
  if (answers.metadata !== undefined) return answers;
  answers.url ??= env['DHIS2_URL'] ?? (await askText('Address of DHIS2 (https://…):', addressOf));
  if (env['DHIS2_TOKEN'] === undefined) {
    answers.username ??= env['DHIS2_USER'] ?? (await askText('Name of the account:', something));
    if (env['DHIS2_PASSWORD'] === undefined) {
      answers.password = await password({ message: 'Its password (kept nowhere):', mask: true, validate: something });
      secrets.add(answers.password);
    }
  }
  if (answers.program === undefined && answers['data-set'] === undefined) {
    const of = await select({
      message: 'What do the records become?',
      choices: [
        { name: 'events of a program', value: 'program' as const },
        { name: 'values of a data set', value: 'data-set' as const },
      ],
    });
    const { url = '', username = env['DHIS2_USER'], password: word = env['DHIS2_PASSWORD'] } = answers;
    const login =
      env['DHIS2_TOKEN'] === undefined
        ? { username: username ?? '', password: word ?? '' }
        : { token: env['DHIS2_TOKEN'] };
    const menu = await askMenu(
      await openDhis2({ url, ...login }, { log, secrets }),
      of === 'program' ? 'program' : 'data set',
    );
    answers[of] = await askText('Its name or UID:', menu);
  }
  return answers;
}

/** True, or what is wrong with an answer. */
type Check = (said: string) => true | string;

async function askText(message: string, check: Check): Promise<string | undefined> {
  const { input } = await import('@inquirer/prompts');
  const said = (await input({ message, validate: (text) => check(text.trim()) })).trim();
  return said === '' ? undefined : said;
}

const something: Check = (said) => (said === '' ? 'Something has to be written here.' : true);
const fileOf: Check = (said) =>
  said === '' ? 'A form or an export is needed.' : existsSync(resolve(said)) || `There is no file ${said}.`;
const fileOrNothing: Check = (said) => said === '' || fileOf(said);
const addressOf: Check = (said) =>
  /^https?:\/\/[^\s/]/i.test(said) || 'An address starts with https://, and goes on with the name of the server.';
