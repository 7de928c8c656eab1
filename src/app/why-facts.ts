import type {CheckFacts, Facts, LastOutput, Other, PortFacts} from '../core/diagnosis/facts.ts';
import {portInUse} from '../core/diagnosis/ports.ts';
import type {MemberView, ProcessView} from '../supervisor/process-view.ts';
import {probedPort} from '../supervisor/probed-port.ts';
import {isReady, reasonOf} from '../supervisor/standing.ts';
import {findPortConflict} from '../supervisor/taken-port.ts';
import {probeUrl, probeWords} from './probe-words.ts';
import {untilRestart} from './process-report.ts';
import {runChanges} from './run-changes.ts';

/** What stands around a process when its facts are gathered. */
export interface FactSources {
  readonly output: LastOutput;
  readonly views: readonly MemberView[];
  /** Monotonic ms. */
  readonly now: number;
  readonly watchPausedReason: string | undefined;
}

/** What is known of a process or task, with a look at who holds its port now. */
export async function gatherFacts(
  view: ProcessView,
  {output, views, now, watchPausedReason}: FactSources,
): Promise<Facts> {
  const {config, state, wasStarted, isHeld, run, health, givenUpAfter} = view;
  return {
    name: config.name,
    state,
    wasStarted,
    isHeld,
    runsForMs: run && now - run.startedAt,
    timeoutMs: config.timeoutMs,
    nextRestartMs: untilRestart(view, now),
    givenUpAfter,
    isWatchPaused: watchPausedReason !== undefined,
    health,
    check: checkFacts(view),
    port: await portFacts(view, output),
    output,
    changes: runChanges(view),
    others: views.map(toOther),
  };
}

function checkFacts({config: {healthcheck}, plan, addedEnv}: ProcessView): CheckFacts | undefined {
  if (healthcheck === undefined) return undefined;
  const {probe, timeoutMs, startPeriodMs} = healthcheck;
  return {
    asks: probeWords(probe, plan?.env ?? addedEnv),
    url: probeUrl(probe),
    isLogLine: probe.type === 'log',
    timeoutMs,
    startPeriodMs,
  };
}

/** While it runs, its own child may hold the port: only who held it before is a stranger. */
async function portFacts(
  {config, run, portConflict: formerHolder}: ProcessView,
  output: LastOutput,
): Promise<PortFacts> {
  const number = (run ? undefined : portInUse(output)) ?? config.port;
  const found = await findPortConflict(number);
  const isStranger = run === undefined || found?.pid === formerHolder?.pid;
  return {number, holder: isStranger ? found : undefined, formerHolder};
}

function toOther(view: MemberView): Other {
  const {config, kind, state} = view;
  return {
    name: config.name,
    kind,
    status: state.status,
    ...(view.kind === 'dependency'
      ? {
          health: view.health.health,
          port: probedPort(view.config.check),
          waitingOn: [],
          reason: troubleOf(view),
        }
      : {
          health: isReady(view) ? 'healthy' : view.health.health,
          port: view.config.port,
          waitingOn: 'on' in view.state ? view.state.on : [],
          reason: reasonOf(view.state) ?? troubleOf(view),
        }),
  };
}

/** The first line of what its last check has shown. */
function troubleOf({health: {health, lastOutput}}: MemberView): string | undefined {
  const [line = ''] = lastOutput.split('\n');
  return health === 'healthy' || line === '' ? undefined : line;
}
