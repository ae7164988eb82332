import { isIPv4, isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';

/**
 * Top-level domains of more than two letters that are often seen. The server knows the full list of the day on which
 * it was built; two letters (countries) and internationalised ones are taken as known here.
 */
const TOP_LEVEL = new Set(
  (
    'com org net edu gov mil int info biz name pro aero coop museum jobs mobi tel travel cat post asia arpa xxx app ' +
    'dev page blog cloud online site website space shop store tech health care clinic doctor hospital dental ' +
    'pharmacy surgery medical ngo ong foundation charity help support community global international world earth ' +
    'africa email social network systems solutions services agency digital media news press academy school ' +
    'university college institute center company consulting group team work works works today live life link click ' +
    'top xyz icu vip club fun one zone wiki science technology engineering software computer data report reviews ' +
    'london paris berlin tokyo swiss law legal bank insurance finance fund energy eco bio green farm'
  ).split(' '),
);

/** An e-mail address by the rules of Apache Commons Validator, which DHIS2 uses. */
export function isEmail(text: string): boolean {
  const match = /^(.+)@([^@\s]+)$/su.exec(text);
  if (!match) return false;
  const [, user = '', domain = ''] = match;
  return isMailUser(user) && isMailDomain(domain);
}

function isMailUser(user: string): boolean {
  if (user.length > 64) return false;
  if (/^"(?:[^"\\]|\\.)*"$/s.test(user)) return true;
  const word = String.raw`[^\s\p{Cc}()<>@,;:'\\".[\]]|'`;
  return new RegExp(`^(?:${word})+(?:\\.(?:${word})+)*$`, 'u').test(user);
}

function isMailDomain(domain: string): boolean {
  const literal = /^\[(.+)\]$/.exec(domain)?.[1];
  return literal === undefined ? isDomain(domain) : isIPv4(literal) || isIPv6(literal);
}

/** An address by the rules of Apache Commons Validator: http, https or ftp, a host with a known top-level domain. */
export function isUrl(text: string): boolean {
  const match = /^([^:/?#]+):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#.*)?$/s.exec(text);
  if (!match) return false;
  const [, scheme = '', authority = '', path = '', query = ''] = match;
  if (!/^(?:https?|ftp)$/i.test(scheme)) return false;
  return isAuthority(authority) && isPath(path) && /^\S*$/.test(query);
}

function isAuthority(authority: string): boolean {
  const match =
    /^(?:[A-Za-z0-9%\-._~!$&'()*+,;=]+(?::[A-Za-z0-9%\-._~!$&'()*+,;=]*)?@)?(\[[^\]]+\]|[^:@[\]]+)(?::(\d*))?$/.exec(
      authority,
    );
  if (!match) return false;
  const [, host = '', port = ''] = match;
  if (Number(port) > 65_535) return false;
  return host.startsWith('[') ? isIPv6(host.slice(1, -1)) : isIPv4(host) || isDomain(host);
}

/** The path may not climb above its start and may not hold two slashes in a row. */
function isPath(path: string): boolean {
  if (!/^(?:\/[-\w:@&?=+,.!/~*'%$;()]*)?$/.test(path) || path.includes('//')) return false;
  let depth = 0;
  for (const step of path.split('/').slice(1)) {
    if (step === '..') depth -= 1;
    else if (step !== '.' && step !== '') depth += 1;
    if (depth < 0) return false;
  }
  return true;
}

function isDomain(domain: string): boolean {
  if (/[\s%]/.test(domain)) return false;
  const ascii = /^[\x21-\x7e]+$/.test(domain) ? domain.toLowerCase() : domainToASCII(domain);
  const labels = ascii.split('.');
  const top = labels.at(-1) ?? '';
  if (labels.length < 2 || ascii.length > 253) return false;
  if (!labels.every((label) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label))) return false;
  return /^[a-z]{2}$/.test(top) || top.startsWith('xn--') || TOP_LEVEL.has(top);
}
