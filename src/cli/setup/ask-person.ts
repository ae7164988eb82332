/** Questions of `etl init` to whoever sits at the terminal, for what the flags do not say. */
import type { SetupFlags } from './setup-flags.ts';

type Answers = SetupFlags & { readonly password?: string };

export async function askMissing(
  flags: SetupFlags,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Answers> {
  const { input, password, select } = await import('@inquirer/prompts');
  const answers: { -readonly [N in keyof Answers]: Answers[N] } = { ...flags };
  const text = async (message: string, fallback?: string): Promise<string | undefined> => {
    const said = (await input({ message, ...(fallback !== undefined && { default: fallback }) })).trim();
    return said === '' ? undefined : said;
  };
  if (answers.form === undefined && answers.export === undefined) {
    answers.form = await text('The form, an XLSForm (.xlsx); nothing where there is none:');
    answers.export = await text('An export of its answers (.csv, .xlsx); nothing where there is none yet:');
  }
  if (answers.metadata !== undefined) return answers;
  answers.url ??= env['DHIS2_URL'] ?? (await text('Address of DHIS2:', 'https://'));
  if (env['DHIS2_TOKEN'] === undefined) {
    answers.username ??= env['DHIS2_USER'] ?? (await text('Name of the account:'));
    if (env['DHIS2_PASSWORD'] === undefined)
      answers.password = await password({ message: 'Its password (kept nowhere):', mask: true });
  }
  if (answers.program === undefined && answers['data-set'] === undefined) {
    const of = await select({
      message: 'What do the records become?',
      choices: [
        { name: 'events of a program', value: 'program' as const },
        { name: 'values of a data set', value: 'data-set' as const },
      ],
    });
    answers[of] = await text('Its name or UID:');
  }
  return answers;
}
