import type {Entry} from './draft.ts';

const COMMAND = 'while true; do date; sleep 5; done';

/** prox.yaml needs something to run. */
export const STARTER_PROCESS: Entry = {
  section: 'processes',
  name: 'hello',
  keys: {cmd: COMMAND},
  needs: {},
  remarks: ['Put a command of your own here.'],
};

/** Written where there is nothing to take a config from. */
export const STARTER_FILE = `# What \`prox up\` runs. \`prox config check\` checks it, \`prox config schema\` prints every key.

processes:
  # ${STARTER_PROCESS.remarks.join(' ')}
  ${STARTER_PROCESS.name}: ${COMMAND}

  # web:
  #   cmd: npm run dev
  #   cwd: ./web
  #   port: 3000          # the command finds it in PORT
  #   service: true       # http://web.localhost:6788
  #   env: {DEBUG: "1"}
  #   healthcheck: {http: ":3000/health"}
  #   depends_on: {migrate: completed, db: ready}
  #   restart: on-failure
  #   watch: [src]

# Runs to its end, once.
# tasks:
#   migrate: {cmd: npm run migrate, depends_on: [db]}

# Outside things, which prox waits for.
# dependencies:
#   db: {check: {tcp: "localhost:5432"}, start: docker compose up -d db}
`;
