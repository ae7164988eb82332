/** How servers and proxies write what they were sent, when they tell it back. */
const base64 = (text: string): string => Buffer.from(text).toString('base64');

const unicode = (text: string): string =>
  Array.from({ length: text.length }, (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');

export const ENCODINGS: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'in a URL': encodeURIComponent,
  'in a URL, in small letters': (text) => encodeURIComponent(text).replace(/%../g, (one) => one.toLowerCase()),
  'in a query': (text) => new URLSearchParams({ v: text }).toString().slice(2),
  'every byte in a URL': (text) =>
    [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  'twice in a URL': (text) => encodeURIComponent(encodeURIComponent(text)),
  'in JSON': (text) => JSON.stringify(text),
  'in JSON, with slashes escaped': (text) => JSON.stringify(text).replaceAll('/', '\\/'),
  'in JSON in JSON': (text) => JSON.stringify(JSON.stringify(text)),
  'in JSON, every character as \\u': unicode,
  'in JSON, every character as \\U': (text) => unicode(text).replace(/[a-f]/g, (one) => one.toUpperCase()),
  'in JSON in JSON, every character as \\u': (text) => unicode(text).replaceAll('\\', '\\\\'),
  'in HTML': (text) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll('=', '&#x3D;'),
  'in HTML, every character as a number': (text) => Array.from(text, (one) => `&#${one.codePointAt(0)};`).join(''),
  'in base64': base64,
  'in base64, without padding': (text) => base64(text).replaceAll('=', ''),
  'in base64url': (text) => Buffer.from(text).toString('base64url'),
  'in base64, after one more byte': (text) => base64(`a${text}`),
  'in base64, after two more bytes': (text) => base64(`ab${text}`),
  'in base64, as a Basic header has it': (text) => base64(`admin:${text}`),
  'in base64, in the middle': (text) => base64(`user=me&pass=${text}&more=1`),
  'in base64, in a URL': (text) => encodeURIComponent(base64(`admin:${text}`)),
  'in base64, in JSON': (text) => JSON.stringify({ header: `Basic ${base64(`admin:${text}`)}` }),
  'in base64, in JSON with slashes escaped': (text) => base64(`admin:${text}`).replaceAll('/', '\\/'),
  'with accents apart': (text) => text.normalize('NFD'),
};
