#!/usr/bin/env node
// A file of its own, because package managers link it before anything is built.
import '../dist/main.js'
