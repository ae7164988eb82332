/** The way to a server, and what answers there: what ends a run before anything is read or sent. */
import type { DHIS2_CODES } from '../dhis2-codes.ts';
import type { HTTP_CODES } from '../http-codes.ts';
import { CERTIFICATE, HOST, inItsOwn, looksText } from './failure-phrases.ts';
import type { WordsFor } from './words-for.ts';

const PROXY = 'Vérifiez l’url de la connexion et le chemin de la source, et si un proxy se trouve devant le serveur.';
const PROXY_OF_DHIS2 = 'Vérifiez l’url de la connexion, et si un proxy se trouve devant DHIS2.';
const LOGIN_PAGE = 'L’adresse est fausse, ou la connexion n’y a pas été acceptée.';

const UNKNOWN_HOST = {
  message: ({ request }: { request: string }): string => `${request} : cet hôte n’existe pas.`,
  hint: (): string => HOST,
};
const TLS = {
  message: ({ request, reason }: { request: string; reason: string }): string =>
    `${request} : pas de connexion sûre (${reason}).`,
  hint: (): string => CERTIFICATE,
};
const noAnswer = ({ request, seconds }: { request: string; seconds: string }): string =>
  `${request} : pas de réponse en ${seconds} s.`;
const nothingThere = ({ request, reason }: { request: string; reason: string }): string =>
  `${request} : rien ne répond là (${reason}).`;
const broken = ({ request, reason }: { request: string; reason: string }): string =>
  `${request} : la connexion a été coupée (${reason}).`;
const sentOn = ({ request, location, status }: { request: string; location: string; status: string }): string =>
  `${request} : le serveur nous renvoie vers ${location} (${status}).`;
const notJson = ({ request, status, looksLike }: { request: string; status: string; looksLike: string }): string =>
  `${request} : la réponse (${status}) est ${looksText(looksLike)}, et non du JSON.`;

export const HTTP_WORDS = {
  'http/unreachable': {
    message: nothingThere,
    hint: () => 'Vérifiez l’url de la connexion, et que le serveur fonctionne.',
  },
  'http/unknown-host': UNKNOWN_HOST,
  'http/tls': TLS,
  'http/timeout': {
    message: noAnswer,
    hint: () =>
      'Réessayez plus tard ; augmentez timeoutSeconds de la connexion, ou demandez des pages plus petites (pageSize de la source).',
  },
  'http/connection-lost': {
    message: broken,
    hint: () => 'Réessayez ; si cela continue, demandez des pages plus petites (pageSize de la source).',
  },
  'http/unauthorized': {
    message: ({ request, message }) => `${request} : le serveur ne nous laisse pas entrer (401${inItsOwn(message)}).`,
    hint: () =>
      'Vérifiez les en-têtes, ou le nom d’utilisateur et le mot de passe, de la connexion : un jeton a pu expirer.',
  },
  'http/forbidden': {
    message: ({ request, message }) => `${request} : ce compte ne peut pas lire cela (403${inItsOwn(message)}).`,
    hint: () => 'Demandez à qui possède les données de les partager avec le compte de la connexion.',
  },
  'http/redirected': {
    message: sentOn,
    hint: (_, { login }) =>
      login === true
        ? 'C’est une page de connexion : la connexion n’a pas été acceptée.'
        : 'Ce qui est secret ne va à aucun autre serveur. Si c’est le bon, écrivez son adresse comme url de la connexion.',
  },
  'http/not-json': {
    message: notJson,
    hint: (_, { looksLike }) => (looksLike === 'a login page' ? LOGIN_PAGE : PROXY),
  },
  'http/not-utf8': {
    message: ({ request }) =>
      `${request} : la réponse n’est pas en UTF-8, comme l’est le JSON, ou a été coupée au milieu d’une lettre.`,
    hint: () => PROXY,
  },
  'http/too-large': {
    message: ({ request, limit }) => `${request} : la réponse est plus grande que ${limit}.`,
    hint: () => 'Demandez des pages plus petites : pageSize de la source.',
  },
  'http/bad-request': {
    message: ({ request, status, message }) => `${request} : le serveur refuse cela (${status}${inItsOwn(message)}).`,
    hint: () => 'Vérifiez path et query de la source.',
  },
  'http/server-error': {
    message: ({ request, status, message }) => `${request} : le serveur a échoué (${status}${inItsOwn(message)}).`,
    hint: () => 'Réessayez plus tard ; son journal en sait plus.',
  },
  'http/unavailable': {
    message: ({ request, status, message }) =>
      `${request} : le serveur n’est pas disponible maintenant (${status}${inItsOwn(message)}).`,
    hint: () => 'On lui a peut-être trop demandé, ou il est en maintenance. Réessayez plus tard.',
  },
} satisfies WordsFor<typeof HTTP_CODES>;

const loginText = (login: string): string => {
  if (login === 'token') return 'ce jeton';
  return login.replace(/^user /, 'l’utilisateur ');
};

