export { launchBrowser } from './browser.js'
export { createDatabase, freePort, startPostgres, type TestDatabase, type TestPostgres } from './postgres.js'
