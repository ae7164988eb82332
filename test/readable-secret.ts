/**
 * What can be read of a secret in a text, by whoever tries: an oracle that shares nothing with what masks them. Six
 * characters in a row, as they are or escaped for URLs, JSON or HTML, in base64 of any alignment, or six of the base64.
 */
const LEAST = 6;

/** `levels`: how often escapes may stand within escapes. */
export function readableIn(text: string, secret: string, levels = 3): string[] {
  const pieces = piecesOf(secret);
  const encoded = [0, 1, 2].flatMap((shift) => {
    const base64 = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)]).toString('base64');
    // Without the characters that the neighbours have a part in.
    return piecesOf(base64.slice([0, 2, 3][shift], shift === 0 ? base64.replace(/=+$/, '').length : -4));
  });
  const found = new Set<string>();
  for (const read of readings(text, levels)) {
    for (const piece of pieces) if (read.includes(piece)) found.add(piece);
    const standard = read.replaceAll('-', '+').replaceAll('_', '/');
    for (const piece of encoded) if (standard.includes(piece)) found.add(`base64 ${piece}`);
    for (const [run] of standard.matchAll(/[A-Za-z0-9+/]{8,}/g)) {
      for (let from = 0; from < 4; from += 1) {
        const decoded = Buffer.from(run.slice(from), 'base64').toString('utf8');
        for (const piece of pieces) if (decoded.includes(piece)) found.add(`base64 of ${piece}`);
      }
    }
  }
  return [...found];
}

function piecesOf(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - LEAST + 1) }, (_, at) => text.slice(at, at + LEAST));
}

/** The text with its escapes undone, one kind after the other, again and again. */
function readings(text: string, levels: number): Set<string> {
  const all = new Set([text]);
  for (let level = 0; level < levels; level += 1) {
    const before = Array.from(all);
    for (const one of before) for (const undo of UNDO) all.add(undo(one));
  }
  return new Set(
    [...all].flatMap((one) => [one, one.replaceAll('+', ' '), one.normalize('NFC'), one.normalize('NFD')]),
  );
}

const UNDO: readonly ((text: string) => string)[] = [
  (text) => text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8')),
  (text) =>
    text.replace(/\\(?:u([0-9a-f]{4})|(.))/gi, (_, hex: string | undefined, sign: string) =>
      hex === undefined ? sign : String.fromCharCode(Number.parseInt(hex, 16)),
    ),
  (text) =>
    text
      .replace(/&#(x?)([0-9a-f]+);/gi, (_, x: string, digits: string) =>
        String.fromCodePoint(Number.parseInt(digits, x ? 16 : 10)),
      )
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&'),
];
