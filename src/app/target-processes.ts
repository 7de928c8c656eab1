import type {TargetProcess, ProcessWatch} from '../proxy/process-watch.ts';
import type {ProcessView} from '../supervisor/process-view.ts';
import type {Supervisor} from '../supervisor/supervisor.ts';
import {toSummary} from './process-report.ts';

/** What the proxy sees of the supervisor. */
export function watchProcesses(supervisor: Supervisor): ProcessWatch {
  return {
    get isEnding() {
      return supervisor.isDraining;
    },
    process: name => {
      const view = supervisor.find(name);
      return view && toTargetProcess(view);
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
  const isRestarting = state.status === 'stopping' && state.next === 'starting';
  return {
    name: config.name,
    status: state.status,
    isComing: state.status === 'starting' || isRestarting,
    startedAt: state.status === 'running' ? run?.startedAt : undefined,
    port: config.port,
    reason: toSummary(view, 0).reason,
  };
}
