import {toWire} from '../../api/wire.ts';
import {type Clock, pause} from '../../core/clock.ts';
import {ExitCode} from '../../core/errors.ts';
import type {Prox} from '../../core/prox.ts';
import {connect} from '../connect.ts';
import type {Command, Invocation} from '../context.ts';
import {expandNames, groupedNames, namesOf} from '../process-names.ts';
import {type Condition, parseCondition} from '../wait/condition.ts';
import {hasNotRun} from '../wait/snapshots.ts';
import {tellMissing} from '../wait/tell-missing.ts';
import {untilAnswer} from '../wait/until-answer.ts';
import {untilExit} from '../wait/until-exit.ts';
import {untilLine} from '../wait/until-line.ts';
import {untilReady} from '../wait/until-ready.ts';
import {type Wait, waitFor} from '../wait/wait-for.ts';

const DEFAULT_TIMEOUT_MS = 60_000;

export const run: Command = async invocation => {
  const {options, output, clock} = invocation;
  const timeoutMs = options.duration('timeout') ?? DEFAULT_TIMEOUT_MS;
  const conditions = options.texts('for').map(parseCondition);
  const prox = isAboutProx(conditions, invocation) ? (await connect(invocation)).prox : undefined;
  const deadline = clock.monotonic() + timeoutMs;
  const waits = [
    ...conditions.flatMap(condition => waitsOnAddress(condition, clock)),
    ...(prox === undefined ? [] : await waitsOnProx(prox, {conditions, invocation, deadline})),
  ];
  const result = await waitFor(waits, {clock, timeoutMs: deadline - clock.monotonic()});
  const {missing, isTimedOut} = result;
  const notReady = missing.map(({name, reason}) => ({name, reason}));
  const report = {ready: missing.length === 0, timedOut: isTimedOut, notReady};
  if (options.isSet('json')) await output.print(JSON.stringify(toWire(report)));
  return report.ready ? ExitCode.done : tellMissing(result, {prox, output, sinceSeq: 0});
};

function isAboutProx(conditions: readonly Condition[], {args}: Invocation): boolean {
  if (args.length > 0 || conditions.length === 0) return true;
  return conditions.some(({type}) => type !== 'answer');
}

function waitsOnAddress(condition: Condition, clock: Clock): readonly Wait[] {
  if (condition.type !== 'answer') return [];
  return [untilAnswer({probe: condition.probe, clock, condition: condition.text})];
}

interface ProxWaitOptions {
  readonly conditions: readonly Condition[];
  readonly invocation: Invocation;
  /** Monotonic ms. */
  readonly deadline: number;
}

async function waitsOnProx(
  prox: Prox,
  {conditions, invocation, deadline}: ProxWaitOptions,
): Promise<readonly Wait[]> {
  const {args, clock, output} = invocation;
  await untilBegun(prox, {clock, deadline});
  const {processes} = await prox.processes();
  const known = groupedNames({processes});
  const waits = conditions.flatMap((condition): readonly Wait[] => {
    if (condition.type === 'answer') return [];
    const names = expandNames([condition.name], known);
    const about = {names, condition: condition.text};
    if (condition.type === 'exit') return [untilExit(prox, about)];
    return [untilLine({prox, clock, pattern: condition.pattern, ...about})];
  });
  if (args.length === 0 && conditions.length > 0) return waits;
  const started = namesOf({processes: processes.filter(process => !hasNotRun(process))});
  const names = args.length > 0 ? expandNames(args, known) : started;
  if (names.length === 0) await output.note('prox: nothing has been started');
  return [...waits, untilReady(prox, names)];
}

const POLL_MS = 50;

/** Until then what is about to start cannot be told from what will not. */
async function untilBegun(
  prox: Prox,
  {clock, deadline}: {readonly clock: Clock; readonly deadline: number},
): Promise<void> {
  while ((await prox.status()).status === 'starting' && clock.monotonic() < deadline) {
    await pause(clock, POLL_MS);
  }
}
