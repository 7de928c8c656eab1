#!/usr/bin/env node
import module from 'node:module';

// Node 22 keeps the compiled code from one start to the next.
module.enableCompileCache?.();
await import('../dist/main.js');
