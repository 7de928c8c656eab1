import type {TargetProcess, ProcessWatch} from '../proxy/process-watch.ts';
import type {ProcessView} from '../supervisor/process-view.ts';
import {standingOf} from '../supervisor/standing.ts';
import type {Supervisor} from '../supervisor/supervisor.ts';

/** What the proxy sees of the supervisor. */
export function watchProcesses(supervisor: Supervisor): ProcessWatch {
  return {
    get isEnding() {
      return supervisor.isDraining;
    },
    process: name => {
      const view = supervisor.find(name);
      return view === undefined || view.kind === 'dependency' ? undefined : toTargetProcess(view);
    },
    async lastLines(name, count) {
      const {logs} = await supervisor.log.query({process: [name], lines: count});
      return logs;
    },
    async changed(signal) {
      const changes = supervisor.changes.subscribe({signal, maxQueued: 1});
      await changes[Symbol.asyncIterator]().next();
    },
  };
}

function toTargetProcess(view: ProcessView): TargetProcess {
  const {config, state, run} = view;
  const {isComing, reason} = standingOf(view);
  return {
    name: config.name,
    status: state.status,
    isComing: isComing || state.status === 'starting' || state.status === 'waiting',
    startedAt: state.status === 'running' ? run?.startedAt : undefined,
    port: config.port,
    reason: state.status === 'running' ? undefined : reason,
  };
}