export const DHIS2_WORDS = {
  'dhis2/unreachable': {
    message: nothingThere,
    hint: () => 'Vérifiez l’url de la connexion, et que DHIS2 fonctionne.',
  },
  'dhis2/unknown-host': UNKNOWN_HOST,
  'dhis2/tls': TLS,
  'dhis2/timeout': {
    message: noAnswer,
    hint: () => 'Réessayez plus tard ; augmentez timeoutSeconds de la connexion, ou baissez batchSize du sink.',
  },
  'dhis2/job-lost': {
    message: ({ request, reason }) => `${request} : ce que l’importation est devenue n’est pas connu (${reason}).`,
    hint: () => 'La prochaine exécution regarde ce qui est là. Si cela continue, écrivez import: sync sous sink.',
  },
  'dhis2/connection-lost': {
    message: broken,
    hint: () => 'Réessayez ; si cela continue, regardez le proxy devant DHIS2.',
  },
  'dhis2/unauthorized': {
    message: ({ request, login, message }) =>
      `${request} : DHIS2 ne laisse pas entrer ${loginText(login)} (401${inItsOwn(message)}).`,
    hint: () =>
      'Vérifiez le nom d’utilisateur et le mot de passe, ou le jeton (il a pu expirer). Un compte à double authentification ne peut être employé.',
  },
  'dhis2/forbidden': {
    message: ({ request, message }) => `${request} : cet utilisateur ne peut pas faire cela (403${inItsOwn(message)}).`,
    hint: () => 'Demandez le droit manquant à l’administrateur de DHIS2.',
  },
  'dhis2/not-found': {
    message: ({ request, message }) => `${request} : introuvable (404${inItsOwn(message)}).`,
    hint: () => 'Vérifiez l’url de la connexion : elle finit avant /api.',
  },
  'dhis2/redirected': {
    message: sentOn,
    hint: (_, { login }) =>
      login === true
        ? 'C’est une page de connexion : la connexion n’a pas été acceptée, ou une authentification unique se trouve devant DHIS2.'
        : 'Écrivez l’adresse nommée comme url de la connexion.',
  },
  'dhis2/not-json': {
    message: notJson,
    hint: (_, { looksLike }) => (looksLike === 'a login page' ? LOGIN_PAGE : PROXY_OF_DHIS2),
  },
  'dhis2/bad-request': {
    message: ({ request, status, message }) =>
      `${request} : DHIS2 ne comprend pas cela (${status}${inItsOwn(message)}).`,
  },
  'dhis2/server-error': {
    message: ({ request, status, message }) => `${request} : DHIS2 a échoué (${status}${inItsOwn(message)}).`,
    hint: () => 'Réessayez plus tard ; le journal de DHIS2 en sait plus.',
  },
  'dhis2/unavailable': {
    message: ({ request, status, message }) =>
      `${request} : DHIS2 n’est pas disponible maintenant (${status}${inItsOwn(message)}).`,
    hint: () => 'Il démarre peut-être, ou est en maintenance. Réessayez plus tard.',
  },
  'dhis2/unexpected-answer': {
    message: ({ request, status, reason }) =>
      `${request} : la réponse (${status}) n’est pas de celles que DHIS2 y donne : ${reason}.`,
    hint: () => PROXY_OF_DHIS2,
  },
  'dhis2/not-dhis2': {
    message: ({ url }) => `Ce qui répond à ${url} ne dit pas quelle version de DHIS2 il est.`,
    hint: () => 'Vérifiez l’url de la connexion.',
  },
  'dhis2/version-unsupported': {
    message: ({ url, version }) =>
      `${url} est un DHIS2 ${version} ; le plus ancien qui puisse être employé est le 2.38.`,
    hint: () => 'Faites mettre ce DHIS2 à jour, ou nommez-en un autre sous `connections`.',
  },
  'dhis2/program-not-found': {
    message: ({ program, url }) => `Il n’y a pas de programme ${program} que cet utilisateur puisse voir, à ${url}.`,
    hint: () => 'Vérifiez program sous sink, et que le programme est partagé avec cet utilisateur.',
  },
  'dhis2/program-with-registration': {
    message: ({ name, program }) =>
      `Le programme ${name} (${program}) enregistre des personnes ; il ne prend pas d’événements isolés.`,
    hint: () => 'Employez un programme d’événements (sans enregistrement).',
  },
  'dhis2/program-without-stage': {
    message: ({ name, program }) => `Le programme ${name} (${program}) n’a pas d’étape.`,
    hint: () => 'Ajoutez une étape au programme dans DHIS2, ou nommez un autre programme sous `sink`.',
  },
  'dhis2/stage-not-in-program': {
    message: ({ stage, name, program }) =>
      `L’étape ${stage} de la correspondance n’est pas du programme ${name} (${program}).`,
    hint: () => 'Reprenez les métadonnées du programme, et faites-en la correspondance.',
  },
  'dhis2/program-read-only': {
    message: ({ user, name, program }) =>
      `L’utilisateur ${user} ne peut pas écrire de données dans le programme ${name} (${program}).`,
    hint: () => 'Demandez-en le droit d’écriture des données à l’administrateur de DHIS2.',
  },
} satisfies WordsFor<typeof DHIS2_CODES>;
