/** Certificates for tests, made on the spot: whoever signs, for whom, and until when. */
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface Certificate {
  readonly name: string;
  readonly pem: string;
  readonly key: KeyObject;
}

export interface CertificateOptions {
  /** Common name, and the host for which it is. */
  readonly name: string;
  readonly until: Date;
  /** Who signs; left out: it signs itself. */
  readonly by?: Certificate;
}

const ECDSA_SHA256 = der(0x30, Buffer.from('06082a8648ce3d040302', 'hex'));

/** A certificate for a host name, or for an address of version 4. */
export function makeCertificate({ name, until, by }: CertificateOptions): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const isAddress = /^[\d.]+$/.test(name);
  const alternative = isAddress ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name));
  const extension = (oid: string, value: Buffer): Buffer => der(0x30, Buffer.from(oid, 'hex'), der(0x04, value));
  const extensions = der(
    0x30,
    extension('0603551d11', der(0x30, alternative)),
    // Whoever has signed itself may sign others.
    extension('0603551d13', der(0x30, ...(by ? [] : [Buffer.from('0101ff', 'hex')]))),
  );
  const body = der(
    0x30,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1 + Math.floor(Math.random() * 126)])),
    ECDSA_SHA256,
    distinguished(by?.name ?? name),
    der(0x30, time(new Date('2000-01-01')), time(until)),
    distinguished(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  );
  const signature = sign('sha256', body, by?.key ?? privateKey);
  const whole = der(0x30, body, ECDSA_SHA256, der(0x03, Buffer.from([0]), signature));
  const lines = whole.toString('base64').replaceAll(/(.{64})/g, '$1\n');
  return { name, pem: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`, key: privateKey };
}

/** A real https server on loopback that answers nothing but 404. */
export async function serveSecurely({ pem, key }: Certificate): Promise<{ port: number; close(): Promise<void> }> {
  const secret = key.export({ type: 'pkcs8', format: 'pem' });
  const server: Server = createServer({ cert: pem, key: secret }, (_, response) => {
    response.writeHead(404, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function distinguished(name: string): Buffer {
  return der(0x30, der(0x31, der(0x30, Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from(name)))));
}

function time(date: Date): Buffer {
  return der(0x18, Buffer.from(`${date.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`));
}

/** One value of DER. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
