import {join} from 'node:path';
import type {Config, DependencyConfig, ProcessConfig} from '../config/config.ts';
import {resolveEnvironment} from '../config/env-file.ts';
import type {Gate} from '../core/dependency-graph.ts';
import type {ChildEnvOptions} from './child-env.ts';
import type {Member} from './members.ts';
import {OutsideDependency} from './outside-dependency.ts';
import {makePlan, type ReadConfig, rereadProcess} from './plans.ts';
import type {RunHost} from './run-host.ts';
import {SupervisedProcess} from './supervised-process.ts';

/** What all members of one supervisor are made with. */
export interface MemberWorld {
  readonly host: RunHost;
  readonly readConfig: ReadConfig;
  /** For what the start commands of dependencies write. */
  readonly stateDir: string;
  /** For the environment of a child, as it is when that starts. */
  readonly childWorld: () => ChildEnvOptions;
  readonly gate: (config: ProcessConfig) => Gate;
  readonly bringNeeded: (config: ProcessConfig) => void;
  readonly warn: (text: string) => void;
  readonly onChange: (name: string) => void;
}

/** @throws RangeError when the config does not define it */
export function makeMember(name: string, config: Config, world: MemberWorld): Member {
  const isMeant = (candidate: {readonly name: string}): boolean => candidate.name === name;
  const process = config.processes.find(isMeant);
  if (process) return makeProcess(process, world);
  const dependency = config.dependencies.find(isMeant);
  if (dependency) return makeDependency(dependency, world);
  throw new RangeError(`no definition of ${name}`);
}

function makeProcess(config: ProcessConfig, world: MemberWorld): SupervisedProcess {
  const {host, readConfig, childWorld, gate, bringNeeded, onChange} = world;
  const {name} = config;
  return new SupervisedProcess({
    config,
    host,
    gate,
    bringNeeded,
    onChange: () => onChange(name),
    makePlan: async (known, {isFresh}) => {
      const definition = isFresh ? await rereadProcess(name, readConfig) : known;
      return makePlan(definition, childWorld());
    },
  });
}

function makeDependency(config: DependencyConfig, world: MemberWorld): OutsideDependency {
  const {host, stateDir, warn, onChange} = world;
  const {name} = config;
  return new OutsideDependency({
    config,
    host,
    outputFile: join(stateDir, `start-${name}.log`),
    env: async () =>
      (await resolveEnvironment({process: {...config, env: {}}, base: process.env})).env,
    onChange: () => onChange(name),
    warn,
  });
}
