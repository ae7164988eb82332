/** Pieces of French sentences that several codes share. */
import type { Near, Texts } from '../code-row.ts';
import type { ServerArgs, ServerTexts } from '../refusal-words.ts';
import type { Instead } from '../rewrite-words.ts';
import { differenceText } from './needs.ts';

const MEND = 'Corrigez la réponse dans Kobo';

/** What to do about a value on which a field stumbled. */
export function orWrite(texts: Texts<Instead>, { instead }: Instead, generally: string, provided = ''): string {
  if (instead === undefined) return generally;
  if (instead === '') return `${MEND}.`;
  return `${MEND} ; ou, ${provided && `${provided}, `}écrivez ${texts.instead} dans son champ sous \`transform\`.`;
}

/** A hint for a word with a near neighbour. */
export function didYouMean({ nearest, differs }: Texts<Near>, otherwise = ''): string {
  if (!nearest) return otherwise;
  const word = /\s/.test(nearest) && !/^["`\x5b({]/.test(nearest) ? `« ${nearest} »` : nearest;
  return `Vouliez-vous dire ${word} ?${differs && ` La différence : ${differenceText(differs)}.`}`;
}

/** What a record fills: an event, where nothing else is said. Both are masculine. */
export const thing = (what: string): string => (what === '' || what === 'event' ? 'événement' : 'formulaire');
/** With its article. */
export const theThing = (what: string): string => (thing(what) === 'événement' ? 'l’événement' : 'le formulaire');
export const itsThing = (what: string): string => `son ${thing(what)}`;

/** A UID behind its noun; a message about several records has none. */
export const of = (uid: string): string => uid && ` ${uid}`;

/** People know no UIDs: a facility is named by its cell, the UID behind it. */
export function unit({ facility, orgUnit }: Pick<ServerTexts, 'facility' | 'orgUnit'>): string {
  if (facility) return orgUnit ? `${facility} (${orgUnit})` : facility;
  return orgUnit ? `l’unité d’organisation ${orgUnit}` : 'son unité d’organisation';
}

export function Unit(texts: Pick<ServerTexts, 'facility' | 'orgUnit'>): string {
  return texts.facility ? unit(texts) : capital(unit(texts));
}

export function capital(text: string): string {
  return text.replace(/^\p{Ll}/u, (first) => first.toUpperCase());
}

export const what = (texts: ServerTexts, otherwise = 'cet élément de données'): string => texts.what || otherwise;

export const theProgram = (name: string): string => (name ? `le programme ${name}` : 'le programme');
export const theStage = (name: string): string => (name ? `l’étape ${name}` : 'l’étape du programme');
export const theSet = (name: string): string => (name ? `l’ensemble de données ${name}` : 'l’ensemble de données');
export const thePeriod = (name: string): string => (name ? `la période ${name}` : 'la période');
/** `du programme X`. */
export const ofProgram = (name: string): string => (name ? `du programme ${name}` : 'du programme');
export const ofSet = (name: string): string => `de ${theSet(name)}`;

/** The user who sends. */
export const sender = (user: string): string => (user ? `l’utilisateur ${user}` : 'l’utilisateur qui envoie');
export const Sender = (user: string): string => capital(sender(user));

export const daysText = (days: string): string => (days === '1' ? '1 jour' : `${days || 'quelques'} jours`);

/** The value in quotes, where it may be shown. */
export const it = ({ value }: ServerTexts): string => (value ? `« ${value} »` : 'La valeur');

/** The nearest of what is allowed, else all of it, as far as it can be listed. */
export function allowed(texts: ServerTexts, { allowed: list = [], options = list.length }: ServerArgs): string {
  const near = didYouMean(texts);
  if (!texts.allowed) return near;
  const more = options > list.length ? ` et ${(options - list.length).toLocaleString('fr')} autres` : '';
  return [near, `Sont admis : ${texts.allowed}${more}.`].filter(Boolean).join(' ');
}

export const sentences = (...parts: readonly string[]): string => parts.filter(Boolean).join(' ');

/** What is left to say where nothing is known but the server's words. */
export const inItsWords = ({ message }: ServerTexts): string => `DHIS2 l’a refusé : ${message}`;

export const PULL = 'lancez `etl metadata pull SPEC`';
