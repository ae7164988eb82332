import { stat } from 'node:fs/promises';
import { fault, fine, warningOf, type Finding } from '../contracts/finding.ts';
import { tryFolder } from '../base/writable-folder.ts';
import { judgeSpace, reasonOf } from './examine-machine.ts';

const BY_ALL = 0o002;

/** Whether a run can leave there what it leaves, and who else can. */
export async function* examineArtifacts(folder: string): AsyncGenerator<Finding> {
  try {
    await tryFolder(folder);
  } catch (error) {
    yield fault('artifacts/not-writable', { folder, reason: reasonOf(error) });
    return;
  }
  yield await judgeSpace('Artifacts', folder);
  const stats = await stat(folder).catch(() => undefined);
  const mode = stats && (stats.mode & 0o7777).toString(8).padStart(4, '0');
  if (stats && mode !== undefined && (stats.mode & BY_ALL) !== 0)
    yield warningOf('doctor/artifacts-open', { folder, mode });
}

/** Who is told what became of a run. */
export async function* examineNotifications(): AsyncGenerator<Finding> {
  yield fine('doctor/no-notifications', {});
}
