/** Judges one GLB file: by the rules of scene-format, then by the Khronos validator. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import {
  describeFinding,
  findCompressedParts,
  type Glb,
  type GlbFinding,
  type GlbReader,
  isDrawn,
  measureGlb,
  openGlb,
} from '@vectreal/scene-format'
import { validateBytes, validateString, type ValidationReport } from 'gltf-validator'
import { breaksPicture } from './broken-pictures.js'
import { describeIssues } from './describe-issues.js'
import type { ModelFlaw, ModelReport, ModelVerdict } from './validate-model.js'

/** The validator holds a file whole, and copies of its parts. */
const FULL_VALIDATION_BYTES = 64 * 1024 * 1024
/** It takes about a second for this many values. */
const FULL_VALIDATION_VALUES = 20_000_000
const MAX_ISSUES = 1000
const MAX_REPORTED = 20
/** There are not a hundred in the registry. */
const MAX_REPORTED_EXTENSIONS = 200

/** @throws Error where the file cannot be read, or became shorter meanwhile */
export async function judgeModel(path: string): Promise<ModelVerdict> {
  const file = openSync(path, 'r')
  try {
    const reader = createFileReader(file)
    const opened = openGlb(reader)
    if (!opened.ok) return { ok: false, errors: opened.errors.map(inWords) }
    const { glb, warnings } = opened
    const undecodable = await decodeGeometry(glb)
    if (undecodable.length > 0) return { ok: false, errors: undecodable.map(inWords) }
    const { issues, info } = await validate(reader, glb)
    const found = issues.messages
      .filter(({ severity }) => severity <= 1)
      .toSorted((a, b) => a.severity - b.severity)
      .map(({ code, message, severity, pointer = '' }) => ({
        code,
        message,
        severity,
        pointer,
        isDrawn: isDrawn(glb, pointer),
      }))
    const errors = found
      .filter(
        ({ code, severity, pointer, isDrawn }) => severity === 0 && isDrawn && breaksPicture(code, pointer),
      )
      .map(({ code, message, pointer }) => atPlace(pointer, `${message} (${code})`))
    if (errors.length > 0) return { ok: false, errors: errors.slice(0, MAX_REPORTED) }
    const all = [...warnings.map(inWords), ...describeIssues(found)]
    return { ok: true, report: toReport(reader.size, glb, info, all.slice(0, MAX_REPORTED)) }
  } finally {
    closeSync(file)
  }
}

function createFileReader(file: number): GlbReader {
  return {
    size: fstatSync(file).size,
    read(offset, length) {
      const bytes = new Uint8Array(length)
      for (let filled = 0; filled < length; ) {
        const count = readSync(file, bytes, filled, length - filled, offset + filled)
        if (count === 0) throw new Error('the file became shorter while it was read')
        filled += count
      }
      return bytes
    },
  }
}

/** Nothing of a file that needs no decoder, or so much of it that only a browser has the time. */
async function decodeGeometry(glb: Glb): Promise<readonly GlbFinding[]> {
  if (findCompressedParts(glb).length === 0 || !canBeRead(glb)) return []
  const { findUndecodable } = await import('@vectreal/asset-tools/compression')
  return findUndecodable(glb)
}

/** Whether there is time to go through all its values. */
const canBeRead = (glb: Glb): boolean => measureGlb(glb).values <= FULL_VALIDATION_VALUES

/** Of a large file, or one with much to compute, only the structure. */
function validate(reader: GlbReader, glb: Glb): Promise<ValidationReport> {
  const options = { maxIssues: MAX_ISSUES, writeTimestamp: false }
  if (reader.size <= FULL_VALIDATION_BYTES && canBeRead(glb)) {
    return validateBytes(reader.read(0, reader.size), options)
  }
  // The document as it is in the file: the one that was opened may have been put right.
  const length = new DataView(reader.read(12, 4).buffer).getUint32(0, true)
  return validateString(new TextDecoder().decode(reader.read(20, length)), {
    ...options,
    // The data stays where it is; that it is there has been checked.
    ignoredIssues: ['BUFFER_MISSING_GLB_DATA', 'GLB_UNEXPECTED_BIN_CHUNK', 'IO_ERROR'],
  })
}

function toReport(
  bytes: number,
  glb: Glb,
  info: ValidationReport['info'],
  warnings: readonly ModelFlaw[],
): ModelReport {
  const { gpuBytes, images } = measureGlb(glb)
  return {
    bytes,
    gpuBytes,
    images: { ...images },
    warnings: [...warnings],
    triangles: info?.totalTriangleCount ?? 0,
    vertices: info?.totalVertexCount ?? 0,
    materials: info?.materialCount ?? 0,
    textures: glb.drawn.textures.size,
    animations: info?.animationCount ?? 0,
    extensions: glb.extensionsUsed.slice(0, MAX_REPORTED_EXTENSIONS),
  }
}

function inWords(finding: GlbFinding): ModelFlaw {
  return atPlace(finding.pointer, describeFinding(finding))
}

/** The dotted path is how the API names a place; the pointer is how glTF does. */
function atPlace(pointer: string, message: string): ModelFlaw {
  return { path: pointer.replace(/^\//, '').replaceAll('/', '.'), pointer, message }
}
