import type { CodeText } from './code-row.ts';

const SAY_HOW = 'Change the cell, or say how it is written';

export const DHIS2_CODES = {
  // What a connection says.
  'dhis2/credentials': {
    message: () => 'A dhis2 connection needs either username and password, or token.',
    hint: () => 'Give exactly one of the two. A token is made in DHIS2 under your profile, Personal access tokens.',
  },
  'dhis2/bad-token': {
    message: () => 'The token of the dhis2 connection holds a blank, or a character that no token has.',
    hint: () => 'Copy it again from DHIS2, where it was made: it starts with d2pat_ or d2p_.',
  },
  'dhis2/plain-http': {
    message: (a) => `${a('url')} is plain http: the password or token would go over the network for all to read.`,
    hint: () => 'Use https://. Plain http is for a server on this very machine (localhost).',
  },
  'dhis2/bad-url': {
    message: (a) => `${a('url')} is not the address of a DHIS2.`,
    hint: () => 'Write it as in the browser, up to the part before /api: https://dhis2.example.org/hmis',
  },
  'dhis2/credentials-in-url': {
    message: () => 'The url of the connection holds a user name or password.',
    hint: () => 'Put them under username and password, from the environment: ${DHIS2_PASSWORD}.',
  },

  // The way to the server, and what answers there.
  'dhis2/unreachable': {
    message: (a) => `${a('request')}: nothing answers there (${a('reason')}).`,
    hint: () => 'Check the url of the connection, and that DHIS2 is up.',
  },
  'dhis2/unknown-host': {
    message: (a) => `${a('request')}: there is no such host.`,
    hint: () => 'Check the url of the connection, and the name server of this machine.',
  },
  'dhis2/tls': {
    message: (a) => `${a('request')}: no secure connection (${a('reason')}).`,
    hint: () =>
      'The certificate of the server is not valid here. For an authority of your own set NODE_EXTRA_CA_CERTS.',
  },
  'dhis2/timeout': {
    message: (a) => `${a('request')}: no answer within ${a('seconds')} s.`,
    hint: () => 'Try again later; raise timeoutSeconds of the connection, or lower batchSize of the sink.',
  },
  'dhis2/connection-lost': {
    message: (a) => `${a('request')}: the connection broke (${a('reason')}).`,
    hint: () => 'Try again; if it goes on, look at the proxy in front of DHIS2.',
  },
  'dhis2/unauthorized': {
    message: (a) =>
      `${a('request')}: DHIS2 does not let this ${a('login')} in (401${a('message') && `, ${a('message')}`}).`,
    hint: () =>
      'Check user name and password, or the token (it may have expired). An account with two-factor login cannot be used.',
  },
  'dhis2/forbidden': {
    message: (a) => `${a('request')}: this user may not do that (403${a('message') && `, ${a('message')}`}).`,
    hint: () => 'Ask the administrator of DHIS2 for the missing right.',
  },
  'dhis2/not-found': {
    message: (a) => `${a('request')}: not found (404${a('message') && `, ${a('message')}`}).`,
    hint: () => 'Check the url of the connection: it ends before /api.',
  },
  'dhis2/redirected': {
    message: (a) => `${a('request')}: the server sends us on to ${a('location')} (${a('status')}).`,
    hint: (_, args) =>
      args['login'] === true
        ? 'That is a login page: the login does not hold, or a single sign-on stands before DHIS2.'
        : 'Write the address that it names as url of the connection.',
  },
  'dhis2/not-json': {
    message: (a) => `${a('request')}: the answer (${a('status')}) is ${a('looksLike')}, not JSON.`,
    hint: (_, args) =>
      args['looksLike'] === 'a login page'
        ? 'The address is wrong, or the login does not hold there.'
        : 'Check the url of the connection, and whether a proxy stands before DHIS2.',
  },
  'dhis2/bad-request': {
    message: (a) => `${a('request')}: DHIS2 cannot read that (${a('status')}${a('message') && `, ${a('message')}`}).`,
  },
  'dhis2/server-error': {
    message: (a) => `${a('request')}: DHIS2 failed (${a('status')}${a('message') && `, ${a('message')}`}).`,
    hint: () => 'Try again later; the log of DHIS2 knows more.',
  },
  'dhis2/unavailable': {
    message: (a) =>
      `${a('request')}: DHIS2 is not available now (${a('status')}${a('message') && `, ${a('message')}`}).`,
    hint: () => 'It may be starting or in maintenance. Try again later.',
  },
  'dhis2/unexpected-answer': {
    message: (a) => `${a('request')}: the answer (${a('status')}) is none that DHIS2 gives there: ${a('reason')}.`,
    hint: () => 'Check the url of the connection, and whether a proxy stands before DHIS2.',
  },
  'dhis2/not-dhis2': {
    message: (a) => `What answers at ${a('url')} does not say which version of DHIS2 it is.`,
    hint: () => 'Check the url of the connection.',
  },
  'dhis2/version-unsupported': {
    message: (a) => `${a('url')} is DHIS2 ${a('version')}; the oldest that can be used is 2.38.`,
  },

  // The program.
  'dhis2/program-not-found': {
    message: (a) => `There is no program ${a('program')} that this user may see, at ${a('url')}.`,
    hint: () => 'Check program under sink, and that the program is shared with this user.',
  },
  'dhis2/program-with-registration': {
    message: (a) => `Program ${a('name')} (${a('program')}) registers people; it takes no single events.`,
    hint: () => 'Use an event program (without registration).',
  },
  'dhis2/program-without-stage': {
    message: (a) => `Program ${a('name')} (${a('program')}) has no program stage.`,
  },
  'dhis2/stage-not-in-program': {
    message: (a) => `Program stage ${a('stage')} of the mapping is none of program ${a('name')} (${a('program')}).`,
    hint: () => 'Fetch the metadata of the program again, and make the mapping from it.',
  },
  'dhis2/program-read-only': {
    message: (a) => `User ${a('user')} may not write data to program ${a('name')} (${a('program')}).`,
    hint: () => 'Ask the administrator of DHIS2 for data write access to it.',
  },

  // One event that cannot go, or did not go through.
  'dhis2/bad-property': {
    message: (a) => `${a('property')} cannot be sent: ${a('needed')} is needed.`,
  },
  'dhis2/nul': {
    message: (a) => `The value of ${a('field')} holds the character U+0000, which DHIS2 cannot store.`,
    hint: () => 'Take it out of the source; it comes of broken or binary text.',
  },
  'dhis2/duplicate-data-element': {
    message: (a) => `Data element ${a('field')} is there twice; releases of DHIS2 differ in which value they keep.`,
    hint: () => 'Map it once.',
  },
  'dhis2/one-code-only': {
    message: (a) =>
      `DHIS2 ${a('version')} takes one option alone in ${a('element')} (MULTI_TEXT), and here are several: it would refuse the record (E1125).`,
    hint: () =>
      'Upgrade DHIS2 to 2.41 or later. Or change the data element: TEXT without option set, or a yes/no data element for each option. Or let the form take one choice, or choose one in an expression.',
  },
  'dhis2/code-not-of-type': {
    message: (a) =>
      `DHIS2 ${a('version')} wants the options of ${a('element')} to be of its value type, ${a('valueType')}, and this one is not: it would refuse the record (E1302).`,
    hint: () => 'Have the value type of the data element changed in DHIS2 (TEXT takes every option), or the option.',
  },
  'dhis2/username-refused': {
    message: (a, args) =>
      args['own'] === true
        ? `DHIS2 ${a('version')} takes no user name in ${a('element')} but that of the user who sends: it would refuse the record (E1302).`
        : `DHIS2 ${a('version')} takes no user name at all in ${a('element')}: it would refuse the record (E1302).`,
    hint: () => 'Have the value type of the data element changed in DHIS2, from USERNAME to TEXT.',
  },
  'dhis2/completed-at-too-early': {
    message: (a) =>
      `DHIS2 ${a('version')} takes completedAt only with status COMPLETED: it would refuse the record (E1051).`,
    hint: () => 'Leave completedAt out where the event is not completed, or send status COMPLETED.',
  },
  'dhis2/completed-at-missing': {
    message: (a) =>
      `DHIS2 ${a('version')} wants completedAt with status COMPLETED in this program, which closes completed events after some days: it would refuse the record (E1042).`,
    hint: () => 'Map completedAt, or use an account with F_EDIT_EXPIRED.',
  },
  'dhis2/unreadable-event': {
    message: (a) => `DHIS2 could not read the event (${a('status')}${a('message') && `, ${a('message')}`}).`,
  },

  // DHIS2's own codes of which we can say what to do. The words are the server's.
  'dhis2/E1000': {
    message: (a) => `DHIS2 refused it: ${a('message')}`,
    hint: () =>
      'Give the user this organisation unit, or one above it, for data capture. DHIS2 up to 2.41 goes on refusing for an hour.',
    valueIsPublic: true,
  },
  'dhis2/E1011': {
    message: (a) => `DHIS2 refused it: ${a('message')}`,
    hint: () => 'Correct the look-up of organisation units: DHIS2 has none with this UID.',
    valueIsPublic: true,
  },
  'dhis2/E1029': {
    message: (a) => `DHIS2 refused it: ${a('message')}`,
    hint: () => 'Assign the program to this organisation unit in DHIS2.',
    valueIsPublic: true,
  },
  'dhis2/E1047': {
    message: (a) => `DHIS2 refused it: ${a('message')}`,
    hint: () => 'The program closes its periods after some days. Open them, or use an account with F_EDIT_EXPIRED.',
  },
  'dhis2/E1083': {
    message: (a) => `DHIS2 refused it: ${a('message')}`,
    hint: () => 'The event is completed in DHIS2. Send status COMPLETED, or use an account with F_UNCOMPLETE_EVENT.',
  },
  'dhis2/E1091': {
    message: (a) => `DHIS2 refused it: ${a('message')}`,
    hint: () => 'Give the user data write access to the program.',
  },
  'dhis2/E1125': {
    message: (a) => `DHIS2 refused it: ${a('message')}`,
    hint: () =>
      'Correct the option map; the options of DHIS2 may have changed: fetch the metadata of the program again.',
    valueIsPublic: true,
  },
  'dhis2/E1303': {
    message: (a) => `DHIS2 refused it: ${a('message')}`,
    hint: () => 'The data element is compulsory: map it, or have it made optional in DHIS2.',
  },
  'dhis2/E1305': {
    message: (a) => `DHIS2 refused it: ${a('message')}`,
    hint: () => 'The program has changed in DHIS2: fetch its metadata and make the mapping again.',
  },

  // A value that its value type cannot take. The value itself stays out of these texts.
  'value/nul': {
    message: () => 'The text holds the character U+0000, which DHIS2 cannot store.',
    hint: () => 'Take it out of the source; it comes of broken or binary text.',
  },
  'value/broken-text': {
    message: () => 'The text holds half a character.',
    hint: () => 'Look at how the text was cut or encoded.',
  },
  'value/too-long': {
    message: (a) => `The text has ${a('length')} characters; DHIS2 takes 50000.`,
  },
  'value/not-finite': {
    message: () => 'The expression came to a number that is none (a division by zero?).',
  },
  'value/not-a-number': {
    message: (a) => `A number is needed (${a('valueType')}).`,
  },
  'value/number-format': {
    message: (a) => `A number is needed (${a('valueType')}), and how this one is written would be a guess.`,
    hint: (_, args) =>
      args['exponent'] === true
        ? 'With an exponent digits may be lost: have all of them written (in R options(scipen = 999), in pandas float_format).'
        : `${SAY_HOW}: $decimal(column, ",") or $decimal(column, ".").`,
  },
  'value/leading-zeros': {
    message: (a) => `A number is needed (${a('valueType')}), and this one has zeros before it, as an identifier has.`,
    hint: () =>
      'An identifier stays text. If the zeros mean nothing, say that it is a number: $int(column) or $decimal(column).',
  },
  'value/not-whole': {
    message: (a) => `A whole number is needed (${a('valueType')}).`,
    hint: () => 'Round it in an expression if that is right: $round($decimal(column)).',
  },
  'value/out-of-range': {
    message: (a, args) =>
      typeof args['least'] === 'number' && Number.isFinite(args['least'])
        ? `A number from ${a('least')} to ${a('most')} is needed (${a('valueType')}).`
        : `The number is too long for DHIS2 (${a('valueType')}).`,
  },
  'value/not-yes-no': {
    message: (a) => `Yes or no is needed (${a('valueType')}): yes, no, true, false, 1 or 0.`,
    hint: () => 'For other words use $yesNo(column), or $yesNo(column, "word for yes", "word for no").',
  },
  'value/not-a-date': {
    message: (a) => `A date is needed (${a('valueType')}).`,
  },
  'value/date-format': {
    message: (a) => `A date is needed (${a('valueType')}), and how this one is written would be a guess.`,
    hint: (a) =>
      a('valueType') === 'DATETIME'
        ? `${SAY_HOW}: $dateTime(column, "DD/MM/YYYY HH:mm").`
        : `${SAY_HOW}: $date(column, "DD/MM/YYYY").`,
  },
  'value/no-such-day': {
    message: () => 'There is no such day in the calendar.',
  },
  'value/no-time': {
    message: () => 'A date with its time is needed (DATETIME), and this is a date alone.',
    hint: () => 'Say which time is meant: $dateTime(column & "T00:00").',
  },
  'value/not-a-time': {
    message: () => 'A time of day is needed, as 09:05 or 17:30 (TIME).',
    hint: () => `${SAY_HOW}: $time(column).`,
  },
  'value/time-with-seconds': {
    message: () => 'DHIS2 keeps hours and minutes alone (TIME), and this time has seconds.',
    hint: () => 'Cut them off in an expression if that is right: $time(column).',
  },
  'value/not-a-coordinate': {
    message: () => 'A position is needed: a geopoint of Kobo (latitude longitude …), or [longitude,latitude].',
  },
  'value/coordinate-out-of-range': {
    message: () => 'The position is not on Earth: latitude is -90 to 90, longitude -180 to 180.',
    hint: () => 'Are latitude and longitude in the right order?',
  },
  'value/wrong-format': {
    message: (a) => `${a('needed').replace(/^./, (c) => c.toUpperCase())} is needed (${a('valueType')}).`,
  },
} satisfies Record<string, CodeText>;
