/** What a secret can look like, apart from escapes. */

/** Everything that must not be read anywhere, of one secret. */
export interface SecretForms {
  /** Texts of which no piece may be read either. */
  readonly opaque: readonly string[];
  /** Texts that are secret as a whole: parts of them are known to all. */
  readonly whole: readonly string[];
  /** The same in base64. */
  readonly opaqueBase64: readonly string[];
  readonly wholeBase64: readonly string[];
}

/** Parts of a SAS token or a connection string that are secret by themselves. */
const SECRET_PART = /(?:^|[?&;])(?:sig|accountkey)=([^&;]+)/gi;

/**
 * Forms of a secret. Of a SAS token and of a connection string only the signature and the key are secret to the last
 * letter: the rest says what everybody may know. `before` often stands right before it, as the name in a Basic header.
 */
export function toSecretForms(secret: string, { isWhole = false, before = '' } = {}): SecretForms {
  const parts = Array.from(secret.matchAll(SECRET_PART), ([, part = '']) => [part, percentDecoded(part)]).flat();
  const opaque = parts.length > 0 ? parts : isWhole ? [] : [secret];
  const whole = parts.length > 0 || isWhole ? [secret] : [];
  return {
    opaque: opaque.flatMap(spellings),
    whole: whole.flatMap(spellings),
    opaqueBase64: opaque.flatMap((form) => base64Of(form, before)),
    wholeBase64: whole.flatMap((form) => base64Of(form)),
  };
}

/** As it is written, with + for blanks as in a query, and with accents joined to their letters or apart. */
function spellings(text: string): string[] {
  const forms = [text, text.normalize('NFC'), text.normalize('NFD')];
  return [...new Set([...forms, ...forms.map((form) => form.replaceAll(' ', '+'))])];
}

/**
 * What base64 makes of a text that stands in the middle of another one: three texts, by where in a group of three bytes
 * it starts, each without the characters that its neighbours have a part in. Each in both alphabets.
 */
function base64Of(text: string, before = ''): string[] {
  const bytes = Buffer.from(text, 'utf8');
  const inTheMiddle = [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    return encoded.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
  });
  // Where its neighbours are known, their bits are.
  const atTheEnd = Buffer.from(before + text, 'utf8')
    .toString('base64')
    .replaceAll('=', '');
  const forms = [...inTheMiddle, atTheEnd.slice(Math.floor((Buffer.byteLength(before) * 8) / 6))];
  return [...new Set(forms.flatMap((form) => [form, form.replaceAll('+', '-').replaceAll('/', '_')]))];
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
