export { launchBrowser } from './browser.js'
export { startObjectStore, type TestObjectStore } from './object-store.js'
export { createDatabase, freePort, startPostgres, type TestDatabase, type TestPostgres } from './postgres.js'
