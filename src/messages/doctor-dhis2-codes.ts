import { failure, row } from './code-row.ts';

/** Names of units in one sentence. */
type Units = { readonly count: number; readonly units: readonly string[] };

/** What `etl doctor` finds of servers, and of DHIS2 above all. */
export const DOCTOR_DHIS2_CODES = {
  // The way to a server.
  'doctor/unknown-host': failure<{ host: string }>({
    exitCode: 3,
    message: ({ host }) => `There is no host ${host}, as far as the name server of this machine knows.`,
    hint: () => 'Check the url of the connection; if it is right, the name server (DNS) of this machine.',
  }),
  'doctor/unreachable': failure<{ address: string; reason: string }>({
    exitCode: 3,
    message: ({ address, reason }) => `Nothing answers at ${address} (${reason}).`,
    hint: (_, { reason }) =>
      reason === 'ECONNREFUSED'
        ? 'The machine is there, the server is not: has it been started, and is the port of the url right?'
        : 'Check the url of the connection, whether the server is up, and the firewall between this machine and it.',
  }),
  'doctor/proxy-not-needed': row<{ address: string; variable: string }>({
    message: ({ address, variable }) => `${address} answers directly; the proxy of ${variable} is not used.`,
  }),
  'doctor/certificate': row<{ host: string; until: string }>({
    message: ({ host, until }) => `The certificate of ${host} is good until ${until}.`,
  }),
  'doctor/certificate-ends-soon': row<{ host: string; until: string; days: number }>({
    message: ({ host, until, days }) => `The certificate of ${host} ends on ${until}, in ${days} days.`,
    hint: () => 'Tell the administrator of that server: after that day nothing is sent.',
  }),
  'doctor/certificate-expired': failure<{ host: string; until: string }>({
    exitCode: 3,
    message: ({ host, until }) => `The certificate of ${host} ended on ${until}.`,
    hint: () =>
      'The administrator of that server must renew it. If the day is not over yet, the clock of this machine is wrong.',
  }),
  'doctor/certificate-unknown': failure<{ host: string; issuer: string; reason: string }>({
    exitCode: 3,
    message: ({ host, issuer, reason }) =>
      `The certificate of ${host} was signed by nobody whom this machine trusts (${issuer}; ${reason}).`,
    hint: () =>
      'Get the certificate of that authority from the administrator of the server as a PEM file, and name the file in the variable NODE_EXTRA_CA_CERTS.',
  }),
  'doctor/certificate-of-another': failure<{ host: string; names: string }>({
    exitCode: 3,
    message: ({ host, names }) => `The certificate that ${host} shows is for ${names}.`,
    hint: () => 'Write the url of the connection with one of these names.',
  }),
  'doctor/only-through-proxy': failure<{ address: string; variable: string; reason: string }>({
    exitCode: 3,
    message: ({ address, variable, reason }) =>
      `${address} cannot be reached directly (${reason}), and the proxy of ${variable} is not used.`,
    hint: () => 'Set NODE_USE_ENV_PROXY=1 as well, so that etl goes through that proxy.',
  }),

  // Login, release, clock.
  'doctor/login': row<{ url: string; user: string }>({
    message: ({ url, user }) => `${url} answers, and lets user ${user} in.`,
  }),
  'doctor/token-unreadable': failure<{ message: string }>({
    exitCode: 3,
    message: ({ message }) => `DHIS2 cannot read the token of the connection${message && ` (${message})`}.`,
    hint: () => 'Copy it again, whole. A token that was made before DHIS2 was upgraded from 2.40 must be made anew.',
  }),
  'doctor/release': row<{ version: string }>({ message: ({ version }) => `DHIS2 ${version}.` }),
  'doctor/release-new': row<{ version: string; newest: string }>({
    message: ({ version, newest }) =>
      `DHIS2 ${version} is newer than any that was tried with etl (${newest}): it may answer otherwise.`,
    hint: () => 'Look for a newer etl, and try a plan and a small run on a copy of the server first.',
  }),
  'doctor/clock': row<{ seconds: number }>({
    message: ({ seconds }) => `Its clock and that of this machine agree to ${seconds} s.`,
  }),
  'doctor/clock-wrong': row<{ difference: string; direction: string }>({
    message: ({ difference, direction }) => `The clock of this machine is ${difference} ${direction} that of DHIS2.`,
    hint: () =>
      'Have both set by a time server (NTP): ages, tokens and the days on which forms are open are judged by them.',
  }),
  'doctor/time-zone': row<{ server: string; spec: string }>({
    message: ({ server, spec }) =>
      server === spec
        ? `It keeps times of ${server}, as the spec does.`
        : `It keeps times of ${server}; the spec dates its files by ${spec}. A date stays the same date.`,
  }),
  'doctor/time-zone-unknown': row<{ zone: string }>({
    message: ({ zone }) =>
      `It keeps times of ${zone || 'a zone that it does not name'}, which is not known here; UTC is taken.`,
    hint: () => 'Ask the administrator of DHIS2 to set its time zone by its usual name, such as Africa/Kinshasa.',
  }),

  // What this user may do.
  'doctor/place-fine': row({ message: () => 'This user may write data there.' }),
  'doctor/authorities': row<{ user: string; needed: readonly string[] }>({
    message: ({ user, needed }) =>
      needed
        ? `User ${user} has the authority that is needed (${needed}).`
        : `User ${user} needs no authority of its own to send events.`,
  }),
  'doctor/closes-events': row<{ user: string; place: string; days: number }>({
    message: ({ user, place, days }) =>
      `Completed events of ${place} are closed after ${days} days, and user ${user} has not F_EDIT_EXPIRED: later corrections are refused.`,
    hint: () => 'Ask the administrator of DHIS2 for the authority F_EDIT_EXPIRED.',
  }),
  'doctor/closes-periods': row<{ user: string; place: string; days: number }>({
    message: ({ user, place, days }) =>
      `Periods of ${place} are closed ${days} days after their end, and user ${user} has not F_EDIT_EXPIRED: what is older is refused.`,
    hint: () => 'Ask the administrator of DHIS2 for the authority F_EDIT_EXPIRED.',
  }),
  'doctor/no-capture-units': failure<{ user: string }>({
    exitCode: 3,
    message: ({ user }) => `User ${user} may enter data for no organisation unit; a superuser needs one, too.`,
    hint: () => 'Ask the administrator of DHIS2 to give this user the units, or one above them, for data capture.',
  }),

  // Organisation units.
  'doctor/units-fine': row<{ count: number; place: string }>({
    message: ({ count, place }) =>
      `All ${count} organisation units are there, open, assigned to ${place}, and within reach of this user.`,
  }),
  'doctor/units-unknown': row<Units>({
    message: ({ count, units }) => `Organisation units that are not in DHIS2: ${count} (${units}).`,
    hint: () => 'Correct the UID in the look-up; DHIS2 shows it under Maintenance > Organisation unit.',
  }),
  'doctor/units-out-of-reach': row<Units & { user: string }>({
    message: ({ count, units, user }) =>
      `Organisation units for which user ${user} may not enter data: ${count} (${units}).`,
    hint: () => 'Ask the administrator of DHIS2 to give this user these units, or one above them, for data capture.',
  }),
  'doctor/units-not-assigned': row<Units & { place: string }>({
    message: ({ count, units, place }) => `Organisation units to which ${place} is not assigned: ${count} (${units}).`,
    hint: () => 'Ask the administrator of DHIS2 to assign it to them.',
  }),
  'doctor/units-closed': row<Units>({
    message: ({ count, units }) => `Organisation units that are closed: ${count} (${units}).`,
    hint: () => 'Name the unit that took over in the look-up; or have the closing date corrected in DHIS2.',
  }),

  // How fast it is.
  'doctor/batch': row<{ objects: number; seconds: string; batchSize: number; concurrency: number }>({
    message: ({ objects, seconds, batchSize, concurrency }, args) =>
      `${objects} records like tonight's are checked in ${seconds} s${atOnce(args)} (nothing was stored): batchSize ${batchSize} and concurrency ${concurrency} will do.`,
  }),
  'doctor/batch-slow': row<{
    objects: number;
    seconds: string;
    timeout: number;
    batchSize: number;
    concurrency: number;
  }>({
    message: ({ objects, seconds, timeout }, args) =>
      `${objects} records like tonight's are checked in ${seconds} s${atOnce(args)} (nothing was stored). To store a batch may take fifteen times as long, and an answer is waited for ${timeout} s.`,
    hint: ({ batchSize }, { concurrency }) =>
      `Write batchSize: ${batchSize}${concurrency > 1 ? ' or concurrency: 1' : ''} under sink, or raise timeoutSeconds of the connection.`,
  }),
  'doctor/batch-large': row<{ batchSize: number; version: string }>({
    message: ({ batchSize, version }) =>
      `batchSize is ${batchSize}, and DHIS2 ${version} gets slow above 100 events in a request.`,
    hint: () => 'Write batchSize: 100 under sink, or leave it out.',
  }),
  'doctor/at-once-slow': row<{ concurrency: number; version: string }>({
    message: ({ concurrency, version }) =>
      `concurrency is ${concurrency}, and DHIS2 ${version} takes events more slowly when several requests come at once.`,
    hint: () => 'Write concurrency: 1 under sink, or leave it out.',
  }),
  'doctor/batch-none': row({
    message: () => 'How fast it is was not measured: no record of the source could be made ready for it.',
    hint: () => '`etl plan` says what keeps the records from going.',
  }),
  'doctor/batch-refused': row<{ objects: number; refused: number; codes: readonly string[] }>({
    message: ({ objects, refused, codes }) =>
      `Of the first ${objects} records, DHIS2 would refuse ${refused}${codes && ` (${codes})`}.`,
    hint: () => '`etl plan` says which, and why.',
  }),
};

/** How many batches were under way, where it was more than one; a page about the code has no number. */
function atOnce({ concurrency }: { readonly concurrency: number }): string {
  return concurrency > 1 ? ` with ${concurrency} such batches at once` : '';
}
