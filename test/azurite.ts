import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
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

/** A running Azurite blob service, on loopback, with its data in memory. */
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
  /** Its clock goes forward by so much: leases run out. */
  passTime(ms: number): Promise<void>;
  /** Ends it now; else it ends with the process that started it. */
  stop(): Promise<void>;
}

let started: Promise<Azurite> | undefined;

/** The blob service of Azurite, on a free port: one for each process of tests, which ends with it. */
export function startAzurite(): Promise<Azurite> {
  started ??= start();
  return started;
}

async function start(): Promise<Azurite> {
  const main = createRequire(import.meta.url).resolve('azurite/dist/src/blob/main.js');
  const options = ['--blobHost', '127.0.0.1', '--blobPort', '0', '--inMemoryPersistence', '--silent'];
  const own = ['--import', new URL('azurite-process.ts', import.meta.url).href];
  const child = spawn(process.execPath, [...own, main, ...options, '--skipApiVersionCheck', '--disableTelemetry'], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const port = await portOf(child);
  child.unref();
  child.channel?.unref();
  const stop = async (): Promise<void> => {
    const ended = once(child, 'exit');
    child.ref();
    // Asked in order, it would wait for connections that are kept open; its data is in memory alone.
    child.kill('SIGKILL');
    await ended;
    started = undefined;
  };
  return { ...connect(port), passTime: (ms) => passTime(child, ms), stop };
}

async function passTime(child: ChildProcess, ms: number): Promise<void> {
  const passed = once(child, 'message');
  child.send(ms);
  await passed;
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

function connect(port: number): Omit<Azurite, 'passTime' | 'stop'> {
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
