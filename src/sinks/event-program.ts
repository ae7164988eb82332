/** What a sink of events must know of its program before it sends. */
import { EtlError } from '../base/errors.ts';
import type { Me } from '../dhis2/client.ts';
import type { Elements } from '../dhis2/import-reasons.ts';
import { firstStage, type Program, type ProgramStage } from '../dhis2/program-metadata.ts';
import type { Recipient } from '../dhis2/release-refusals.ts';
import type { ServerInfo } from '../dhis2/server.ts';
import { rulesOf } from '../dhis2/versions.ts';

/** The stage to send to. Throws EtlError `dhis2/*` where this user cannot send events of this program. */
export function usableStage(program: Program, uid: string, me: Me, wantedStage: string | undefined): ProgramStage {
  const args = { program: uid, name: program.name, user: me.username };
  if (program.programType === 'WITH_REGISTRATION') throw new EtlError('dhis2/program-with-registration', args);
  const isMine = me.authorities.includes('ALL') || me.programs === undefined || me.programs.includes(uid);
  if (!isMine || program.access?.data?.write === false) throw new EtlError('dhis2/program-read-only', args);
  const stage = wantedStage
    ? program.programStages.find((candidate) => candidate.id === wantedStage)
    : firstStage(program);
  if (stage) return stage;
  if (wantedStage) throw new EtlError('dhis2/stage-not-in-program', { ...args, stage: wantedStage });
  throw new EtlError('dhis2/program-without-stage', args);
}

/** What the server's verdict on an event depends on beside the event. */
export function toRecipient({ version }: ServerInfo, program: Program, me: Me, elements: Elements): Recipient {
  const mayEdit = ['ALL', 'F_EDIT_EXPIRED'].some((authority) => me.authorities.includes(authority));
  const closesCompleted = (program.completeEventsExpiryDays ?? 0) > 0 && !mayEdit;
  return { version: version.text, rules: rulesOf(version), elements, username: me.username, closesCompleted };
}

/** What is known of the stage's data elements. */
export function toElements(stage: ProgramStage): Elements {
  const byUid = new Map(stage.programStageDataElements.map(({ dataElement }) => [dataElement.id, dataElement]));
  return {
    nameOf: (uid) => (byUid.get(uid)?.name ? `${byUid.get(uid)?.name} (${uid})` : uid),
    valueTypeOf: (uid) => byUid.get(uid)?.valueType,
    optionSetOf: (uid) => byUid.get(uid)?.optionSet?.id,
  };
}

/** What the form calls each data element of a stage. */
export function toLabels(stage: ProgramStage): ReadonlyMap<string, string> {
  const elements = stage.programStageDataElements.map(({ dataElement }) => dataElement);
  return new Map(elements.map(({ id, name, formName }) => [id, formName || name]));
}
