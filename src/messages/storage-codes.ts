import { failure, row } from './code-row.ts';

export const STORAGE_CODES = {
  // What a connection says.
  'storage/credentials': row({
    message: () => 'An azure-blob connection needs either accountUrl and sasToken, or connectionString.',
    hint: () => 'Give exactly one of the two, from the environment: sasToken: "${MY_SAS}".',
  }),
  'storage/bad-url': row<{ reason: string }>({
    message: ({ reason }) => `The accountUrl is not the address of a storage account: ${reason}.`,
    hint: () => 'It looks like https://<account>.blob.core.windows.net, without container and without token.',
  }),
  'storage/plain-http': row<{ url: string }>({
    message: ({ url }) => `${url} is plain http: data and token would go over the network for all to read.`,
    hint: () => 'Use https://. Plain http is for a service on this very machine (127.0.0.1).',
  }),
  'storage/bad-sas': row({
    message: () => 'The sasToken is not a shared access signature: it has no sig= in it.',
    hint: () => 'Take the whole token, from sv= or sp= to the end of sig=…. In an INI file write each % as %%.',
  }),
  'storage/bad-connection-string': row<{ reason: string }>({
    message: ({ reason }) => `The connectionString cannot be used: ${reason}.`,
    hint: () => 'Copy it whole from the Azure portal, under Access keys or Shared access signature.',
  }),
  'storage/bad-path': failure<{ path: string; root: string; reason: string }>({
    exitCode: 2,
    message: ({ path, root, reason }) => `"${path}" is not a path inside ${root}: ${reason}.`,
    hint: () => 'Write it as folder/file.csv: parts separated by /, without .. and without a / at its start.',
  }),

  // The way to Azure, and what it answers.
  'storage/unreachable': failure<{ location: string; reason: string }>({
    exitCode: 3,
    message: ({ location, reason }) => `${location}: nothing answers there (${reason}).`,
    hint: () => 'Check accountUrl of the connection, the network and, where there is one, the proxy (HTTPS_PROXY).',
  }),
  'storage/unknown-host': failure<{ location: string }>({
    exitCode: 3,
    message: ({ location }) => `${location}: there is no such host.`,
    hint: () => 'Check the name of the account in accountUrl, and the name server of this machine.',
  }),
  'storage/tls': failure<{ location: string; reason: string }>({
    exitCode: 3,
    message: ({ location, reason }) => `${location}: no secure connection (${reason}).`,
    hint: () => 'The certificate is not valid here. For an authority of your own set NODE_EXTRA_CA_CERTS.',
  }),
  'storage/timeout': failure<{ location: string; seconds: number }>({
    exitCode: 3,
    message: ({ location, seconds }) => `${location}: no answer within ${seconds} s.`,
    hint: () => 'Try again later.',
  }),
  'storage/unavailable': failure<{ location: string; reason: string }>({
    exitCode: 3,
    message: ({ location, reason }) => `${location}: the storage is not available now (${reason}).`,
    hint: () => 'Try again later; it was tried several times.',
  }),
  'storage/connection-lost': failure<{ location: string; received: number; size: number; reason: string }>({
    exitCode: 3,
    message: ({ location, received, size, reason }) =>
      `${location}: the transfer broke off after ${received} of ${size} bytes (${reason}).`,
    hint: () => 'Try again; it was resumed several times.',
  }),
  'storage/damaged': failure<{ location: string; reason: string }>({
    exitCode: 3,
    message: ({ location, reason }) => `${location}: what arrived is not what is stored (${reason}).`,
    hint: () => 'Try again. If it stays, upload the file again, and look at the proxy on the way.',
  }),
  'storage/changed-while-reading': failure<{ location: string }>({
    exitCode: 3,
    message: ({ location }) => `${location} was changed while it was being read.`,
    hint: () => 'Run again once whoever writes it has finished.',
  }),
  'storage/sas-expired': failure<{ location: string; expiry: string }>({
    exitCode: 3,
    message: ({ location, expiry }) => `${location}: the SAS token expired on ${expiry}.`,
    hint: () => 'Have a new token made, and put it in its place.',
  }),
  'storage/sas-not-yet-valid': failure<{ location: string; start: string }>({
    exitCode: 3,
    message: ({ location, start }) => `${location}: the SAS token is valid only from ${start} on.`,
    hint: () => 'Wait, or have one made that starts earlier.',
  }),
  'storage/sas-missing-right': failure<{ location: string; right: string; has: string }>({
    exitCode: 3,
    message: ({ location, right, has }) =>
      `${location}: the SAS token has not the right to ${right}${has && `; it has ${has}`}.`,
    hint: ({ right }) =>
      `Have a token made with ${right} among its permissions${right === 'read' ? '' : ' (an index needs read, write and create)'}.`,
  }),
  'storage/sas-refused': failure<{ location: string }>({
    exitCode: 3,
    message: ({ location }) => `${location}: Azure does not accept the signature of the token or key.`,
    hint: () =>
      'Was it copied whole, for this account and this container? Has the key that signed it been renewed since? In an INI file write each % as %%.',
  }),
  'storage/refused': failure<{ location: string; reason: string }>({
    exitCode: 3,
    message: ({ location, reason }) => `${location}: Azure refuses the request (${reason}).`,
    hint: () => 'Look at the firewall and network rules of the account, and at what the token is restricted to.',
  }),
  'storage/container-missing': failure<{ location: string }>({
    exitCode: 3,
    message: ({ location }) => `${location}: there is no such container.`,
    hint: () => 'Check container and accountUrl of the connection.',
  }),
  'storage/leased': failure<{ location: string }>({
    exitCode: 3,
    message: ({ location }) => `${location}: somebody else has a lease on it, so it cannot be written.`,
    hint: () =>
      'See who works on it; in the Azure portal a forgotten lease can be broken (Break lease). A lock of ours goes with `etl unlock SPEC`.',
  }),
  'storage/unexpected-answer': failure<{ location: string; reason: string }>({
    exitCode: 3,
    message: ({ location, reason }) => `${location}: Azure answers ${reason}.`,
    hint: () => 'Check accountUrl of the connection.',
  }),

  // Files and folders.
  'storage/denied': failure<{ location: string; doing: string }>({
    exitCode: 3,
    message: ({ location, doing }) => `${location}: this user may not ${doing} it.`,
    hint: () => 'Check the owner and the permissions of the file and of its folders.',
  }),
  'storage/unfit': failure<{ location: string; reason: string }>({
    exitCode: 3,
    message: ({ location, reason }) => `${location} cannot be read: ${reason}.`,
    hint: () => 'Name a regular file: pipes and devices may never end. A file that is read whole has at most 500 MiB.',
  }),
  'storage/is-a-folder': failure<{ location: string }>({
    exitCode: 3,
    message: ({ location }) => `${location} is a folder, not a file.`,
    hint: () => 'Name the file in it.',
  }),
  'storage/not-a-folder': failure<{ location: string }>({
    exitCode: 3,
    message: ({ location }) => `${location}: a part of the path is a file, not a folder.`,
    hint: () => 'Check the path, part by part.',
  }),
  'storage/no-space': failure<{ location: string }>({
    exitCode: 3,
    message: ({ location }) => `${location}: there is no space left to write it.`,
    hint: () => 'Make room on the disk, or raise the quota, and run again.',
  }),
  'storage/read-only': failure<{ location: string }>({
    exitCode: 3,
    message: ({ location }) => `${location}: it lies on a read-only file system.`,
    hint: () => 'Name a folder that can be written.',
  }),
  'storage/busy': failure<{ location: string; by: string; file: string }>({
    exitCode: 3,
    message: ({ location, by }) => `${location}: another process keeps writing it (${by}).`,
    hint: ({ file }) => `Try again. If that process is gone for good, remove ${file}.`,
  }),
  'storage/file-failed': failure<{ location: string; doing: string; reason: string }>({
    exitCode: 3,
    message: ({ location, doing, reason }) => `${location}: the system could not ${doing} it (${reason}).`,
  }),
};
