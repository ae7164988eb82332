import type { Log } from '../base/log.ts';
import { exitCodeOfSignal, STOPPING } from '../base/signals.ts';
import type { StopRequests } from '../job/run-job.ts';

/** The first SIGINT, SIGTERM or SIGHUP asks for an orderly stop; a second one ends the process at once. */
export function listenForSignals(log: Log): StopRequests {
  const controller = new AbortController();
  let received: NodeJS.Signals | undefined;
  const onSignal = (name: NodeJS.Signals): void => {
    if (received) process.exit(exitCodeOfSignal(name));
    received = name;
    log.info(`${name}: stopping after the batches under way`);
    controller.abort();
  };
  for (const name of STOPPING) process.on(name, onSignal);
  return {
    signal: controller.signal,
    received: () => received,
    end: () => STOPPING.forEach((name) => process.off(name, onSignal)),
  };
}
