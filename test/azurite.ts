import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  BlobServiceClient,
  ContainerSASPermissions,
  generateBlobSASQueryParameters,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';

/** The account that every Azurite has; its key is public (Azurite's documentation). */
const ACCOUNT = 'devstoreaccount1';
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

export interface SasOptions {
  /** Letters as in `sp=`; default read, write and create. */
  readonly rights?: string;
  readonly startsOn?: Date;
  /** Default: in an hour. */
  readonly expiresOn?: Date;
  /** Signs with another key, so that the service does not believe it. */
  readonly forged?: boolean;
}

/** A running Azurite blob service, on loopback, with its data in a folder of its own. */
export interface Azurite {
  /** As in `accountUrl`. */
  readonly accountUrl: string;
  readonly connectionString: string;
  readonly port: number;
  /** All rights: what a test uses to set things up, and to look at what came of it. */
  readonly service: BlobServiceClient;
  /** Makes a container of a new name. */
  newContainer(): Promise<string>;
  /** A SAS token for a container, without `?`. */
  sas(container: string, options?: SasOptions): string;
  /** Stops the service and removes its data. Safe to call twice. */
  stop(): Promise<void>;
}

/** Starts the blob service of Azurite on a free port. */
export async function startAzurite(): Promise<Azurite> {
  const folder = await mkdtemp(join(tmpdir(), 'etl-azurite-'));
  const main = createRequire(import.meta.url).resolve('azurite/dist/src/blob/main.js');
  const options = ['--blobHost', '127.0.0.1', '--blobPort', '0', '--location', folder];
  const child = spawn(process.execPath, [main, ...options, '--silent', '--skipApiVersionCheck', '--disableTelemetry'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = async (): Promise<void> => {
    await end(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const port = await portOf(child);
    return { ...connect(port), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function portOf(child: ChildProcess): Promise<number> {
  if (!child.stdout) throw new Error('Azurite has no output');
  const lines = createInterface({ input: child.stdout });
  try {
    for await (const line of lines) {
      const port = /successfully listen\w* (?:at|on) http:\/\/[^:]+:(\d+)/.exec(line)?.[1];
      if (port) return Number(port);
    }
  } finally {
    lines.close();
    child.stdout.resume();
  }
  throw new Error('Azurite ended before it listened');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

function connect(port: number): Omit<Azurite, 'stop'> {
  const accountUrl = `http://127.0.0.1:${port}/${ACCOUNT}`;
  const connectionString = `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};BlobEndpoint=${accountUrl};`;
  const service = BlobServiceClient.fromConnectionString(connectionString);
  let containers = 0;
  return {
    accountUrl,
    connectionString,
    port,
    service,
    async newContainer() {
      containers += 1;
      const name = `test-${containers}`;
      await service.createContainer(name);
      return name;
    },
    sas(
      containerName,
      { rights = 'rcw', startsOn, expiresOn = new Date(Date.now() + 3_600_000), forged = false } = {},
    ) {
      const key = forged ? Buffer.alloc(64, 7).toString('base64') : KEY;
      return generateBlobSASQueryParameters(
        {
          containerName,
          permissions: ContainerSASPermissions.parse(rights),
          expiresOn,
          ...(startsOn ? { startsOn } : {}),
        },
        new StorageSharedKeyCredential(ACCOUNT, key),
      ).toString();
    },
  };
}
