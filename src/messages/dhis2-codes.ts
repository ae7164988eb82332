import { failure, row } from './code-row.ts';

const SAY_HOW = 'Change the cell, or say how it is written';

export const DHIS2_CODES = {
  // What a connection says.
  'dhis2/credentials': row({
    message: () => 'A dhis2 connection needs either username and password, or token.',
    hint: () => 'Give exactly one of the two. A token is made in DHIS2 under your profile, Personal access tokens.',
  }),
  'dhis2/bad-token': row({
    message: () => 'The token of the dhis2 connection holds a blank, or a character that no token has.',
    hint: () => 'Copy it again from DHIS2, where it was made: it starts with d2pat_ or d2p_.',
  }),
  'dhis2/plain-http': row<{ url: string }>({
    message: ({ url }) => `${url} is plain http: the password or token would go over the network for all to read.`,
    hint: () => 'Use https://. Plain http is for a server on this very machine (localhost).',
  }),
  'dhis2/bad-url': row<{ url: string }>({
    message: ({ url }) => `${url} is not the address of a DHIS2.`,
    hint: () => 'Write it as in the browser, up to the part before /api: https://dhis2.example.org/hmis',
  }),
  'dhis2/credentials-in-url': row({
    message: () => 'The url of the connection holds a user name or password.',
    hint: () => 'Put them under username and password, from the environment: ${DHIS2_PASSWORD}.',
  }),

  // The way to the server, and what answers there.
  'dhis2/unreachable': failure<{ request: string; reason: string }>({
    exitCode: 3,
    message: ({ request, reason }) => `${request}: nothing answers there (${reason}).`,
    hint: () => 'Check the url of the connection, and that DHIS2 is up.',
  }),
  'dhis2/unknown-host': failure<{ request: string }>({
    exitCode: 3,
    message: ({ request }) => `${request}: there is no such host.`,
    hint: () => 'Check the url of the connection, and the name server of this machine.',
  }),
  'dhis2/tls': failure<{ request: string; reason: string }>({
    exitCode: 3,
    message: ({ request, reason }) => `${request}: no secure connection (${reason}).`,
    hint: () =>
      'The certificate of the server is not valid here. For an authority of your own set NODE_EXTRA_CA_CERTS.',
  }),
  'dhis2/timeout': failure<{ request: string; seconds: string }>({
    exitCode: 3,
    message: ({ request, seconds }) => `${request}: no answer within ${seconds} s.`,
    hint: () => 'Try again later; raise timeoutSeconds of the connection, or lower batchSize of the sink.',
  }),
  'dhis2/connection-lost': failure<{ request: string; reason: string }>({
    exitCode: 3,
    message: ({ request, reason }) => `${request}: the connection broke (${reason}).`,
    hint: () => 'Try again; if it goes on, look at the proxy in front of DHIS2.',
  }),
  'dhis2/unauthorized': failure<{ request: string; login: string; message: string }>({
    exitCode: 3,
    message: ({ request, login, message }) =>
      `${request}: DHIS2 does not let this ${login} in (401${message && `, ${message}`}).`,
    hint: () =>
      'Check user name and password, or the token (it may have expired). An account with two-factor login cannot be used.',
  }),
  'dhis2/forbidden': failure<{ request: string; message: string }>({
    exitCode: 3,
    message: ({ request, message }) => `${request}: this user may not do that (403${message && `, ${message}`}).`,
    hint: () => 'Ask the administrator of DHIS2 for the missing right.',
  }),
  'dhis2/not-found': failure<{ request: string; message: string }>({
    exitCode: 3,
    message: ({ request, message }) => `${request}: not found (404${message && `, ${message}`}).`,
    hint: () => 'Check the url of the connection: it ends before /api.',
  }),
  'dhis2/redirected': failure<{ request: string; location: string; status: string; login?: boolean }>({
    exitCode: 3,
    message: ({ request, location, status }) => `${request}: the server sends us on to ${location} (${status}).`,
    hint: (_, { login }) =>
      login === true
        ? 'That is a login page: the login does not hold, or a single sign-on stands before DHIS2.'
        : 'Write the address that it names as url of the connection.',
  }),
  'dhis2/not-json': failure<{ request: string; status: string; looksLike: string }>({
    exitCode: 3,
    message: ({ request, status, looksLike }) => `${request}: the answer (${status}) is ${looksLike}, not JSON.`,
    hint: (_, { looksLike }) =>
      looksLike === 'a login page'
        ? 'The address is wrong, or the login does not hold there.'
        : 'Check the url of the connection, and whether a proxy stands before DHIS2.',
  }),
  'dhis2/bad-request': failure<{ request: string; status: string; message: string }>({
    exitCode: 3,
    message: ({ request, status, message }) =>
      `${request}: DHIS2 cannot read that (${status}${message && `, ${message}`}).`,
  }),
  'dhis2/server-error': failure<{ request: string; status: string; message: string }>({
    exitCode: 3,
    message: ({ request, status, message }) => `${request}: DHIS2 failed (${status}${message && `, ${message}`}).`,
    hint: () => 'Try again later; the log of DHIS2 knows more.',
  }),
  'dhis2/unavailable': failure<{ request: string; status: string; message: string }>({
    exitCode: 3,
    message: ({ request, status, message }) =>
      `${request}: DHIS2 is not available now (${status}${message && `, ${message}`}).`,
    hint: () => 'It may be starting or in maintenance. Try again later.',
  }),
  'dhis2/unexpected-answer': failure<{ request: string; status: string; reason: string }>({
    exitCode: 3,
    message: ({ request, status, reason }) =>
      `${request}: the answer (${status}) is none that DHIS2 gives there: ${reason}.`,
    hint: () => 'Check the url of the connection, and whether a proxy stands before DHIS2.',
  }),
  'dhis2/not-dhis2': failure<{ url: string }>({
    exitCode: 3,
    message: ({ url }) => `What answers at ${url} does not say which version of DHIS2 it is.`,
    hint: () => 'Check the url of the connection.',
  }),
  'dhis2/version-unsupported': failure<{ url: string; version: string }>({
    exitCode: 3,
    message: ({ url, version }) => `${url} is DHIS2 ${version}; the oldest that can be used is 2.38.`,
  }),

  // The program.
  'dhis2/program-not-found': failure<{ program: string; url: string }>({
    exitCode: 3,
    message: ({ program, url }) => `There is no program ${program} that this user may see, at ${url}.`,
    hint: () => 'Check program under sink, and that the program is shared with this user.',
  }),
  'dhis2/program-with-registration': failure<{ name: string; program: string }>({
    exitCode: 3,
    message: ({ name, program }) => `Program ${name} (${program}) registers people; it takes no single events.`,
    hint: () => 'Use an event program (without registration).',
  }),
  'dhis2/program-without-stage': failure<{ name: string; program: string }>({
    exitCode: 3,
    message: ({ name, program }) => `Program ${name} (${program}) has no program stage.`,
  }),
  'dhis2/stage-not-in-program': failure<{ stage: string; name: string; program: string }>({
    exitCode: 3,
    message: ({ stage, name, program }) =>
      `Program stage ${stage} of the mapping is none of program ${name} (${program}).`,
    hint: () => 'Fetch the metadata of the program again, and make the mapping from it.',
  }),
  'dhis2/program-read-only': failure<{ user: string; name: string; program: string }>({
    exitCode: 3,
    message: ({ user, name, program }) => `User ${user} may not write data to program ${name} (${program}).`,
    hint: () => 'Ask the administrator of DHIS2 for data write access to it.',
  }),

  // One event that cannot go, or did not go through.
  'dhis2/bad-property': row<{ property: string; needed: string }>({
    message: ({ property, needed }) => `${property} cannot be sent: ${needed} is needed.`,
  }),
  'dhis2/nul': row<{ field: string }>({
    message: ({ field }) => `The value of ${field} holds the character U+0000, which DHIS2 cannot store.`,
    hint: () => 'Take it out of the source; it comes of broken or binary text.',
  }),
  'dhis2/duplicate-data-element': row<{ field: string }>({
    message: ({ field }) => `Data element ${field} is there twice; releases of DHIS2 differ in which value they keep.`,
    hint: () => 'Map it once.',
  }),
  'dhis2/one-code-only': row<{ version: string; element: string }>({
    message: ({ version, element }) =>
      `DHIS2 ${version} takes one option alone in ${element} (MULTI_TEXT), and here are several: it would refuse the record (E1125).`,
    hint: () =>
      'Upgrade DHIS2 to 2.41 or later. Or change the data element: TEXT without option set, or a yes/no data element for each option. Or let the form take one choice, or choose one in an expression.',
  }),
  'dhis2/code-not-of-type': row<{ version: string; element: string; valueType: string }>({
    message: ({ version, element, valueType }) =>
      `DHIS2 ${version} wants the options of ${element} to be of its value type, ${valueType}, and this one is not: it would refuse the record (E1302).`,
    hint: () => 'Have the value type of the data element changed in DHIS2 (TEXT takes every option), or the option.',
  }),
  'dhis2/username-refused': row<{ version: string; element: string; own?: boolean }>({
    message: ({ version, element }, { own }) =>
      own === true
        ? `DHIS2 ${version} takes no user name in ${element} but that of the user who sends: it would refuse the record (E1302).`
        : `DHIS2 ${version} takes no user name at all in ${element}: it would refuse the record (E1302).`,
    hint: () => 'Have the value type of the data element changed in DHIS2, from USERNAME to TEXT.',
  }),
  'dhis2/completed-at-too-early': row<{ version: string }>({
    message: ({ version }) =>
      `DHIS2 ${version} takes completedAt only with status COMPLETED: it would refuse the record (E1051).`,
    hint: () => 'Leave completedAt out where the event is not completed, or send status COMPLETED.',
  }),
  'dhis2/completed-at-missing': row<{ version: string }>({
    message: ({ version }) =>
      `DHIS2 ${version} wants completedAt with status COMPLETED in this program, which closes completed events after some days: it would refuse the record (E1042).`,
    hint: () => 'Map completedAt, or use an account with F_EDIT_EXPIRED.',
  }),
  'dhis2/unreadable-event': row<{ status: string; message: string }>({
    message: ({ status, message }) => `DHIS2 could not read the event (${status}${message && `, ${message}`}).`,
  }),

  // DHIS2's own codes of which we can say what to do. The words are the server's.
  'dhis2/E1000': row<{ message: string }>({
    message: ({ message }) => `DHIS2 refused it: ${message}`,
    hint: () =>
      'Give the user this organisation unit, or one above it, for data capture. DHIS2 up to 2.41 goes on refusing for an hour.',
    valueIsPublic: true,
  }),
  'dhis2/E1011': row<{ message: string }>({
    message: ({ message }) => `DHIS2 refused it: ${message}`,
    hint: () => 'Correct the look-up of organisation units: DHIS2 has none with this UID.',
    valueIsPublic: true,
  }),
  'dhis2/E1029': row<{ message: string }>({
    message: ({ message }) => `DHIS2 refused it: ${message}`,
    hint: () => 'Assign the program to this organisation unit in DHIS2.',
    valueIsPublic: true,
  }),
  'dhis2/E1047': row<{ message: string }>({
    message: ({ message }) => `DHIS2 refused it: ${message}`,
    hint: () => 'The program closes its periods after some days. Open them, or use an account with F_EDIT_EXPIRED.',
  }),
  'dhis2/E1083': row<{ message: string }>({
    message: ({ message }) => `DHIS2 refused it: ${message}`,
    hint: () => 'The event is completed in DHIS2. Send status COMPLETED, or use an account with F_UNCOMPLETE_EVENT.',
  }),
  'dhis2/E1091': row<{ message: string }>({
    message: ({ message }) => `DHIS2 refused it: ${message}`,
    hint: () => 'Give the user data write access to the program.',
  }),
  'dhis2/E1125': row<{ message: string }>({
    message: ({ message }) => `DHIS2 refused it: ${message}`,
    hint: () =>
      'Correct the option map; the options of DHIS2 may have changed: fetch the metadata of the program again.',
    valueIsPublic: true,
  }),
  'dhis2/E1303': row<{ message: string }>({
    message: ({ message }) => `DHIS2 refused it: ${message}`,
    hint: () => 'The data element is compulsory: map it, or have it made optional in DHIS2.',
  }),
  'dhis2/E1305': row<{ message: string }>({
    message: ({ message }) => `DHIS2 refused it: ${message}`,
    hint: () => 'The program has changed in DHIS2: fetch its metadata and make the mapping again.',
  }),

  // A value that its value type cannot take. The value itself stays out of these texts.
  'value/nul': row({
    message: () => 'The text holds the character U+0000, which DHIS2 cannot store.',
    hint: () => 'Take it out of the source; it comes of broken or binary text.',
  }),
  'value/broken-text': row({
    message: () => 'The text holds half a character.',
    hint: () => 'Look at how the text was cut or encoded.',
  }),
  'value/too-long': row<{ length: string }>({
    message: ({ length }) => `The text has ${length} characters; DHIS2 takes 50000.`,
  }),
  'value/not-finite': row({
    message: () => 'The expression came to a number that is none (a division by zero?).',
  }),
  'value/not-a-number': row<{ valueType: string }>({
    message: ({ valueType }) => `A number is needed (${valueType}).`,
  }),
  'value/number-format': row<{ valueType: string; exponent?: boolean }>({
    message: ({ valueType }) => `A number is needed (${valueType}), and how this one is written would be a guess.`,
    hint: (_, { exponent }) =>
      exponent === true
        ? 'With an exponent digits may be lost: have all of them written (in R options(scipen = 999), in pandas float_format).'
        : `${SAY_HOW}: $decimal(column, ",") or $decimal(column, ".").`,
  }),
  'value/leading-zeros': row<{ valueType: string }>({
    message: ({ valueType }) =>
      `A number is needed (${valueType}), and this one has zeros before it, as an identifier has.`,
    hint: () =>
      'An identifier stays text. If the zeros mean nothing, say that it is a number: $int(column) or $decimal(column).',
  }),
  'value/not-whole': row<{ valueType: string }>({
    message: ({ valueType }) => `A whole number is needed (${valueType}).`,
    hint: () => 'Round it in an expression if that is right: $round($decimal(column)).',
  }),
  'value/out-of-range': row<{ least: string; most: string; valueType: string }>({
    message: ({ least, most, valueType }, args) =>
      typeof args.least === 'number' && Number.isFinite(args.least)
        ? `A number from ${least} to ${most} is needed (${valueType}).`
        : `The number is too long for DHIS2 (${valueType}).`,
  }),
  'value/not-yes-no': row<{ valueType: string }>({
    message: ({ valueType }) => `Yes or no is needed (${valueType}): yes, no, true, false, 1 or 0.`,
    hint: () => 'For other words use $yesNo(column), or $yesNo(column, "word for yes", "word for no").',
  }),
  'value/not-a-date': row<{ valueType: string }>({
    message: ({ valueType }) => `A date is needed (${valueType}).`,
  }),
  'value/date-format': row<{ valueType: string }>({
    message: ({ valueType }) => `A date is needed (${valueType}), and how this one is written would be a guess.`,
    hint: ({ valueType }) =>
      valueType === 'DATETIME'
        ? `${SAY_HOW}: $dateTime(column, "DD/MM/YYYY HH:mm").`
        : `${SAY_HOW}: $date(column, "DD/MM/YYYY").`,
  }),
  'value/no-such-day': row({
    message: () => 'There is no such day in the calendar.',
  }),
  'value/no-time': row({
    message: () => 'A date with its time is needed (DATETIME), and this is a date alone.',
    hint: () => 'Say which time is meant: $dateTime(column & "T00:00").',
  }),
  'value/not-a-time': row({
    message: () => 'A time of day is needed, as 09:05 or 17:30 (TIME).',
    hint: () => `${SAY_HOW}: $time(column).`,
  }),
  'value/time-with-seconds': row({
    message: () => 'DHIS2 keeps hours and minutes alone (TIME), and this time has seconds.',
    hint: () => 'Cut them off in an expression if that is right: $time(column).',
  }),
  'value/not-a-coordinate': row({
    message: () => 'A position is needed: a geopoint of Kobo (latitude longitude …), or [longitude,latitude].',
  }),
  'value/coordinate-out-of-range': row({
    message: () => 'The position is not on Earth: latitude is -90 to 90, longitude -180 to 180.',
    hint: () => 'Are latitude and longitude in the right order?',
  }),
  'value/wrong-format': row<{ needed: string; valueType: string }>({
    message: ({ needed, valueType }) => `${needed.replace(/^./, (c) => c.toUpperCase())} is needed (${valueType}).`,
  }),
};
