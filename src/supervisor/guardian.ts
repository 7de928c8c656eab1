import {type ChildProcess, spawn} from 'node:child_process';
import {INSTANCE_MARK, PROCESS_MARK} from './process-tree.ts';

/** From SIGTERM to SIGKILL once prox has died (docs/reference/supervision.md). */
const GRACE_TENTHS = 20;

/**
 * Reads `+ group starttime` and `- group` from its standard input until prox closes it by dying, however
 * it dies. `bye` is a clean end. A group whose leader has another start time is a stranger's and is left
 * alone. `kill -TERM -- -1` is refused by dash, hence `kill -TERM "-$group"`.
 */
const SCRIPT = `
trap '' INT TERM HUP QUIT TSTP
instance=$1 tenths=$2 groups=
while read -r op group start; do
  case $op in
    +) groups="$groups $group:$start" ;;
    -) kept=
       for g in $groups; do [ "\${g%%:*}" = "$group" ] || kept="$kept $g"; done
       groups=$kept ;;
    bye) exit 0 ;;
  esac
done
is_ours() {
  [ -r "/proc/$1/stat" ] || return 0
  read -r stat <"/proc/$1/stat" || return 0
  set -- "$2" \${stat##*) }
  [ "\${21}" = "$1" ]
}
marked() { grep -slF "PROX_INSTANCE=$instance" /proc/[0-9]*/environ | cut -d/ -f3; }
signal() {
  for g in $groups; do
    is_ours "\${g%%:*}" "\${g#*:}" && kill "-$1" "-\${g%%:*}"
  done
  for p in $(marked); do kill "-$1" "$p"; done
} 2>/dev/null
anybody() {
  for g in $groups; do
    is_ours "\${g%%:*}" "\${g#*:}" && kill -0 "-\${g%%:*}" && return 0
  done
  [ -n "$(marked)" ]
} 2>/dev/null
signal TERM
signal CONT
while [ "$tenths" -gt 0 ] && anybody; do sleep 0.1; tenths=$((tenths - 1)); done
signal KILL
`;

/** A small shell that outlives prox to end what prox leaves behind. It costs 2 MB and sleeps in a read. */
export class Guardian {
  readonly #shell: ChildProcess;

  constructor(instance: string) {
    const {[INSTANCE_MARK]: _instance, [PROCESS_MARK]: _process, ...env} = process.env;
    this.#shell = spawn('sh', ['-c', SCRIPT, 'prox-guardian', instance, String(GRACE_TENTHS)], {
      cwd: '/',
      detached: true,
      env,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    // Without a shell, or when somebody killed it, children are as safe as the ledger makes them.
    this.#shell.on('error', () => undefined);
    this.#shell.stdin?.on('error', () => undefined);
    this.#shell.unref();
  }

  add(group: number, startTime: string): void {
    this.#tell(`+ ${group} ${startTime}`);
  }

  remove(group: number): void {
    this.#tell(`- ${group}`);
  }

  /** Nothing is left to guard. */
  dismiss(): void {
    this.#tell('bye');
    this.#shell.stdin?.end();
  }

  #tell(line: string): void {
    this.#shell.stdin?.write(`${line}\n`);
  }
}
