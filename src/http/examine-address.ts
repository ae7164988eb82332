/** The way to a web server: its name, its port, its certificate. Nothing is asked of the server itself. */
import { lookup } from 'node:dns/promises';
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectSecurely, type PeerCertificate, type TLSSocket } from 'node:tls';
import { fault, fine, warningOf, type Finding } from '../contracts/finding.ts';
import { proxyFor, type Environment } from '../base/proxy.ts';

const CONNECT_MS = 5000;
const DAY_MS = 86_400_000;
/** A certificate that ends within so many days is worth a word. */
const SOON_DAYS = 14;

/** What stands between us and the server of an address; where a proxy is used there is nothing to be seen from here. */
export async function* examineAddress(
  url: string,
  { env, now }: { readonly env: Environment; readonly now: Date },
): AsyncGenerator<Finding> {
  const { protocol, hostname, host, port, origin } = new URL(url);
  const proxy = proxyFor(url, env);
  if (proxy?.isUsed) return;
  const name = hostname.replace(/^\[|\]$/g, '');
  const place = { host: name, port: Number(port || (protocol === 'https:' ? 443 : 80)) };
  try {
    if (isIP(name) === 0) await lookup(name);
    if (protocol === 'http:') (await opened(connectPlain(place))).destroy();
    else yield* examineCertificate(host, place, now);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
    if (proxy) yield fault('doctor/only-through-proxy', { address: origin, variable: proxy.variable, reason });
    else if (['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL'].includes(reason))
      yield fault('doctor/unknown-host', { host: name });
    else yield fault('doctor/unreachable', { address: origin, reason });
    return;
  }
  if (proxy) yield fine('doctor/proxy-not-needed', { address: origin, variable: proxy.variable });
}

async function* examineCertificate(
  host: string,
  place: { readonly host: string; readonly port: number },
  now: Date,
): AsyncGenerator<Finding> {
  const servername = isIP(place.host) === 0 ? { servername: place.host } : {};
  // What is wrong with the certificate is told here; nothing is sent over this connection.
  const socket = connectSecurely({ ...place, ...servername, rejectUnauthorized: false });
  await opened(socket, 'secureConnect');
  const certificate = socket.getPeerCertificate();
  const finding = judge(host, socket, certificate, now);
  socket.destroy();
  yield finding;
}

function judge(host: string, socket: TLSSocket, certificate: PeerCertificate, now: Date): Finding {
  const ends = new Date(certificate.valid_to);
  const until = toDay(ends);
  const reason = socket.authorizationError === null ? '' : codeOf(socket.authorizationError);
  if (ends < now) return fault('doctor/certificate-expired', { host, until });
  if (reason === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return fault('doctor/certificate-of-another', { host, names: namesOf(certificate) });
  if (!socket.authorized) {
    const { O: organisation, CN: common } = certificate.issuer;
    const issuer = [common, organisation].flat().find((one) => one !== undefined) ?? 'no name';
    return fault('doctor/certificate-unknown', { host, issuer, reason });
  }
  const days = Math.floor((ends.getTime() - now.getTime()) / DAY_MS);
  return days < SOON_DAYS
    ? warningOf('doctor/certificate-ends-soon', { host, until, days })
    : fine('doctor/certificate', { host, until });
}

/** Node gives a text or an error, by its kind. */
function codeOf(error: Error | string): string {
  return typeof error === 'string' ? error : ((error as NodeJS.ErrnoException).code ?? error.message);
}

function namesOf({ subjectaltname, subject }: PeerCertificate): string {
  return subjectaltname?.replaceAll(/(?:DNS|IP Address):/g, '') ?? [subject.CN].flat().join(', ');
}

function toDay(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'an unknown day' : date.toISOString().slice(0, 10);
}

/** A connection once it stands. */
function opened<S extends Socket>(socket: S, event: 'connect' | 'secureConnect' = 'connect'): Promise<S> {
  return new Promise((resolve, reject) => {
    const giveUp = (error: Error): void => {
      socket.destroy();
      reject(error);
    };
    socket.setTimeout(CONNECT_MS, () => giveUp(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })));
    socket.once('error', giveUp);
    socket.once(event, () => {
      socket.off('error', giveUp);
      socket.on('error', () => {});
      resolve(socket);
    });
  });
}
