// What the commands are called and what they take, so that no start and no help has to load them all to find out.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Config } from '@oclif/core';

export async function writeManifest(packageFile, root) {
  const pjson = JSON.parse(readFileSync(packageFile, 'utf8'));
  pjson.oclif.commands = './commands';
  const { rootPlugin } = await Config.load({ root, pjson, ignoreManifest: true });
  const { commands } = rootPlugin.manifest;
  if (Object.keys(commands).length === 0) throw new Error('no command was found');
  // A command that cannot be loaded is only left out; this throws what kept it.
  for (const id of rootPlugin.commandIDs) if (!commands[id]) await rootPlugin.findCommand(id, { must: true });
  writeFileSync(join(root, 'oclif.manifest.json'), JSON.stringify(rootPlugin.manifest));
}
