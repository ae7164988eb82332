import type { Identified, IdScheme } from './model.ts';
import type { Person } from './people.ts';
import { sentenceOf, type FindingCode } from './sentences.ts';
import type { Traits } from './versions.ts';

/** One verdict on one event, as an import report states it. */
export interface Finding {
  readonly code: FindingCode;
  readonly event: string;
  readonly pieces: readonly Piece[];
  readonly warning: boolean;
}

/** A piece of a message: what people read, and the raw text that the server gives beside it in `args`. */
export interface Piece {
  readonly shown: string;
  /** null: it is no arg. */
  readonly raw: string | null;
}

const WARNINGS: ReadonlySet<string> = new Set(['E1119', 'E1120']);

export function finding(code: FindingCode, event: string, ...pieces: readonly (string | Piece)[]): Finding {
  const both = pieces.map((piece) => (typeof piece === 'string' ? { shown: piece, raw: piece } : piece));
  return { code, event, pieces: both, warning: WARNINGS.has(code) };
}

/** What a release says of a finding. */
export function wordsOf({ code, pieces }: Finding, { version }: Traits): { message: string; args: readonly string[] } {
  const sentence = sentenceOf(code, version);
  const message = sentence.replace(/\{(\d)\}/g, (hole, index: string) => pieces[Number(index)]?.shown ?? hole);
  return { message, args: pieces.map(({ raw }) => raw).filter((raw) => raw !== null) };
}

/** An identifier as it came in; raw it is the dump of a Java object. */
export function identifier(text: string | null, scheme: IdScheme): Piece {
  const shown = text ?? 'null';
  return {
    shown,
    raw: `MetadataIdentifier(idScheme=${scheme.split(':')[0]}, identifier=${shown}, attributeValue=null)`,
  };
}

/** A metadata object; raw it is a dump of its first properties. */
export function object(kind: string, identified: Identified): Piece {
  const name = JSON.stringify(identified.item['name'] ?? null);
  return {
    shown: identified.uid,
    raw: `{"class":"class org.hisp.dhis.${kind}", "uid":"${identified.uid}", "name":${name} }`,
  };
}

export function user(person: Person): Piece {
  return { shown: person.uid, raw: 'org.hisp.dhis.user.UserDetailsImpl@0' };
}

/** Words of the sentence that are no arg of their own. */
export function words(shown: string): Piece {
  return { shown, raw: null };
}

/** A piece that people do not see, only programs in `args`. */
export function unseen(raw: string): Piece {
  return { shown: '', raw };
}

/** The event itself; a real server's raw text holds all its values. */
export function theEvent(uid: string): Piece {
  return { shown: uid, raw: `Event(event=${uid})` };
}
