import { checkCategories, checkOptionDays } from './category-checks.ts';
import { finding, identifier, object, theEvent, unseen, user, type Finding } from './findings.ts';
import { checkGeometry, checkNotes, checkStatus, checkAssignedUser, checkDates } from './detail-checks.ts';
import type { Candidate, ImportContext } from './import-context.ts';
import { hasAuthority, may } from './people.ts';
import type { Strategy } from './tracker-parameters.ts';
import { checkDataValues } from './data-value-checks.ts';
import { isUid } from './uid.ts';

/** One layer of checks; the next one runs only where it found no error. */
type Layer = (candidate: Candidate, context: ImportContext) => readonly Finding[];

const LAYERS: readonly Layer[] = [
  checkUids,
  checkMandatory,
  checkFound,
  checkUpdatable,
  checkRelations,
  checkAccess,
  checkDetails,
];

/** All verdicts on an event that is to be created or updated. */
export function checkEvent(candidate: Candidate, strategy: Strategy, context: ImportContext): readonly Finding[] {
  const existence = checkExistence(candidate.incoming.event, strategy, context);
  if (existence.length > 0) return existence;
  const findings: Finding[] = [];
  for (const layer of LAYERS) {
    findings.push(...layer(candidate, context));
    if (findings.some((finding) => !finding.warning)) break;
  }
  return findings;
}

/** All verdicts on an event that is to be deleted; only its uid counts. */
export function checkDelete(uid: string, context: ImportContext): readonly Finding[] {
  const existence = checkExistence(uid, 'DELETE', context);
  const event = context.store.get(uid);
  if (existence.length > 0 || !event) return existence;
  const program = context.model.programs.get(event.program);
  const stage = context.model.stages.get(event.programStage);
  const orgUnit = context.model.orgUnits.get(event.orgUnit);
  return program && stage && orgUnit ? checkScopeAndSharing(uid, program, orgUnit, context) : [];
}

function checkExistence(uid: string, strategy: Strategy, context: ImportContext): readonly Finding[] {
  const event = context.known(uid);
  if (event?.deleted) return [finding('E1082', uid, uid)];
  if (event && strategy === 'CREATE') return [finding('E1030', uid, uid)];
  if (!event && (strategy === 'UPDATE' || strategy === 'DELETE')) return [finding('E1032', uid, uid)];
  return [];
}

/** Where uids are texts, nobody has looked at their form yet. */
function checkUids({ incoming: { event, notes } }: Candidate): readonly Finding[] {
  const findings = isUid(event) ? [] : [finding('E1048', event, event, event)];
  const badNotes = notes.filter(({ note }) => !isUid(note));
  return [...findings, ...badNotes.map(({ note }) => finding('E1048', event, note, unseen(note)))];
}

function checkMandatory({ incoming, program, stage }: Candidate, { traits }: ImportContext): readonly Finding[] {
  const findings: Finding[] = [];
  const missing = (property: string): number => findings.push(finding('E1123', incoming.event, property));
  if (incoming.orgUnit === null) missing('orgUnit');
  if (incoming.programStage === null && !stage) missing('programStage');
  if (incoming.program === null && !program) missing('program');
  // What belongs to no known program is taken for an event of a tracker program there, and such needs an enrollment.
  const isForeign = program ? program.registration : !stage;
  if (traits.singleEvents && isForeign && incoming.enrollment === null) missing('enrollment');
  return findings;
}

function checkFound({ incoming, program, stage, orgUnit }: Candidate, { schemes }: ImportContext): readonly Finding[] {
  const findings: Finding[] = [];
  const { event } = incoming;
  if (!program) findings.push(finding('E1010', event, identifier(incoming.program, schemes.program)));
  if (!stage) findings.push(finding('E1013', event, identifier(incoming.programStage, schemes.programStage)));
  if (!orgUnit) findings.push(finding('E1011', event, identifier(incoming.orgUnit, schemes.orgUnit)));
  return findings;
}

function checkUpdatable({ incoming, program, stage }: Candidate, context: ImportContext): readonly Finding[] {
  const stored = context.store.get(incoming.event);
  if (!stored) return [];
  const findings: Finding[] = [];
  if (stored.programStage !== stage?.uid) findings.push(finding('E1128', incoming.event, 'programStage'));
  // Each event program has one hidden enrollment: another program means another enrollment.
  if (!context.traits.singleEvents && stored.program !== program?.uid)
    findings.push(finding('E1128', incoming.event, 'enrollment'));
  return findings;
}

function checkRelations({ incoming, program, stage, orgUnit }: Candidate, context: ImportContext): readonly Finding[] {
  if (!program || !stage || !orgUnit) return [];
  const findings: Finding[] = [];
  const { event } = incoming;
  const theStage = object('program.ProgramStage', stage);
  const theProgram = object('program.Program', program);
  if (stage.programUid !== program.uid) findings.push(finding('E1089', event, theEvent(event), theStage, theProgram));
  if (program.registration && incoming.enrollment === null) {
    findings.push(finding('E1033', event, theEvent(event)));
    if (context.traits.uidsAreTexts) findings.push(finding('E1313', event, event));
  }
  if (program.registration && incoming.enrollment !== null) {
    // The sandbox knows no enrollments, so the one named here is unknown.
    findings.push(finding('E1079', event, event, program.uid, incoming.enrollment), finding('E1313', event, event));
  }
  if (!program.orgUnits.has(orgUnit.uid)) {
    findings.push(finding('E1029', event, object('organisationunit.OrganisationUnit', orgUnit), theProgram));
  }
  findings.push(...checkCategories(incoming, program, context));
  return findings;
}

function checkAccess({ incoming, program, orgUnit }: Candidate, context: ImportContext): readonly Finding[] {
  if (!program || !orgUnit) return [];
  const findings = [...checkScopeAndSharing(incoming.event, program, orgUnit, context)];
  const stored = context.store.get(incoming.event);
  const uncompletes = stored?.status === 'COMPLETED' && incoming.status !== 'COMPLETED';
  if (uncompletes && !hasAuthority(context.person, 'F_UNCOMPLETE_EVENT')) {
    findings.push(finding('E1083', incoming.event, user(context.person)));
  }
  return findings;
}

function checkScopeAndSharing(
  event: string,
  program: NonNullable<Candidate['program']>,
  orgUnit: NonNullable<Candidate['orgUnit']>,
  context: ImportContext,
): readonly Finding[] {
  const { person } = context;
  const findings: Finding[] = [];
  if (!context.inScope(orgUnit)) {
    findings.push(finding('E1000', event, user(person), object('organisationunit.OrganisationUnit', orgUnit)));
  }
  if (!may(person, 'writeData', program.item)) {
    findings.push(finding('E1091', event, user(person), object('program.Program', program)));
  }
  return findings;
}

function checkDetails(candidate: Candidate, context: ImportContext): readonly Finding[] {
  const { program, stage } = candidate;
  if (!program || !stage) return [];
  return [
    ...checkDates(candidate.incoming, program, context),
    ...checkOptionDays(candidate.incoming, program, context),
    ...checkGeometry(candidate.incoming, stage),
    ...checkNotes(candidate.incoming, context),
    ...checkDataValues(candidate.incoming, stage, context),
    ...checkStatus(candidate.incoming, context),
    ...checkAssignedUser(candidate.incoming, stage, context),
  ];
}
