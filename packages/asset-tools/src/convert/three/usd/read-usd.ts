// oxlint-disable-next-line typescript/triple-slash-reference -- read as a source by other packages, too
/// <reference path="../three-parts.d.ts" />
/** Reads a USDZ, or a layer of USD by itself, as text or as crate file. */
import type { LoadingManager } from 'three'
import { unzipSync } from 'three/addons/libs/fflate.module.js'
import { PlacedParts } from '../../placed-parts.js'
import type { SceneSource, Stage } from '../stage.js'
import { isCrate, parseCrate } from './crate-parser.js'
import { expandArcs } from './expand-arcs.js'
import type { UsdLayer } from './layer.js'
import { Losses } from './losses.js'
import { StageComposer } from './stage-composer.js'
import { parseText } from './text-parser.js'

/** What USD means where a file says nothing. */
const METRES = 0.01

const LAYER = /\.usd[ac]?$/i
const PICTURE = /\.(?:png|jpe?g|avif|webp|exr|hdr|tga|bmp|tiff?)$/i

export function readUsd({ name, bytes }: SceneSource, manager: LoadingManager): Stage {
  const isArchive = bytes[0] === 0x50 && bytes[1] === 0x4b
  const files = isArchive ? unzipSync(bytes) : { 'model.usd': bytes }
  // The first file of an archive is the stage.
  const [main = ''] = Object.keys(files)
  if (!LAYER.test(main)) throw new Error('the first file of the archive is no layer of USD')
  const losses = new Losses()
  const placed = new PlacedParts(name)
  const assets: Record<string, UsdLayer | Uint8Array> = {}
  for (const [path, content] of Object.entries(files)) {
    if (LAYER.test(path)) assets[path] = expandArcs(parseLayer(content), losses, placed)
    else if (PICTURE.test(path)) assets[path] = content
  }
  const layer = assets[main] as UsdLayer
  const composer = new StageComposer(manager, losses, placed)
  const inner = main.includes('/') ? main.slice(0, main.lastIndexOf('/')) : ''
  const root = composer.compose(layer, assets, {}, isArchive ? inner : '.')
  for (const part of Object.values(assets)) if ('specsByPath' in part) composer.nameUndrawn(part)
  const isUnitAssumed = layer.specsByPath['/']?.fields['metersPerUnit'] === undefined
  if (isUnitAssumed) root.scale.setScalar(METRES)
  return { root, lost: losses.list(), isUnitAssumed }
}

function parseLayer(bytes: Uint8Array): UsdLayer {
  return isCrate(bytes) ? parseCrate(bytes) : parseText(new TextDecoder().decode(bytes))
}
