/** Every input and every answer of the client, by name; what they are is told where they are declared. */
export type {CertificateList, CertificateReport, CertificateSource} from '../core/certificate.ts';
export type {
  ConfigCheck,
  ConfigProblem,
  ConfigReport,
  ConfigVerdict,
} from '../core/config-report.ts';
export type {Condition, Requirement} from '../core/dependency-graph.ts';
export type {
  AcknowledgedEvents,
  Acknowledgement,
  EventCount,
  EventFilter,
  EventQuery,
  EventRef,
  EventStreamQuery,
  EventType,
  Severity,
} from '../core/event.ts';
export type {TypedEvent as ProxEvent, TypedEventPage as EventPage} from '../core/event-details.ts';
export type {Health} from '../core/health.ts';
export type {LogEntry, LogFilter, LogPage, LogQuery, LogStream} from '../core/log-entry.ts';
export type {
  HealthcheckReport,
  PortConflict,
  ProcessDetail,
  ProcessKind,
  ProcessList,
  ProcessSummary,
  WatchReport,
} from '../core/process-report.ts';
export type {ProcessStatus} from '../core/process-state.ts';
export type {
  HealthReport,
  ProcessRef,
  ProxyStatus,
  ReadyQuery,
  ReadyReport,
  ShutdownReport,
  StopFailure,
  SupervisorStatus,
  TerminalInput,
  TerminalSize,
  VersionReport,
} from '../core/prox.ts';
export type {ChangedDefinition, ReloadReport} from '../core/reload-report.ts';
export type {
  CapturedBody,
  CapturedHeaders,
  RequestDetail,
  RequestDetails,
  RequestFilter,
  RequestPage,
  RequestProtocol,
  RequestQuery,
  RequestRecord,
  RequestRef,
} from '../core/request-record.ts';
export type {RestartCondition} from '../core/restart-policy.ts';
export type {
  RouteInput,
  RouteList,
  RouteRef,
  RouteReport,
  RouteState,
  RouteStats,
} from '../core/route.ts';
export type {StartUpReport, StartUpTimes} from '../core/start-up-report.ts';
export type {
  ChildStats,
  ProcessStats,
  ProcessUsage,
  Stats,
  Usage,
  UsageList,
} from '../core/stats.ts';
export type {Warning} from '../core/warning.ts';
export type {RunChanges, WhyReport} from '../core/why-report.ts';
