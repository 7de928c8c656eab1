import manifest from '../../package.json' with {type: 'json'};

/** The version of this prox, built in. */
export const VERSION: string = manifest.version;
