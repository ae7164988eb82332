/** What a sink of events must know of its program before it sends. */
import { EtlError } from '../base/errors.ts';
import type { Me } from '../dhis2/client.ts';
import type { Elements } from '../dhis2/import-reasons.ts';
import { firstStage, type Program, type ProgramStage } from '../dhis2/program-metadata.ts';
import type { EventObject } from '../dhis2/event-object.ts';
import { clockOf } from '../dhis2/server-clock.ts';
import type { ServerInfo } from '../dhis2/server.ts';
import { toStageView, type Grounds, type StoredEvent } from '../dhis2/verdict/grounds.ts';
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

/** What the server's verdict on an event depends on beside the event, as far as it is told at the start. */
export function toGrounds(known: {
  readonly server: ServerInfo;
  readonly program: Program;
  readonly stage: ProgramStage;
  readonly me: Me;
}): Omit<Grounds, 'asked'> {
  const { server, program, stage, me } = known;
  const authorities = new Set(me.authorities);
  const clock = clockOf(server.timeZone);
  return {
    version: server.version.text,
    rules: rulesOf(server.version),
    program,
    stage: toStageView(stage),
    sender: {
      username: me.username,
      captures: me.orgUnits && new Set(me.orgUnits),
      has: (authority) => authorities.has('ALL') || authorities.has(authority),
    },
    wallAt: (offsetMs) => clock.at(Date.now() + server.aheadMs + offsetMs),
  };
}

/** What a verdict needs of an event that DHIS2 has. */
export function toStored({ status, completedAt, dataValues }: EventObject): StoredEvent {
  const valued = dataValues.filter(({ value }) => value !== null && value !== '');
  return {
    status: typeof status === 'string' ? status : undefined,
    completedAt: typeof completedAt === 'string' ? completedAt : undefined,
    elements: new Set(valued.map(({ dataElement }) => dataElement)),
  };
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
