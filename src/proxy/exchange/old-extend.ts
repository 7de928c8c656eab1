import util from 'node:util';

// http-proxy takes `util._extend` when it is loaded; newer versions of Node warn when it is called (DEP0060).
Reflect.set(util, '_extend', Object.assign);
