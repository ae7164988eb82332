import type { World } from '../cli/world.ts';

/** What commands of `etl` say, one after the other, each with its exit code. */
export async function say(world: World, ...commands: readonly string[]): Promise<string> {
  const said: string[] = [];
  for (const command of commands) {
    const { stdout, stderr, exitCode } = await world.etl(command.split(' '));
    said.push(`$ etl ${command}`, stderr.trimEnd(), stdout.trimEnd(), `exit ${exitCode}`);
  }
  return `${said.filter(Boolean).join('\n')}\n`;
}
