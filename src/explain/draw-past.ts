/** What was sent of a record, what the index says of it, and what DHIS2 has. */
import type { EntryState } from '../contracts/store.ts';
import type { ExplainedEntry, ExplainedReason, ExplainedSending, Explanation } from './explanation.ts';
import { shownTime, shownValue, wrapped } from './layout.ts';

const DAY_MS = 24 * 3600 * 1000;

/** Each time something was sent, with what was new about it and what DHIS2 said. */
export function drawSent({ sent, artifacts }: Explanation): string[] {
  const days = Math.round(artifacts.keepMs / DAY_MS);
  const cut = artifacts.cut.flatMap((file) => wrapped('  ', `${file} is cut short: its run was killed.`, 4));
  if (sent.length > 0) return [...sent.flatMap(drawSending), ...cut];
  return [...wrapped('  ', `Nothing is kept of it (in ${artifacts.folder}, for ${days} days).`), ...cut];
}

const VERDICTS: Readonly<Record<string, string>> = {
  created: 'made in DHIS2',
  updated: 'updated in DHIS2',
  partly: 'taken in part',
  refused: 'refused by DHIS2',
  deletedThere: 'not taken: it is deleted in DHIS2',
  unknown: 'no verdict',
};

function drawSending({ at, verdict, address, changes, reasons, values }: ExplainedSending, place: number): string[] {
  const filled = Object.values(values).filter((value) => value !== null).length;
  const what = place === 0 ? `, ${filled} values` : changes.length === 0 ? ', the same once more' : '';
  return [
    ...wrapped('  ', `${shownTime(at)}  ${VERDICTS[verdict] ?? verdict}${what} (${address})`, 4),
    ...changes.flatMap(({ label, before, after }) =>
      wrapped('    ', `${label}: ${shownValue(before)} → ${shownValue(after)}`, 6),
    ),
    ...reasons.flatMap(({ code, message }) => wrapped('    ! ', `${code}: ${message}`)),
  ];
}

const STATES: Readonly<Record<EntryState, string>> = {
  reserved: 'It has its place, and nothing of it is in DHIS2.',
  refused: 'It is not in DHIS2.',
  sending: 'It was sent, and DHIS2 has not said what became of it.',
  live: 'It is in DHIS2.',
  replacing: 'It is in DHIS2, and DHIS2 has not said what became of the last update.',
  removed: 'Somebody has said that it was removed in DHIS2.',
  removedButWanted: 'Somebody has said that it was removed in DHIS2; its record is there all the same.',
  deletedThere: 'It is deleted in DHIS2: the server said so when something was sent.',
};

/** Every entry that knows one of its ids. */
export function drawEntries({ entries, index }: Explanation): string[] {
  if (index.problem !== null) return wrapped('  ', `The index cannot be read: ${index.problem}`);
  if (!index.exists) return wrapped('  ', `There is no index yet (${index.location}).`);
  if (entries.length === 0) return ['  Nothing: it does not know the record.'];
  return entries.flatMap(drawEntry);
}

function drawEntry({ key, address, since, sentAt, refusal, missing, previous, ...entry }: ExplainedEntry): string[] {
  const times = [
    ...(since === null ? [] : [`first seen ${shownTime(since)}`]),
    ...(sentAt === null ? [] : [`last taken by DHIS2 in the run of ${shownTime(sentAt)}`]),
  ];
  const grace = missing?.isPastGrace ? ', longer than the grace' : '';
  const gone = missing?.since ? ` since ${shownTime(missing.since)}` : '';
  return [
    ...wrapped('  ', `${STATES[entry.state]} (${address}, under the key ${key})`, 4),
    ...(times.length > 0 ? wrapped('  ', times.join(', '), 4) : []),
    ...(missing ? wrapped('  ', `Its record is missing from the source${gone}${grace}.`, 4) : []),
    ...(previous.length > 0 ? wrapped('  ', `Before: ${previous.join(', ')}`, 4) : []),
    ...(refusal ? wrapped('  ', `${REFUSED[refusal.by]}: ${refusal.reasons.map(toText).join('; ')}.`, 4) : []),
  ];
}

const REFUSED = { us: 'We refused it, so that it was not sent', server: 'DHIS2 refused it' };

/** The index keeps codes, and values only where these are words of a vocabulary. */
function toText({ code, field, value }: ExplainedReason): string {
  return [code, ...(field === null ? [] : [field]), ...(value === null ? [] : [shownValue(value)])].join(', ');
}

const REMOTES = {
  live: 'is there',
  deleted: 'is deleted',
  nothing: 'is not there',
};

/** What is at each address, in a line, and what follows from it. */
export function drawThere(explanation: Explanation): string[] {
  const { there, server } = explanation;
  if (server.problem !== null) return wrapped('  ', `Not known. ${server.problem}`);
  const lines = there.flatMap(({ address, is }) => wrapped('  ', `${address} ${REMOTES[is]}.`, 4));
  const note = noteOn(explanation);
  return [
    ...(lines.length > 0 ? lines : ['  Nothing of the record.']),
    ...(note === undefined ? [] : wrapped('  ', note)),
    ...wrapped('  ', `(${server.description ?? ''})`),
  ];
}

/** What a person would not guess. */
function noteOn({ there, differences, entries, verdict, record }: Explanation): string | undefined {
  const isLeft = verdict?.action === 'leave';
  const isSaidLive = entries.some(({ state }) => state === 'live');
  const isThere = there.some(({ is }) => is === 'live');
  if (isLeft && isSaidLive && !isThere) return `The index does not know that. ${UNSEEN} reconcile.deletedInDhis2.`;
  if (!isThere) return undefined;
  if (isLeft && differences.some(({ wasEdited }) => wasEdited))
    return `It was edited there since it was sent. ${UNSEEN} reconcile.editedInDhis2.`;
  if (differences.length > 0) return undefined;
  return record ? 'It is as the record says, and as it was last sent.' : 'It is as it was last sent.';
}

const UNSEEN = 'A run notices it once the record changes, or as reconcile.verify says; what it does then is up to';
