import { createHash } from 'node:crypto';
import { EtlError } from '../base/errors.ts';
import { moveToPrivateFile, writePrivateFile } from '../base/private-file.ts';
import { openRegularFile, readRegularFile, UnfitFileError } from '../base/regular-file.ts';
import type { SinkSchemas } from '../contracts/sink.ts';
import type { IndexSession, Owner } from '../contracts/store.ts';
import { isSameServer } from '../index/ownership.ts';
import type { Counts } from './counts.ts';
import { refOf } from './plan-line-parts.ts';
import type { DriftNews } from './drift-news.ts';
import type { GuardFinding } from './guards.ts';
import type { PlanLine, UnreadableLine } from './plan-line.ts';
import { parseBinding, parsePlanLine, type PLAN_FORMAT } from './plan-schema.ts';
import { readTexts } from './spool.ts';

/** Whose index a plan was made against, as the file has it. */
type BoundOwner = Omit<Owner, 'place'> & { readonly program: string };

export function toBound({ place, ...owner }: Owner): BoundOwner {
  return { ...owner, program: place };
}

/** What a kept plan is bound to; it stands beside the plan as `<plan>.meta.json`. */
export interface PlanBinding extends BoundOwner {
  readonly format: typeof PLAN_FORMAT;
  readonly pipeline: string;
  /** Time it was made, ISO 8601. */
  readonly made: string;
  readonly version: string;
  readonly digest: string;
  /** For people: a plan is sent as it was made, and the source is not opened again. */
  readonly source: string;
  readonly header: readonly string[];
  readonly counts: Counts;
  /** Of the unchanged records, those that were left alone without being mapped: they have no line. Absent: none. */
  readonly leftAlone?: number;
  /** For people: which server, and who sends. */
  readonly target: string;
  /** For people: what targets and places are called, by their names in the lines. */
  readonly labels: Readonly<Record<string, string>>;
  /** Properties of an object that say where (the first) and when. */
  readonly whereAndWhen: readonly string[];
  /** What makes it unusual, as guards have found when it was made. */
  readonly guards: readonly GuardFinding[];
  /** What has changed in the sink's place since the mapping was made. */
  readonly drift: readonly DriftNews[];
  /** One `--accept` that lets all of them pass; absent where there are none, or nothing does. */
  readonly accept?: string;
  /** SHA-256 of the plan. */
  readonly planDigest: string;
}

/** Lines looked up at a time. */
const BATCH = 500;

/** A plan is good for a day. */
const MAX_AGE_MS = 24 * 3600 * 1000;

function bindingPath(planFile: string): string {
  return `${planFile}.meta.json`;
}

/**
 * Keeps a plan for people and for `apply`, under another name or its own; it holds personal data, so only its owner may
 * read it.
 */
export async function savePlan(
  made: { readonly file: string; readonly digest?: string },
  out: string,
  binding: Omit<PlanBinding, 'planDigest'>,
): Promise<void> {
  try {
    const bound: PlanBinding = { ...binding, planDigest: made.digest ?? (await digestOf(made.file)) };
    await moveToPrivateFile(made.file, out);
    await writePrivateFile(bindingPath(out), `${JSON.stringify(bound, null, 2)}\n`);
  } catch (error) {
    const reason = reasonOf(error, 'unknown');
    throw new EtlError('file/not-writable', { path: out, reason }, { cause: error });
  }
}

/** Loads what a plan is bound to. Throws EtlError `run/no-plan` (exit 2). */
export async function loadBinding(planFile: string): Promise<PlanBinding> {
  const path = bindingPath(planFile);
  const refuse = (reason: string): EtlError => new EtlError('run/no-plan', { path: planFile, reason });
  const bytes = await readRegularFile(path).catch((error: unknown) => {
    throw refuse(
      error instanceof UnfitFileError ? `${path} cannot be read, ${error.reason}` : `there is no ${path} beside it`,
    );
  });
  return parseBinding(bytes.toString('utf8'), planFile, path) as unknown as PlanBinding;
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  const opened = await openRegularFile(file);
  for await (const chunk of opened.createReadStream()) hash.update(chunk as Buffer);
  return hash.digest('base64url');
}

/** The world as `apply` finds it, to be compared with what the plan was made for. */
export interface Present extends Owner {
  readonly digest: string;
  readonly version: string;
  readonly now: Date;
  readonly index: IndexSession;
  readonly schemas: SinkSchemas;
}

/** Refuses a plan whose world has changed (EtlError `guard/plan-stale`, exit 4), or that is no plan (`run/no-plan`, 2). */
export async function checkBinding(planFile: string, binding: PlanBinding, present: Present): Promise<void> {
  const refuse = (reason: string): never => {
    throw new EtlError('guard/plan-stale', { reason });
  };
  if (present.now.getTime() - Date.parse(binding.made) > MAX_AGE_MS) refuse('it is older than 24 hours');
  if (binding.digest !== present.digest) refuse('the spec or a mapping has changed since');
  if (binding.version !== present.version) refuse(`it was made by version ${binding.version}`);
  if (!isSameServer(binding, present)) refuse('it was made for another DHIS2');
  if (binding.program !== present.place) refuse('it was made for another program');
  await refuseChanged(planFile, binding);
  try {
    let lineNumber = 0;
    let batch: Exclude<PlanLine, UnreadableLine>[] = [];
    const flush = async (): Promise<void> => {
      const entries = await present.index.get(batch.map(refOf));
      for (const [at, line] of batch.entries()) {
        if ((entries[at]?.entry.version ?? null) !== line.before)
          refuse(`the index entry of ${line.key} has changed since`);
      }
      batch = [];
    };
    for await (const text of readTexts(planFile)) {
      lineNumber += 1;
      const line = parsePlanLine(text, planFile, lineNumber, present.schemas);
      if (line.key === null || line.address === null || (line.action === 'leave' && !line.isKnown && !line.touch))
        continue;
      batch.push(line);
      if (batch.length >= BATCH) await flush();
    }
    await flush();
  } catch (error) {
    if (error instanceof EtlError) throw error;
    const reason = error instanceof UnfitFileError ? error.reason : 'it cannot be read';
    throw new EtlError('run/no-plan', { path: planFile, reason });
  }
}

function reasonOf(error: unknown, otherwise: string): string {
  if (error instanceof UnfitFileError) return error.reason;
  return (error as NodeJS.ErrnoException).code ?? otherwise;
}

/** A plan is sent as it was made: nobody has looked at what somebody else has put into it. */
export async function refuseChanged(planFile: string, { planDigest }: PlanBinding): Promise<void> {
  const refuse = (reason: string): never => {
    throw new EtlError('run/no-plan', { path: planFile, reason });
  };
  const digest = await digestOf(planFile).catch((error: unknown) => refuse(reasonOf(error, 'it cannot be read')));
  if (digest !== planDigest) refuse('it has been changed since it was made');
}
